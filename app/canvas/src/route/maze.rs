//! The way through a crowd: a shortest path on the lines beside parts and frames. Slower than the usual shapes and only asked
//! when they all fail.

use super::{
    Points, Side,
    candidate::{Judge, tidy},
    grid::{Grid, STUB},
    queue::Queue,
};
use crate::effort::Effort;
use domain::layout::Rect;

/// How far around both ends the way may lead: first a little, then a lot.
pub const NEAR: i32 = 160;
pub const FAR: i32 = 640;
/// With more parts than this in reach the search would take too long.
const MOST_PARTS: usize = 160;
const BEND: u32 = 40;
/// Steps of effort that leaving a state in all directions takes.
const VISIT: usize = 16;
/// Entries in the queue at which a search gives up.
const MOST_QUEUED: usize = 1 << 21;
/// No way has led here.
const UNSEEN: u8 = u8::MAX;
/// Beside the heading before a state: it was reached by a step, not by a turn on the spot.
const STEPPED: u8 = 4;

/// A start or an end: the point and the side of the part it lies on.
type End = ((i32, i32), Side);

/// A route from one port to the other that passes through no part.
pub fn find(judge: &Judge, reach: i32, start: End, end: End) -> Option<Points> {
    if judge.effort.is_spent() {
        return None;
    }
    let scene = judge.scene;
    let away = |((x, y), side): End| (x + side.outwards().0 * STUB, y + side.outwards().1 * STUB);
    let (first, last) = (away(start), away(end));
    let area = Rect { x: first.0.min(last.0), y: first.1.min(last.1), width: (first.0 - last.0).abs(), height: (first.1 - last.1).abs() };
    let area = area.inflated(reach);
    let mut parts = Vec::new();
    judge.effort.spend(scene.each_part(&area, |part| parts.push(part)));
    if parts.len() > MOST_PARTS {
        return None;
    }
    let grid = Grid::new(judge, &parts, &area, [first, last])?;
    let mut points = vec![start.0];
    points.extend(shortest(&grid, first, start.1, last, end.1, judge.effort)?);
    points.push(end.0);
    tidy(&mut points);
    Some(points)
}

/// A* over crossings and directions: the way that is left is at least the distance and the bends that an empty canvas would take.
fn shortest(grid: &Grid, first: (i32, i32), out: Side, last: (i32, i32), into: Side, effort: &Effort) -> Option<Points> {
    let (start, goal) = (grid.find(first)?, grid.find(last)?);
    // Arriving means moving against the outward direction of the end's side.
    let arriving = into.opposite();
    let left = |at: usize, heading: Side| {
        let place = grid.place(at);
        let way = (last.0 - place.0, last.1 - place.1);
        way.0.unsigned_abs() + way.1.unsigned_abs() + BEND * bends(way, heading, arriving)
    };
    let state = |at: usize, heading: Side| at * 4 + heading as usize;
    effort.spend(grid.crossings());
    let mut cost = vec![u32::MAX; grid.crossings() * 4];
    let mut came = vec![UNSEEN; grid.crossings() * 4];
    // Nothing costs less than what an empty canvas would take, however far that is.
    let least = left(start, out);
    let mut queue = Queue::default();
    let mut queued = 1_usize;
    queue.push(0, (0, state(start, out) as u32));
    cost[state(start, out)] = 0;
    while let Some((spent, from)) = queue.pop() {
        queued -= 1;
        let from = from as usize;
        if spent > cost[from] {
            continue;
        }
        effort.spend(VISIT);
        let (at, heading) = (from / 4, Side::ALL[from % 4]);
        if at == goal && heading == arriving {
            return Some(way_to(from, grid, &came));
        }
        if effort.is_spent() || queued > MOST_QUEUED {
            return None;
        }
        for side in Side::ALL.into_iter().filter(|side| *side != heading.opposite()) {
            let turn = if side == heading { 0 } else { BEND };
            // Turning on the spot at the goal is how a route lines up with the port.
            let on_the_spot = (at == goal && turn > 0).then_some((at, 0, 0));
            for (to, price, stepped) in grid.step(at, side).map(|(to, price)| (to, price, STEPPED)).into_iter().chain(on_the_spot) {
                let (total, to_state) = (spent.saturating_add(price + turn), state(to, side));
                if total < cost[to_state] {
                    cost[to_state] = total;
                    came[to_state] = heading as u8 | stepped;
                    queued += 1;
                    queue.push(total.saturating_add(left(to, side)).saturating_sub(least), (total, to_state as u32));
                }
            }
        }
    }
    None
}

/// The crossings that led to a state, the first one first.
fn way_to(last: usize, grid: &Grid, came: &[u8]) -> Points {
    let before = |state: &usize| {
        let (at, heading) = (state / 4, Side::ALL[state % 4]);
        let came = came[*state];
        if came == UNSEEN {
            return None;
        }
        let from = if came & STEPPED == 0 { at } else { grid.beside(at, heading.opposite()) };
        Some(from * 4 + usize::from(came & !STEPPED))
    };
    let mut points: Points = std::iter::successors(Some(last), before).map(|state| grid.place(state / 4)).collect();
    points.reverse();
    points
}

/// How often a way to a place that lies at `(x, y)` has to turn, when nothing is in between and it may not turn back on the spot.
pub fn bends((x, y): (i32, i32), heading: Side, arriving: Side) -> u32 {
    let along = |side: Side| x * side.outwards().0 + y * side.outwards().1;
    let aside = if heading.is_vertical() { x } else { y };
    if arriving == heading {
        return if along(heading) < 0 { 4 } else { 2 * u32::from(aside != 0) };
    }
    if arriving == heading.opposite() {
        return 2;
    }
    if along(heading) >= 0 && along(arriving) >= 0 { 1 } else { 3 }
}
