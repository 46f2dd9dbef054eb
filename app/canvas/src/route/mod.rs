//! Orthogonal routes for links: they leave and enter on facing sides, keep 8 px apart, avoid parts and the names of frames.
//! A route depends on the parts near it and on the links routed before; moving one part recomputes its own links only.

mod candidate;
mod grid;
mod lanes;
mod maze;
mod ports;
mod queue;

use super::{
    effort::Effort,
    outline,
    scene::{LinkClass, Scene},
};
use candidate::Judge;
use domain::{layout::Rect, work::Work};
use lanes::Lanes;
use ports::{Ends, Ports};
use std::{collections::BTreeSet, fmt::Write};

/// Way points in world pixels.
pub type Points = Vec<(i32, i32)>;

/// Steps that routes take at most, for a whole drawing and after a movement: some three times what a tidy design of 1,000 parts takes.
/// Links that are left then get the first shape that joins their ends.
const MOST_STEPS: u64 = 1 << 29;
const MOST_STEPS_OF_A_MOVE: u64 = 1 << 25;

/// More links than this are taken off the canvas together, fewer one by one.
pub(crate) const MANY: usize = 32;

/// Radius of the corners of a link.
const CORNER: f64 = 9.0;

/// A side of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

impl Side {
    pub const ALL: [Self; 4] = [Self::Top, Self::Right, Self::Bottom, Self::Left];
    fn is_vertical(self) -> bool {
        matches!(self, Self::Top | Self::Bottom)
    }
    fn opposite(self) -> Self {
        match self {
            Self::Top => Self::Bottom,
            Self::Right => Self::Left,
            Self::Bottom => Self::Top,
            Self::Left => Self::Right,
        }
    }
    /// The way out of the part.
    fn outwards(self) -> (i32, i32) {
        match self {
            Self::Top => (0, -1),
            Self::Right => (1, 0),
            Self::Bottom => (0, 1),
            Self::Left => (-1, 0),
        }
    }
    /// The point on this side at a coordinate along it.
    fn point(self, rect: &Rect, along: i32) -> (i32, i32) {
        match self {
            Self::Top => (along, rect.y),
            Self::Right => (rect.right(), along),
            Self::Bottom => (along, rect.bottom()),
            Self::Left => (rect.x, along),
        }
    }
}

/// Routes of all links of a scene, by the link's number.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    points: Vec<Points>,
    ports: Ports,
    lanes: Lanes,
}

impl Routes {
    /// Routes every link.
    pub fn new(scene: &Scene, work: &Work) -> Self {
        Self::within(scene, &Effort::new(work, MOST_STEPS))
    }

    /// The same with so much effort.
    pub(crate) fn within(scene: &Scene, effort: &Effort) -> Self {
        Self::completed(scene, |_| None, effort).0
    }

    /// The first shape that joins the ends of each link, whatever lies in between: for small pictures, many times as fast.
    pub fn plain(scene: &Scene) -> Self {
        let points = (0..scene.links.len()).map(|link| candidate::plain(scene, link).0).collect();
        Self { points, ..Self::default() }
    }

    /// Takes over routes that were found before, by the number of the link, where they fit, and finds the others: so many.
    pub fn resumed(scene: &Scene, found: Vec<Points>, work: &Work) -> (Self, usize) {
        let mut found = found.into_iter();
        let known = |link| {
            let points = found.next()?;
            let ends = ports::ends(scene, link, &points)?;
            Some((points, ends))
        };
        Self::completed(scene, known, &Effort::new(work, MOST_STEPS))
    }

    /// Routes of a scene after an edit: `kept` says for each link which number it had, if its route stays.
    pub fn carried_over(&self, scene: &Scene, kept: &[Option<usize>], work: &Work) -> Self {
        let known = |link: usize| {
            let old = kept[link]?;
            Some((self.points[old].clone(), self.ports.ends(old)?))
        };
        Self::completed(scene, known, &Effort::new(work, MOST_STEPS)).0
    }

    /// What is known, and routes for the links of which nothing is known: so many.
    fn completed(scene: &Scene, mut known: impl FnMut(usize) -> Option<(Points, Ends)>, effort: &Effort) -> (Self, usize) {
        let mut routes = Self { points: vec![Points::new(); scene.links.len()], ..Self::default() };
        let mut missing = Vec::new();
        for link in 0..scene.links.len() {
            match known(link) {
                Some(route) => routes.keep(scene, link, route),
                None => missing.push(link),
            }
        }
        routes.route(scene, &missing, effort);
        (routes, missing.len())
    }

