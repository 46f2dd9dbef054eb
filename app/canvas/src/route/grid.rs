//! The lines beside parts and frames on which a way through a crowd may run, and what each step on them costs.

use super::{Side, candidate::Judge, lanes::LANE};
use domain::layout::Rect;
use std::ops::Range;

/// Distance kept from parts.
const CLEARANCE: i32 = 10;
pub const STUB: i32 = 20;
const CROWD: u32 = 200;
const CROSS: u32 = 16;
const TITLE: u32 = 300;
/// A step through a frame that is not the link's own costs as much as so many outside.
const FOREIGN: u32 = 3;
/// A step among many links costs no more than one among a few: dearer, and links take every detour and turn to avoid a crowd.
const MOST_CROWD: u32 = 300;
/// What a step costs at most, whatever lies over each other there: more than any step is long.
pub const DEAREST: u32 = 1 << 26;
/// A step that leads through a part.
const BLOCKED: u32 = u32::MAX;
/// With more crossings than this the search would take too long, and too much room.
const MOST_CROSSINGS: usize = 1 << 20;

/// Crossings by number, row after row.
pub struct Grid {
    pub xs: Vec<i32>,
    pub ys: Vec<i32>,
    /// Cost of the step right of and below each crossing.
    right: Vec<u32>,
    down: Vec<u32>,
}

impl Grid {
    /// The lines around these parts within an area, and through both ends; nothing when there would be too many.
    pub fn new(judge: &Judge, parts: &[usize], area: &Rect, ends: [(i32, i32); 2]) -> Option<Self> {
        let Judge { scene, lanes, link, effort } = *judge;
        let mut frames: Vec<usize> = Vec::new();
        effort.spend(scene.each_frame(area, |frame| frames.push(frame)));
        let (mut xs, mut ys): (Vec<i32>, Vec<i32>) = ends.iter().copied().unzip();
        for part in parts {
            let body = scene.body(*part);
            xs.extend([body.x - CLEARANCE - 2, body.right() + CLEARANCE + 2]);
            ys.extend([body.y - STUB, body.bottom() + STUB]);
        }
        for frame in &frames {
            let rect = &scene.frames[*frame].rect;
            for lane in [12, 12 + LANE, 12 + 2 * LANE] {
                xs.extend([rect.x - lane, rect.right() + lane]);
                ys.extend([rect.y - lane, rect.bottom() + lane]);
            }
        }
        // Beyond the area nothing is known of what stands there.
        xs.retain(|x| (area.x..=area.right()).contains(x));
        ys.retain(|y| (area.y..=area.bottom()).contains(y));
        for lines in [&mut xs, &mut ys] {
            lines.sort_unstable();
            lines.dedup();
        }
        if xs.len() * ys.len() > MOST_CROSSINGS {
            return None;
        }
        let mut grid = Self::empty(xs, ys);
        let mut steps = grid.right.len() / 4;
        let own = [scene.links[link].from, scene.links[link].to].map(|part| scene.frame_of[part]);
        for frame in frames {
            if !own.contains(&Some(frame)) {
                steps += grid.price(&scene.frames[frame].rect, |cost| cost.saturating_mul(FOREIGN).min(DEAREST));
            }
            steps += grid.price(&scene.frames[frame].title, |cost| (cost + TITLE).min(DEAREST));
        }
        let crowd = |cost: u32| (cost + CROWD).min(cost.max(MOST_CROWD));
        let cross = |cost: u32| (cost + CROSS).min(cost.max(MOST_CROWD));
        for piece in lanes.near(area, effort).into_iter().filter(|piece| piece.link != link) {
            let line = piece.area();
            if piece.is_vertical() {
                steps += grid.price_down(&Rect { x: line.x - LANE, width: 2 * LANE + 1, ..line }, crowd);
                steps += grid.price_right(&line.inflated(1), cross);
            } else {
                steps += grid.price_right(&Rect { y: line.y - LANE, height: 2 * LANE + 1, ..line }, crowd);
                steps += grid.price_down(&line.inflated(1), cross);
            }
        }
        for part in parts {
            steps += grid.price(&scene.body(*part).inflated(CLEARANCE), |_| BLOCKED);
        }
        effort.spend(steps);
        Some(grid)
    }

