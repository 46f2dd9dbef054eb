//! What lies where: values with an area, found by the squares of the canvas that they touch. Values that would fill many small
//! squares are kept by large ones, so that neither a long line nor a canvas of a million pixels takes more room than a short one.

use domain::layout::Rect;
use std::collections::BTreeMap;

/// Edge of the smallest squares, in world pixels.
const EDGE: i32 = 256;
/// The squares of a level are so many times as wide as those before, and a value takes no more of them.
const MOST: i64 = 64;
const LEVELS: usize = 3;

type Square = (i32, i32);

/// Something that lies somewhere.
pub trait Placed: Copy + PartialEq {
    fn area(&self) -> Rect;
}

/// Something by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub number: usize,
    pub area: Rect,
}

impl Placed for Spot {
    fn area(&self) -> Rect {
        self.area
    }
}

/// Values by where they lie. Two equal ones count as one.
#[derive(Debug, Clone)]
pub struct Squares<T> {
    levels: [BTreeMap<Square, Vec<T>>; LEVELS],
}

impl<T> Default for Squares<T> {
    fn default() -> Self {
        Self { levels: Default::default() }
    }
}

/// The square of an area's upper left corner, and that of its lower right one.
fn corners(level: usize, area: &Rect) -> (Square, Square) {
    let edge = EDGE * (MOST as i32).pow(level as u32);
    let square = |x: i32, y: i32| (x.div_euclid(edge), y.div_euclid(edge));
    (square(area.x, area.y), square(area.right(), area.bottom()))
}

/// The level at which an area takes few squares, and which those are.
fn home(area: &Rect) -> (usize, Square, Square) {
    let count = |(from, to): (Square, Square)| (i64::from(to.0) - i64::from(from.0) + 1) * (i64::from(to.1) - i64::from(from.1) + 1);
    let level = (0..LEVELS - 1).find(|level| count(corners(*level, area)) <= MOST).unwrap_or(LEVELS - 1);
    let (from, to) = corners(level, area);
    (level, from, to)
}

impl<T: Placed> Squares<T> {
    pub fn insert(&mut self, value: T) {
        let (level, from, to) = home(&value.area());
        for x in from.0..=to.0 {
            for y in from.1..=to.1 {
                self.levels[level].entry((x, y)).or_default().push(value);
            }
        }
    }

    pub fn remove(&mut self, value: &T) {
        let (level, from, to) = home(&value.area());
        for x in from.0..=to.0 {
            for y in from.1..=to.1 {
                if let Some(all) = self.levels[level].get_mut(&(x, y)) {
                    all.retain(|other| other != value);
                    if all.is_empty() {
                        self.levels[level].remove(&(x, y));
                    }
                }
            }
        }
    }

    /// Takes out all values of which this is so; with many of them that is quicker than one after the other.
    pub fn remove_where(&mut self, gone: impl Fn(&T) -> bool) {
        for squares in &mut self.levels {
            squares.retain(|_, values| {
                values.retain(|value| !gone(value));
                !values.is_empty()
            });
        }
    }

    /// Every value that shares some of an area, once. Answers how many squares and values were looked at.
    pub fn each(&self, area: &Rect, mut found: impl FnMut(&T)) -> usize {
        let mut steps = 0;
        for (level, squares) in self.levels.iter().enumerate().filter(|(_, squares)| !squares.is_empty()) {
            let (from, to) = corners(level, area);
            let mut look = |square: Square, values: &[T]| {
                for value in values {
                    let place = value.area();
                    if place.overlaps(area) {
                        // What shares several squares with the area counts in the first.
                        let (first, _) = corners(level, &place);
                        if square == (first.0.max(from.0), first.1.max(from.1)) {
                            found(value);
                        }
                    }
                }
                values.len()
            };
            if i64::from(to.0) - i64::from(from.0) < squares.len() as i64 {
                for x in from.0..=to.0 {
                    steps += 1;
                    steps += squares.range((x, from.1)..=(x, to.1)).map(|(square, values)| 1 + look(*square, values)).sum::<usize>();
                }
            } else {
                // A long area over a canvas with little on it.
                for (square, values) in squares.range(from..=to) {
                    steps += 1;
                    if (from.1..=to.1).contains(&square.1) {
                        steps += look(*square, values);
                    }
                }
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(squares: &Squares<Spot>, area: &Rect) -> Vec<usize> {
        let mut all = Vec::new();
        squares.each(area, |spot| all.push(spot.number));
        all.sort_unstable();
        all
    }

    fn rects() -> impl Strategy<Value = Rect> {
        let near = (-700i32..700, -700i32..700, 1i32..900, 1i32..300);
        let far = (-2_000_000i32..2_000_000, -2_000_000i32..2_000_000, 1i32..3_000_000, 1i32..60_000);
        prop_oneof![3 => near, 1 => far].prop_map(|(x, y, width, height)| Rect { x, y, width, height })
    }

    proptest! {
        #[test]
        fn what_shares_an_area_is_found_once(rects in prop::collection::vec(rects(), 0..40), area in rects(), gone in 0usize..40) {
            let mut squares = Squares::default();
            let spots: Vec<Spot> = rects.iter().enumerate().map(|(number, area)| Spot { number, area: *area }).collect();
            spots.iter().for_each(|spot| squares.insert(*spot));
            let expected = |gone: Option<usize>| -> Vec<usize> {
                (0..rects.len()).filter(|n| Some(*n) != gone && rects[*n].overlaps(&area)).collect()
            };
            prop_assert_eq!(found(&squares, &area), expected(None));
            if let Some(spot) = spots.get(gone) {
                squares.remove(spot);
                prop_assert_eq!(found(&squares, &area), expected(Some(gone)));
                squares.insert(*spot);
                squares.remove_where(|spot| spot.number == gone);
                prop_assert_eq!(found(&squares, &area), expected(Some(gone)));
            }
        }
    }

    #[test]
    fn a_line_across_the_canvas_takes_little_room_and_few_steps() {
        let mut squares = Squares::default();
        for number in 0..100 {
            squares.insert(Spot { number, area: Rect { x: -4_000_000, y: number as i32, width: 8_000_000, height: 1 } });
        }
        assert!(squares.levels.iter().map(BTreeMap::len).sum::<usize>() <= 128);
        let steps = squares.each(&Rect { x: -4_000_000, y: 0, width: 8_000_000, height: 1 }, |_| ());
        assert!(steps < 2_000, "{steps}");
    }
}
