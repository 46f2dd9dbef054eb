//! The usual shapes of a bent link, and which of them is best. What no usual shape can do goes to the maze.

use super::{
    Points, Side,
    lanes::{LANE, Lanes, Piece, pieces},
    maze,
    ports::{self, Ends, Ports, wanted},
};
use crate::{effort::Effort, scene::Scene};
use domain::layout::Rect;

/// From the outline to the first lane: an arrow head and a corner.
const STUB: i32 = 20;
/// Lanes tried on either side of the middle.
const LANES: i32 = 6;

const BEND: i32 = 30;
const PART: i32 = 4000;
const TITLE: i32 = 400;
const FRAME: i32 = 60;
const CROWD: i32 = 260;
const CROSS: i32 = 14;

/// Knows what a route costs.
pub struct Judge<'a> {
    pub scene: &'a Scene,
    pub lanes: &'a Lanes,
    pub link: usize,
    pub effort: &'a Effort<'a>,
}

impl Judge<'_> {
    fn ends(&self) -> (usize, usize) {
        (self.scene.links[self.link].from, self.scene.links[self.link].to)
    }

    /// Cost of a route, and whether it passes through a part; nothing when it costs `most` or more. What is quickly known comes first.
    fn cost(&self, points: &[(i32, i32)], most: i32) -> Option<(i32, bool)> {
        let pieces: Vec<Piece> = pieces(self.link, points).collect();
        let add = |cost: i32, price: &dyn Fn(usize, &Piece) -> i32| {
            pieces.iter().enumerate().try_fold(cost, |cost, (i, piece)| (cost < most).then(|| cost + price(i, piece)))
        };
        let length: i32 = pieces.iter().map(|piece| (piece.a.0 - piece.b.0).abs() + (piece.a.1 - piece.b.1).abs()).sum();
        let way = BEND * (points.len() as i32 - 2).max(0) + length;
        let clear = add(way, &|i, piece| self.hits(piece, i == 0, i + 1 == pieces.len()) * PART)?;
        let framed = add(clear, &|_, piece| {
            let area = piece.area().inflated(4);
            self.titles(&area) * TITLE + self.foreign_frames(&area) * FRAME
        })?;
        let cost = add(framed, &|_, piece| {
            let (crowded, crossed) = self.lanes.conflicts(piece, self.effort);
            crowded * CROWD + crossed * CROSS
        })?;
        (cost < most).then_some((cost, clear > way))
    }

    /// Names of frames that a piece passes through.
    fn titles(&self, area: &Rect) -> i32 {
        let mut titles = 0;
        self.effort.spend(self.scene.each_title(area, |_| titles += 1));
        titles
    }

    /// Frames the link has no end in.
    fn foreign_frames(&self, area: &Rect) -> i32 {
        let (from, to) = self.ends();
        let own = [self.scene.frame_of[from], self.scene.frame_of[to]];
        let mut foreign = 0;
        self.effort.spend(self.scene.each_frame(area, |frame| foreign += i32::from(!own.contains(&Some(frame)))));
        foreign
    }

    /// Parts a piece passes through. Only the first and last piece may touch the link's own ends.
    fn hits(&self, piece: &Piece, first: bool, last: bool) -> i32 {
        let (from, to) = self.ends();
        let area = piece.area().inflated(7);
        let mut hits = 0;
        self.effort.spend(self.scene.each_part(&area, |part| hits += i32::from(!((first && part == from) || (last && part == to)))));
        hits
    }
}

/// The cheapest route, and the ports it uses. Once the effort is spent, the best found so far.
pub fn best(judge: &Judge, ports: &Ports) -> (Points, Ends) {
    let scene = judge.scene;
    let (from, to) = judge.ends();
    let (a, b) = (scene.body(from), scene.body(to));
    let ends_at = |side: Side, opposite: Side| Ends {
        from: (side, ports.free(scene, from, side, to, judge.effort)),
        to: (opposite, ports.free(scene, to, opposite, from, judge.effort)),
    };
    let pairs = side_pairs(&a, &b);
    let mut best: Option<(i32, bool, Points, Ends)> = None;
    for (side, opposite, handicap) in pairs.iter().copied() {
        if judge.effort.is_spent() {
            break;
        }
        let ends = ends_at(side, opposite);
        let (start, end) = (side.point(&a, ends.from.1), opposite.point(&b, ends.to.1));
        for points in shapes(start, side, end, opposite, &a, &b) {
            let most = best.as_ref().map_or(i32::MAX, |(least, ..)| least - handicap);
            if let Some((cost, hit)) = judge.cost(&points, most) {
                best = Some((cost + handicap, hit, points, ends));
            }
        }
    }
    let Some((_, hit, points, ends)) = best else { return plain(scene, judge.link) };
    if !hit {
        return (points, ends);
    }
    for (reach, tries) in [(maze::NEAR, 2), (maze::FAR, 4)] {
        for (side, opposite, _) in pairs.iter().copied().take(tries) {
            let ends = ends_at(side, opposite);
            let (start, end) = (side.point(&a, ends.from.1), opposite.point(&b, ends.to.1));
            if let Some(points) = maze::find(judge, reach, (start, side), (end, opposite)) {
                return (points, ends);
            }
        }
    }
    (points, ends)
}

