//! The way through a crowd: a shortest path on the lines beside parts and frames. Slower than the usual shapes and only asked
//! when they all fail.

use super::{
    Points, Side,
    candidate::{Judge, tidy},
    lanes::LANE,
};
use domain::layout::Rect;
use std::{cmp::Reverse, collections::BinaryHeap, ops::Range};

/// How far around both ends the way may lead: first a little, then a lot.
pub const NEAR: i32 = 160;
pub const FAR: i32 = 640;
/// With more parts than this in reach the search would take too long.
const MOST_PARTS: usize = 160;
/// Distance kept from parts.
const CLEARANCE: i32 = 10;
const STUB: i32 = 20;
const BEND: i32 = 40;
const CROWD: i32 = 200;
const CROSS: i32 = 16;

/// A start or an end: the point and the side of the part it lies on.
type End = ((i32, i32), Side);

struct Grid {
    xs: Vec<i32>,
    ys: Vec<i32>,
    /// Cost of the step right of and below each crossing; `None` where a part is in the way.
    right: Vec<Option<i32>>,
    down: Vec<Option<i32>>,
}

/// A route from one port to the other that passes through no part.
pub fn find(judge: &Judge, reach: i32, start: End, end: End) -> Option<Points> {
    let scene = judge.scene;
    let away = |((x, y), side): End| (x + side.outwards().0 * STUB, y + side.outwards().1 * STUB);
    let (first, last) = (away(start), away(end));
    let area = Rect { x: first.0.min(last.0), y: first.1.min(last.1), width: (first.0 - last.0).abs(), height: (first.1 - last.1).abs() };
    let area = area.inflated(reach);
    let parts = scene.near(&area);
    if parts.len() > MOST_PARTS {
        return None;
    }
    let grid = grid(judge, &parts, &area, [first, last]);
    let mut points = vec![start.0];
    points.extend(shortest(&grid, first, start.1, last, end.1)?);
    points.push(end.0);
    tidy(&mut points);
    Some(points)
}

impl Grid {
    fn new(mut xs: Vec<i32>, mut ys: Vec<i32>) -> Self {
        for list in [&mut xs, &mut ys] {
            list.sort_unstable();
            list.dedup();
        }
        let mut grid = Self { right: Vec::new(), down: Vec::new(), xs, ys };
        for row in 0..grid.ys.len() {
            for column in 0..grid.xs.len() {
                grid.right.push(grid.xs.get(column + 1).map(|x| x - grid.xs[column]));
                grid.down.push(grid.ys.get(row + 1).map(|y| y - grid.ys[row]));
            }
        }
        grid
    }

    /// Columns and rows strictly inside an area.
    fn inside(&self, area: &Rect) -> (Range<usize>, Range<usize>) {
        let within = |list: &[i32], low: i32, high: i32| list.partition_point(|v| *v <= low)..list.partition_point(|v| *v < high);
        (within(&self.xs, area.x, area.right()), within(&self.ys, area.y, area.bottom()))
    }

    /// Changes the horizontal steps that touch an area.
    fn price_right(&mut self, area: &Rect, price: impl Fn(i32) -> Option<i32>) {
        let (columns, rows) = self.inside(area);
        for row in rows {
            for column in columns.start.saturating_sub(1)..columns.end {
                let step = &mut self.right[row * self.xs.len() + column];
                *step = step.and_then(&price);
            }
        }
    }

    /// Changes the vertical steps that touch an area.
    fn price_down(&mut self, area: &Rect, price: impl Fn(i32) -> Option<i32>) {
        let (columns, rows) = self.inside(area);
        for row in rows.start.saturating_sub(1)..rows.end {
            for column in columns.clone() {
                let step = &mut self.down[row * self.xs.len() + column];
                *step = step.and_then(&price);
            }
        }
    }

    fn price(&mut self, area: &Rect, price: impl Fn(i32) -> Option<i32> + Copy) {
        self.price_right(area, price);
        self.price_down(area, price);
    }
}

