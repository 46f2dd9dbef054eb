//! Where links already run, so that the next one keeps its distance.

use crate::{
    effort::Effort,
    squares::{Placed, Squares},
};
use domain::layout::Rect;
use std::collections::BTreeSet;

/// Lines closer than this look like one.
pub const LANE: i32 = 8;

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

impl Placed for Piece {
    fn area(&self) -> Rect {
        Self::area(self)
    }
}

/// All pieces, by where they run.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    squares: Squares<Piece>,
}

impl Lanes {
    pub fn add(&mut self, link: usize, points: &[(i32, i32)]) {
        pieces(link, points).for_each(|piece| self.squares.insert(piece));
    }
    pub fn remove(&mut self, link: usize, points: &[(i32, i32)]) {
        pieces(link, points).for_each(|piece| self.squares.remove(&piece));
    }
    /// Removes the routes of many links.
    pub fn remove_all(&mut self, links: &BTreeSet<usize>) {
        self.squares.remove_where(|piece| links.contains(&piece.link));
    }
    /// Pieces in an area or a lane beside it, in any order.
    pub fn near(&self, area: &Rect, effort: &Effort) -> Vec<Piece> {
        let mut found = Vec::new();
        effort.spend(self.squares.each(&area.inflated(LANE), |piece| found.push(*piece)));
        found
    }
    /// How many pieces this one would crowd, and how many it would cross.
    pub fn conflicts(&self, piece: &Piece, effort: &Effort) -> (i32, i32) {
        let (mut crowded, mut crossed) = (0, 0);
        effort.spend(self.squares.each(&piece.area().inflated(LANE), |other| {
            crowded += i32::from(piece.crowds(other));
            crossed += i32::from(piece.crosses(other));
        }));
        (crowded, crossed)
    }
}
