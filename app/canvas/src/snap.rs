//! Where a dragged part comes to rest: on the grid, or level with a neighbour. Must not move anything itself.

use domain::layout::{GRID, Rect};

/// How near an edge or a centre must be to catch, in world pixels.
const CATCH: i32 = 6;
/// Nothing is moved further at once, in world pixels: that is from end to end of the canvas.
const FARTHEST: f64 = 8_000_000.0;
/// Neighbours further away than this do not catch.
const REACH: i32 = 600;

/// A line that shows why something snapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guide {
    pub from: (i32, i32),
    pub to: (i32, i32),
}

/// How to snap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Snapping {
    /// Neither grid nor guides.
    pub off: bool,
    /// Along one axis only.
    pub one_axis: bool,
}

/// The movement that a wish of `dx`, `dy` ends in, and the guides that explain it. `neighbours` are parts that stay.
pub fn snap(moving: &Rect, dx: f64, dy: f64, neighbours: &[Rect], how: Snapping) -> ((i32, i32), Vec<Guide>) {
    let (mut dx, mut dy) = (dx, dy);
    if how.one_axis {
        if dx.abs() >= dy.abs() { dy = 0.0 } else { dx = 0.0 }
    }
    let whole = |n: f64| n.round().clamp(-FARTHEST, FARTHEST) as i32;
    let wish = (whole(dx), whole(dy));
    if how.off {
        return (wish, Vec::new());
    }
    let on_grid = |start: i32, by: i32| ((start + by) as f64 / f64::from(GRID)).round() as i32 * GRID - start;
    let mut result = (on_grid(moving.x, wish.0), on_grid(moving.y, wish.1));
    let wished = moving.moved(wish.0, wish.1);
    let near: Vec<&Rect> = neighbours.iter().filter(|other| other.inflated(REACH).overlaps(&wished)).collect();
    let xs = |r: &Rect| [r.x, r.centre().0, r.right()];
    let ys = |r: &Rect| [r.y, r.centre().1, r.bottom()];
    if let Some(pull) = pull(xs(&wished), near.iter().map(|r| xs(r))) {
        result.0 = wish.0 + pull;
    }
    if let Some(pull) = pull(ys(&wished), near.iter().map(|r| ys(r))) {
        result.1 = wish.1 + pull;
    }
    if how.one_axis {
        result = (if dx == 0.0 { 0 } else { result.0 }, if dy == 0.0 { 0 } else { result.1 });
    }
    let rest = moving.moved(result.0, result.1);
    (result, guides(&rest, &near))
}

/// The smallest movement that makes one of three lines meet one of a neighbour's; equal lines only: edge to edge, centre to centre.
fn pull(own: [i32; 3], others: impl Iterator<Item = [i32; 3]>) -> Option<i32> {
    others.flat_map(|other| [other[0] - own[0], other[1] - own[1], other[2] - own[2]]).filter(|d| d.abs() <= CATCH).min_by_key(|d| d.abs())
}

fn guides(rest: &Rect, near: &[&Rect]) -> Vec<Guide> {
    const PAST: i32 = 12;
    let mut guides = Vec::new();
    for other in near {
        let (top, bottom) = (rest.y.min(other.y) - PAST, rest.bottom().max(other.bottom()) + PAST);
        let (left, right) = (rest.x.min(other.x) - PAST, rest.right().max(other.right()) + PAST);
        for (own, theirs) in [(rest.x, other.x), (rest.centre().0, other.centre().0), (rest.right(), other.right())] {
            if own == theirs {
                guides.push(Guide { from: (own, top), to: (own, bottom) });
            }
        }
        for (own, theirs) in [(rest.y, other.y), (rest.centre().1, other.centre().1), (rest.bottom(), other.bottom())] {
            if own == theirs {
                guides.push(Guide { from: (left, own), to: (right, own) });
            }
        }
    }
    // One line for each coordinate, the longest.
    guides.sort_by_key(|g| {
        (
            g.from.0 != g.to.0,
            if g.from.0 == g.to.0 { g.from.0 } else { g.from.1 },
            std::cmp::Reverse((g.to.0 - g.from.0) + (g.to.1 - g.from.1)),
        )
    });
    guides.dedup_by_key(|g| (g.from.0 != g.to.0, if g.from.0 == g.to.0 { g.from.0 } else { g.from.1 }));
    guides
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: Rect = Rect { x: 0, y: 0, width: 160, height: 56 };

    #[test]
    fn far_from_others_the_grid_catches() {
        assert_eq!(snap(&CARD, 13.0, 27.0, &[], Snapping::default()), ((16, 24), Vec::new()));
    }

    #[test]
    fn a_neighbours_edge_catches_before_the_grid() {
        let neighbour = CARD.moved(300, 101);
        let (by, guides) = snap(&CARD, 10.0, 98.0, &[neighbour], Snapping::default());
        assert_eq!(by, (8, 101));
        assert!(guides.iter().any(|g| g.from.1 == 101 && g.to.1 == 101), "{guides:?}");
    }

    #[test]
    fn alt_turns_it_off_and_shift_keeps_the_axis() {
        let off = Snapping { off: true, one_axis: false };
        assert_eq!(snap(&CARD, 13.4, 27.0, &[], off).0, (13, 27));
        let axis = Snapping { off: false, one_axis: true };
        assert_eq!(snap(&CARD, 30.0, 27.0, &[CARD.moved(0, 60)], axis).0.1, 0);
    }
}
