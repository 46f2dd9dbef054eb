//! Where links already run, so that the next one keeps its distance.

use super::Points;
use domain::layout::Rect;
use std::collections::HashMap;

/// Lines closer than this look like one.
pub const LANE: i32 = 8;
const SQUARE: i32 = 256;

/// One straight piece of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub link: usize,
    pub a: (i32, i32),
    pub b: (i32, i32),
}

impl Piece {
    pub fn is_vertical(&self) -> bool {
        self.a.0 == self.b.0
    }
    /// Runs along the other, too close to it.
    fn crowds(&self, other: &Self) -> bool {
        if self.is_vertical() != other.is_vertical() {
            return false;
        }
        let (across, other_across) = if self.is_vertical() { (self.a.0, other.a.0) } else { (self.a.1, other.a.1) };
        (across - other_across).abs() < LANE && self.overlap(other) > 0
    }
    fn overlap(&self, other: &Self) -> i32 {
        let ends = |piece: &Self| {
            let (a, b) = if piece.is_vertical() { (piece.a.1, piece.b.1) } else { (piece.a.0, piece.b.0) };
            (a.min(b), a.max(b))
        };
        let ((a, b), (c, d)) = (ends(self), ends(other));
        b.min(d) - a.max(c)
    }
    fn crosses(&self, other: &Self) -> bool {
        let (v, h) = match (self.is_vertical(), other.is_vertical()) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return false,
        };
        let (left, right) = (h.a.0.min(h.b.0), h.a.0.max(h.b.0));
        let (top, bottom) = (v.a.1.min(v.b.1), v.a.1.max(v.b.1));
        left < v.a.0 && v.a.0 < right && top < h.a.1 && h.a.1 < bottom
    }
    pub fn area(&self) -> Rect {
        let (x, y) = (self.a.0.min(self.b.0), self.a.1.min(self.b.1));
        Rect { x, y, width: (self.a.0 - self.b.0).abs() + 1, height: (self.a.1 - self.b.1).abs() + 1 }
    }
}

/// The pieces of a route.
pub fn pieces(link: usize, points: &[(i32, i32)]) -> impl Iterator<Item = Piece> + '_ {
    points.windows(2).map(move |ends| Piece { link, a: ends[0], b: ends[1] })
}

/// All pieces, by the squares of the canvas they pass.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    squares: HashMap<(i32, i32), Vec<Piece>>,
}

impl Lanes {
    /// The square of an area's upper left corner, and that of its lower right one.
    fn corners(area: &Rect) -> ((i32, i32), (i32, i32)) {
        let square = |x: i32, y: i32| (x.div_euclid(SQUARE), y.div_euclid(SQUARE));
        (square(area.x - LANE, area.y - LANE), square(area.right() + LANE, area.bottom() + LANE))
    }
    fn squares(area: &Rect) -> impl Iterator<Item = (i32, i32)> + use<> {
        let ((left, top), (right, bottom)) = Self::corners(area);
        (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
    }
    pub fn add(&mut self, link: usize, points: &Points) {
        for piece in pieces(link, points) {
            Self::squares(&piece.area()).for_each(|square| self.squares.entry(square).or_default().push(piece));
        }
    }
    pub fn remove(&mut self, link: usize, points: &Points) {
        for piece in pieces(link, points) {
            for square in Self::squares(&piece.area()) {
                if let Some(all) = self.squares.get_mut(&square) {
                    all.retain(|other| other.link != link);
                }
            }
        }
    }
    /// Pieces near an area, each once.
    pub fn near(&self, area: &Rect) -> Vec<Piece> {
        let mut found: Vec<Piece> = Self::squares(area).filter_map(|square| self.squares.get(&square)).flatten().copied().collect();
        found.sort_unstable_by_key(|piece| (piece.link, piece.a, piece.b));
        found.dedup();
        found
    }
    /// How many pieces this one would crowd, and how many it would cross.
    pub fn conflicts(&self, piece: &Piece) -> (i32, i32) {
        let (mut crowded, mut crossed) = (0, 0);
        let area = piece.area();
        let (own, _) = Self::corners(&area);
        for square in Self::squares(&area) {
            for other in self.squares.get(&square).into_iter().flatten() {
                let (crowds, crosses) = (piece.crowds(other), piece.crosses(other));
                // Long pieces meet in several squares and count in the first.
                if crowds || crosses {
                    let (first, _) = Self::corners(&other.area());
                    if square == (own.0.max(first.0), own.1.max(first.1)) {
                        crowded += i32::from(crowds);
                        crossed += i32::from(crosses);
                    }
                }
            }
        }
        (crowded, crossed)
    }
}