fn grid(judge: &Judge, parts: &[usize], area: &Rect, ends: [(i32, i32); 2]) -> Grid {
    let Judge { scene, lanes, link } = *judge;
    let frames: Vec<(usize, Rect)> = scene.frames.iter().enumerate().map(|(i, f)| (i, f.rect)).filter(|(_, f)| f.overlaps(area)).collect();
    let (mut xs, mut ys): (Vec<i32>, Vec<i32>) = ends.iter().copied().unzip();
    for part in parts {
        let body = scene.body(*part);
        xs.extend([body.x - CLEARANCE - 2, body.right() + CLEARANCE + 2]);
        ys.extend([body.y - STUB, body.bottom() + STUB]);
    }
    for (_, frame) in &frames {
        for lane in [12, 12 + LANE, 12 + 2 * LANE] {
            xs.extend([frame.x - lane, frame.right() + lane]);
            ys.extend([frame.y - lane, frame.bottom() + lane]);
        }
    }
    // Beyond the area nothing is known of what stands there.
    xs.retain(|x| (area.x..=area.right()).contains(x));
    ys.retain(|y| (area.y..=area.bottom()).contains(y));
    let mut grid = Grid::new(xs, ys);
    let own = [scene.links[link].from, scene.links[link].to].map(|part| scene.frame_of[part]);
    for (i, frame) in &frames {
        if !own.contains(&Some(*i)) {
            grid.price(frame, |cost| Some(cost * 3));
        }
        grid.price(&scene.frames[*i].title, |cost| Some(cost + 300));
    }
    for piece in lanes.near(area).into_iter().filter(|piece| piece.link != link) {
        let line = piece.area();
        if piece.is_vertical() {
            grid.price_down(&Rect { x: line.x - LANE, width: 2 * LANE + 1, ..line }, |cost| Some(cost + CROWD));
            grid.price_right(&line.inflated(1), |cost| Some(cost + CROSS));
        } else {
            grid.price_right(&Rect { y: line.y - LANE, height: 2 * LANE + 1, ..line }, |cost| Some(cost + CROWD));
            grid.price_down(&line.inflated(1), |cost| Some(cost + CROSS));
        }
    }
    for part in parts {
        grid.price(&scene.body(*part).inflated(CLEARANCE), |_| None);
    }
    grid
}

/// Dijkstra over crossings and directions, guided by the distance that is left.
fn shortest(grid: &Grid, first: (i32, i32), out: Side, last: (i32, i32), into: Side) -> Option<Points> {
    let (columns, rows) = (grid.xs.len(), grid.ys.len());
    let find = |(x, y): (i32, i32)| Some((grid.xs.binary_search(&x).ok()?, grid.ys.binary_search(&y).ok()?));
    let (start, goal) = (find(first)?, find(last)?);
    let state = |(column, row): (usize, usize), side: Side| (row * columns + column) * 4 + side as usize;
    let left = |(column, row): (usize, usize)| (grid.xs[column] - last.0).abs() + (grid.ys[row] - last.1).abs();
    // Arriving means moving against the outward direction of the end's side.
    let arriving = match into {
        Side::Top => Side::Bottom,
        Side::Bottom => Side::Top,
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    };
    let mut cost = vec![i32::MAX; columns * rows * 4];
    let mut came: Vec<Option<((usize, usize), Side)>> = vec![None; columns * rows * 4];
    let mut queue = BinaryHeap::new();
    cost[state(start, out)] = 0;
    queue.push(Reverse((left(start), 0, start, out)));
    while let Some(Reverse((_, spent, at, heading))) = queue.pop() {
        if spent > cost[state(at, heading)] {
            continue;
        }
        if at == goal && heading == arriving {
            let mut points = vec![last];
            let mut step = (at, heading);
            while let Some(before) = came[state(step.0, step.1)] {
                points.push((grid.xs[before.0.0], grid.ys[before.0.1]));
                step = before;
            }
            points.reverse();
            return Some(points);
        }
        for side in Side::ALL {
            let (column, row) = at;
            let turn = if side == heading { 0 } else { BEND };
            if side.outwards() == (-heading.outwards().0, -heading.outwards().1) {
                continue;
            }
            let next = match side {
                Side::Right if column + 1 < columns => grid.right[row * columns + column].map(|c| ((column + 1, row), c)),
                Side::Left if column > 0 => grid.right[row * columns + column - 1].map(|c| ((column - 1, row), c)),
                Side::Bottom if row + 1 < rows => grid.down[row * columns + column].map(|c| ((column, row + 1), c)),
                Side::Top if row > 0 => grid.down[(row - 1) * columns + column].map(|c| ((column, row - 1), c)),
                _ => None,
            };
            // Turning on the spot at the goal is how a route lines up with the port.
            for (to, price) in next.into_iter().chain((at == goal && turn > 0).then_some((at, 0))) {
                let total = spent + price + turn;
                if total < cost[state(to, side)] {
                    cost[state(to, side)] = total;
                    came[state(to, side)] = Some((at, heading));
                    queue.push(Reverse((total + left(to), total, to, side)));
                }
            }
        }
    }
    None
}