    /// Routes these links again; all others stay as they are.
    pub fn update(&mut self, scene: &Scene, links: &BTreeSet<usize>, work: &Work) {
        if links.len() > MANY {
            self.lanes.remove_all(links);
        } else {
            links.iter().for_each(|link| self.lanes.remove(*link, &self.points[*link]));
        }
        for &link in links {
            self.ports.release(link);
            self.points[link].clear();
        }
        let links: Vec<usize> = links.iter().copied().collect();
        self.route(scene, &links, &Effort::new(work, MOST_STEPS_OF_A_MOVE));
    }

    pub fn points(&self, link: usize) -> &[(i32, i32)] {
        &self.points[link]
    }

    pub fn all(&self) -> &[Points] {
        &self.points
    }

    fn route(&mut self, scene: &Scene, links: &[usize], effort: &Effort) {
        // Straight lines first, short ones before long ones: they have no choice. Then the widest, which take the outer lanes.
        let mut bent = Vec::new();
        let mut order: Vec<(i32, usize)> = links.iter().map(|link| (reach(scene, *link), *link)).collect();
        order.sort_unstable();
        for (_, link) in order {
            effort.spend(1);
            match self.ports.straight(scene, link, effort).filter(|_| !effort.is_spent()) {
                Some(route) => self.keep(scene, link, route),
                None => bent.push(link),
            }
        }
        bent.sort_by_key(|link| std::cmp::Reverse(sideways(scene, *link)));
        for link in bent {
            let judge = Judge { scene, lanes: &self.lanes, link, effort };
            let route = candidate::best(&judge, &self.ports);
            self.keep(scene, link, route);
        }
    }

    fn keep(&mut self, scene: &Scene, link: usize, (points, ends): (Points, Ends)) {
        self.ports.take(scene, link, ends);
        self.lanes.add(link, &points);
        self.points[link] = points;
    }
}

/// Routes as text, one a line, for another place that draws the same design.
pub fn written(routes: &[Points]) -> String {
    let mut text = String::new();
    for points in routes {
        for (n, (x, y)) in points.iter().enumerate() {
            // Writing to a text cannot fail.
            let _ = write!(text, "{}{x} {y}", if n > 0 { " " } else { "" });
        }
        text.push('\n');
    }
    text
}

/// What [`written`] wrote. What is no route in the text is an empty one.
pub fn read(text: &str) -> Vec<Points> {
    let route = |line: &str| {
        let numbers: Vec<i32> = line.split(' ').map_while(|number| number.parse().ok()).collect();
        numbers.chunks_exact(2).map(|point| (point[0], point[1])).collect()
    };
    text.lines().map(route).collect()
}

fn reach(scene: &Scene, link: usize) -> i32 {
    let (a, b) = (scene.rects[scene.links[link].from].centre(), scene.rects[scene.links[link].to].centre());
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

fn sideways(scene: &Scene, link: usize) -> i32 {
    let (a, b) = (scene.rects[scene.links[link].from].centre(), scene.rects[scene.links[link].to].centre());
    (a.0 - b.0).abs()
}

/// The path of a link as SVG data: round corners, and room for the marks at its ends.
pub fn path(class: LinkClass, points: &[(i32, i32)]) -> String {
    let mut line: Vec<(f64, f64)> = points.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
    let (start, end) = match class {
        LinkClass::Event => (4.0, 1.0),
        LinkClass::Graphql => (2.0, 1.0),
        LinkClass::Data => (0.0, 2.5),
        _ => (0.0, 1.0),
    };
    if let [first, second, ..] = line[..] {
        line[0] = shortened(first, second, start);
    }
    if let [.., before, last] = line[..] {
        let count = line.len();
        line[count - 1] = shortened(last, before, end);
    }
    outline::polygon(&line, CORNER, false)
}

/// `from`, moved towards `to`, at most half the way.
fn shortened(from: (f64, f64), to: (f64, f64), by: f64) -> (f64, f64) {
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    if length == 0.0 {
        return from;
    }
    let share = by.min(length / 2.0) / length;
    (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
}

#[cfg(test)]
mod tests;
