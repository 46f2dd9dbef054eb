//! The way through a crowd: a shortest path on the lines beside parts and frames. Slower than the usual shapes and only asked
//! when they all fail.

use super::{
    Points, Side,
    candidate::{Judge, tidy},
    lanes::LANE,
};
use domain::layout::Rect;
use std::ops::Range;

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
/// A step among many links costs no more than one among a few: dearer, and links take every detour and turn to avoid a crowd.
const MOST: i32 = 300;

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

    /// The crossing on a side of another, and what the way there costs; nothing where a part is in the way or the grid ends.
    fn step(&self, at: usize, side: Side) -> Option<(usize, i32)> {
        let columns = self.xs.len();
        let (to, price) = match side {
            Side::Right => (at + 1, self.right[at]),
            Side::Left if at.is_multiple_of(columns) => return None,
            Side::Left => (at - 1, self.right[at - 1]),
            Side::Bottom => (at + columns, self.down[at]),
            Side::Top if at < columns => return None,
            Side::Top => (at - columns, self.down[at - columns]),
        };
        price.map(|price| (to, price))
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
    let crowd = |cost: i32| Some((cost + CROWD).min(cost.max(MOST)));
    let cross = |cost: i32| Some((cost + CROSS).min(cost.max(MOST)));
    for piece in lanes.near(area).into_iter().filter(|piece| piece.link != link) {
        let line = piece.area();
        if piece.is_vertical() {
            grid.price_down(&Rect { x: line.x - LANE, width: 2 * LANE + 1, ..line }, crowd);
            grid.price_right(&line.inflated(1), cross);
        } else {
            grid.price_right(&Rect { y: line.y - LANE, height: 2 * LANE + 1, ..line }, crowd);
            grid.price_down(&line.inflated(1), cross);
        }
    }
    for part in parts {
        grid.price(&scene.body(*part).inflated(CLEARANCE), |_| None);
    }
    grid
}

/// A* over crossings and directions: the way that is left is at least the distance and the bends that an empty canvas would take.
fn shortest(grid: &Grid, first: (i32, i32), out: Side, last: (i32, i32), into: Side) -> Option<Points> {
    let (columns, rows) = (grid.xs.len(), grid.ys.len());
    let find = |(x, y): (i32, i32)| Some(grid.ys.binary_search(&y).ok()? * columns + grid.xs.binary_search(&x).ok()?);
    let (start, goal) = (find(first)?, find(last)?);
    // Arriving means moving against the outward direction of the end's side.
    let arriving = into.opposite();
    let left = |at: usize, heading: Side| {
        let (x, y) = (last.0 - grid.xs[at % columns], last.1 - grid.ys[at / columns]);
        x.abs() + y.abs() + BEND * bends((x, y), heading, arriving)
    };
    let state = |at: usize, heading: Side| at * 4 + heading as usize;
    let mut cost = vec![i32::MAX; columns * rows * 4];
    let mut came = vec![usize::MAX; columns * rows * 4];
    // Nothing costs less than what an empty canvas would take, however far that is.
    let least = left(start, out);
    let mut queue = Queue::default();
    queue.push(0, (0, state(start, out)));
    cost[state(start, out)] = 0;
    while let Some((spent, from)) = queue.pop() {
        if spent > cost[from] {
            continue;
        }
        let (at, heading) = (from / 4, Side::ALL[from % 4]);
        if at == goal && heading == arriving {
            let steps = std::iter::successors(Some(from), |step| Some(came[*step]).filter(|before| *before != usize::MAX));
            let mut points: Points = steps.map(|step| (grid.xs[step / 4 % columns], grid.ys[step / 4 / columns])).collect();
            points.reverse();
            return Some(points);
        }
        for side in Side::ALL.into_iter().filter(|side| *side != heading.opposite()) {
            let turn = if side == heading { 0 } else { BEND };
            // Turning on the spot at the goal is how a route lines up with the port.
            let next = grid.step(at, side).into_iter().chain((at == goal && turn > 0).then_some((at, 0)));
            for (to, price) in next {
                let (total, to_state) = (spent + price + turn, state(to, side));
                if total < cost[to_state] {
                    cost[to_state] = total;
                    came[to_state] = from;
                    queue.push(total + left(to, side) - least, (total, to_state));
                }
            }
        }
    }
    None
}

/// A queue by small numbers that hardly ever falls behind what was taken last: a heap took half of the time.
#[derive(Default)]
struct Queue {
    buckets: Vec<Vec<(i32, usize)>>,
    least: usize,
}

impl Queue {
    fn push(&mut self, number: i32, entry: (i32, usize)) {
        let bucket = usize::try_from(number).unwrap_or(0);
        if bucket >= self.buckets.len() {
            self.buckets.resize_with(bucket + 1, Vec::new);
        }
        self.buckets[bucket].push(entry);
        self.least = self.least.min(bucket);
    }

    /// Of the entries with the least number the newest, which is the furthest along.
    fn pop(&mut self) -> Option<(i32, usize)> {
        while self.buckets.get(self.least)?.is_empty() {
            self.least += 1;
        }
        self.buckets[self.least].pop()
    }
}

/// How often a way to a place that lies at `(x, y)` has to turn, when nothing is in between and it may not turn back on the spot.
pub fn bends((x, y): (i32, i32), heading: Side, arriving: Side) -> i32 {
    let along = |side: Side| x * side.outwards().0 + y * side.outwards().1;
    let aside = if heading.is_vertical() { x } else { y };
    if arriving == heading {
        return if along(heading) < 0 { 4 } else { 2 * i32::from(aside != 0) };
    }
    if arriving == heading.opposite() {
        return 2;
    }
    if along(heading) >= 0 && along(arriving) >= 0 { 1 } else { 3 }
}