    /// Every step costs what it is long.
    fn empty(xs: Vec<i32>, ys: Vec<i32>) -> Self {
        let length = |lines: &[i32], at: usize| lines.get(at + 1).map_or(BLOCKED, |next| next.abs_diff(lines[at]));
        let (mut right, mut down) = (Vec::with_capacity(xs.len() * ys.len()), Vec::with_capacity(xs.len() * ys.len()));
        for row in 0..ys.len() {
            right.extend((0..xs.len()).map(|column| length(&xs, column)));
            down.resize(down.len() + xs.len(), length(&ys, row));
        }
        Self { xs, ys, right, down }
    }

    pub fn crossings(&self) -> usize {
        self.right.len()
    }

    /// The place of a crossing.
    pub fn place(&self, at: usize) -> (i32, i32) {
        (self.xs[at % self.xs.len()], self.ys[at / self.xs.len()])
    }

    /// The crossing at a place.
    pub fn find(&self, (x, y): (i32, i32)) -> Option<usize> {
        Some(self.ys.binary_search(&y).ok()? * self.xs.len() + self.xs.binary_search(&x).ok()?)
    }

    /// The crossing on a side of another, whatever the way there costs. Only for sides on which there is one.
    pub fn beside(&self, at: usize, side: Side) -> usize {
        match side {
            Side::Right => at + 1,
            Side::Left => at - 1,
            Side::Bottom => at + self.xs.len(),
            Side::Top => at - self.xs.len(),
        }
    }

    /// The crossing on a side of another, and what the way there costs; nothing where a part is in the way or the grid ends.
    pub fn step(&self, at: usize, side: Side) -> Option<(usize, u32)> {
        let columns = self.xs.len();
        let price = match side {
            Side::Right => self.right[at],
            Side::Left if at.is_multiple_of(columns) => BLOCKED,
            Side::Left => self.right[at - 1],
            Side::Bottom => self.down[at],
            Side::Top if at < columns => BLOCKED,
            Side::Top => self.down[at - columns],
        };
        (price != BLOCKED).then(|| (self.beside(at, side), price))
    }

    /// Columns and rows strictly inside an area.
    fn inside(&self, area: &Rect) -> (Range<usize>, Range<usize>) {
        let within = |list: &[i32], low: i32, high: i32| list.partition_point(|v| *v <= low)..list.partition_point(|v| *v < high);
        (within(&self.xs, area.x, area.right()), within(&self.ys, area.y, area.bottom()))
    }

    /// Changes the horizontal steps that touch an area. Answers how many they are, as the next two do.
    fn price_right(&mut self, area: &Rect, price: impl Fn(u32) -> u32) -> usize {
        let (columns, rows) = self.inside(area);
        let columns = columns.start.saturating_sub(1)..columns.end;
        let count = columns.len() * rows.len();
        for row in rows {
            let start = row * self.xs.len();
            change(&mut self.right[start + columns.start..start + columns.end], &price);
        }
        count
    }

    /// Changes the vertical steps that touch an area.
    fn price_down(&mut self, area: &Rect, price: impl Fn(u32) -> u32) -> usize {
        let (columns, rows) = self.inside(area);
        let rows = rows.start.saturating_sub(1)..rows.end;
        let count = columns.len() * rows.len();
        for row in rows {
            let start = row * self.xs.len();
            change(&mut self.down[start + columns.start..start + columns.end], &price);
        }
        count
    }

    fn price(&mut self, area: &Rect, price: impl Fn(u32) -> u32 + Copy) -> usize {
        self.price_right(area, price) + self.price_down(area, price)
    }
}

fn change(steps: &mut [u32], price: impl Fn(u32) -> u32) {
    for step in steps.iter_mut().filter(|step| **step != BLOCKED) {
        *step = price(*step);
    }
}