/// The first shape that joins two parts, whatever lies in between: for small pictures, and for what is left when the effort is spent.
pub fn plain(scene: &Scene, link: usize) -> (Points, Ends) {
    if let Some(straight) = ports::plain(scene, link) {
        return straight;
    }
    let (from, to) = (scene.links[link].from, scene.links[link].to);
    let (a, b) = (scene.body(from), scene.body(to));
    let bent = side_pairs(&a, &b).into_iter().find_map(|(side, opposite, _)| {
        let ends = Ends { from: (side, wanted(scene, from, side, to)), to: (opposite, wanted(scene, to, opposite, from)) };
        let (start, end) = (side.point(&a, ends.from.1), opposite.point(&b, ends.to.1));
        let points = if side == opposite.opposite() {
            let mut points = across(start, end, side);
            tidy(&mut points);
            points
        } else {
            shapes(start, side, end, opposite, &a, &b).into_iter().next()?
        };
        Some((points, ends))
    });
    bent.unwrap_or_else(|| {
        let ends = Ends { from: (Side::Right, a.centre().1), to: (Side::Left, b.centre().1) };
        let (start, end) = (Side::Right.point(&a, ends.from.1), Side::Left.point(&b, ends.to.1));
        (across(start, end, Side::Right), ends)
    })
}

/// From one point to another with a step in the middle.
fn across(start: (i32, i32), end: (i32, i32), side: Side) -> Points {
    if side.is_vertical() {
        let y = (start.1 + end.1) / 2;
        vec![start, (start.0, y), (end.0, y), end]
    } else {
        let x = (start.0 + end.0) / 2;
        vec![start, (x, start.1), (x, end.1), end]
    }
}

/// Pairs of sides to try, with a handicap for the less natural ones.
fn side_pairs(a: &Rect, b: &Rect) -> Vec<(Side, Side, i32)> {
    use Side::*;
    let below = b.y - a.bottom();
    let above = a.y - b.bottom();
    let right = b.x - a.right();
    let left = a.x - b.right();
    let room = 2 * STUB;
    let mut pairs = Vec::new();
    if below >= room {
        pairs.push((Bottom, Top, 0));
    } else if above >= room {
        pairs.push((Top, Bottom, 0));
    }
    if right >= 24 {
        pairs.push((Right, Left, if pairs.is_empty() { 0 } else { 80 }));
    } else if left >= 24 {
        pairs.push((Left, Right, if pairs.is_empty() { 0 } else { 80 }));
    }
    let across = if b.centre().0 > a.centre().0 { (Right, Left) } else { (Left, Right) };
    let along = if b.centre().1 > a.centre().1 { (Bottom, Top) } else { (Top, Bottom) };
    pairs.push((across.0, along.1, 120));
    pairs.push((along.0, across.1, 120));
    pairs.extend([(Bottom, Bottom, 160), (Top, Top, 170), (Right, Right, 180), (Left, Left, 190)]);
    pairs
}

/// The usual routes between two ports.
fn shapes(start: (i32, i32), side: Side, end: (i32, i32), opposite: Side, a: &Rect, b: &Rect) -> Vec<Points> {
    let mut all = Vec::new();
    match (side.is_vertical(), opposite.is_vertical()) {
        (true, true) if side != opposite => {
            all.extend(lanes_between(start.1, end.1).map(|y| vec![start, (start.0, y), (end.0, y), end]));
        }
        (false, false) if side != opposite => {
            all.extend(lanes_between(start.0, end.0).map(|x| vec![start, (x, start.1), (x, end.1), end]));
        }
        (true, true) => {
            let outer = if side == Side::Bottom { a.bottom().max(b.bottom()) } else { a.y.min(b.y) };
            let y = |i: i32| outer + side.outwards().1 * (STUB + i * LANE);
            all.extend((0..LANES).map(|i| vec![start, (start.0, y(i)), (end.0, y(i)), end]));
        }
        (false, false) => {
            let outer = if side == Side::Right { a.right().max(b.right()) } else { a.x.min(b.x) };
            let x = |i: i32| outer + side.outwards().0 * (STUB + i * LANE);
            all.extend((0..LANES).map(|i| vec![start, (x(i), start.1), (x(i), end.1), end]));
        }
        (true, false) => {
            let leaves = (end.1 - start.1) * side.outwards().1 >= STUB && (start.0 - end.0) * opposite.outwards().0 >= STUB;
            all.extend(leaves.then(|| vec![start, (start.0, end.1), end]));
        }
        (false, true) => {
            let leaves = (end.0 - start.0) * side.outwards().0 >= STUB && (start.1 - end.1) * opposite.outwards().1 >= STUB;
            all.extend(leaves.then(|| vec![start, (end.0, start.1), end]));
        }
    }
    all.iter_mut().for_each(tidy);
    all
}

/// Lanes across a gap, from the start towards the end.
fn lanes_between(start: i32, end: i32) -> impl Iterator<Item = i32> {
    let direction = (end - start).signum();
    let room = (end - start).abs();
    let count = ((room - 2 * STUB) / LANE).max(0);
    // Both ends of a long gap are tried, its middle is not: nothing is there that the ends do not offer.
    let steps = (0..=count).filter(move |i| *i <= LANES * 2 || count - *i <= LANES * 2);
    let stub = STUB.min(room / 2);
    steps.map(move |i| start + direction * (stub + i * LANE).min(room))
}

/// Drops points that are not corners.
pub fn tidy(points: &mut Points) {
    points.dedup();
    let mut i = 1;
    while i + 1 < points.len() {
        let (a, b, c) = (points[i - 1], points[i], points[i + 1]);
        if (a.0 == b.0 && b.0 == c.0) || (a.1 == b.1 && b.1 == c.1) {
            points.remove(i);
        } else {
            i += 1;
        }
    }
}
