//! Where on the outline of a part a link starts or ends. Ports on one side keep their distance from each other.

use super::{Points, Side};
use crate::{
    effort::Effort,
    scene::{LinkClass, Scene},
};
use domain::{design::ElementKind, layout::Rect};
use std::collections::{BTreeMap, BTreeSet};

/// Distance between ports of one side.
const STEP: i32 = 16;
/// Distance where there are many.
const NARROW_STEP: i32 = 8;
/// Steps of effort that looking for one port takes.
const PROBE: usize = 8;

/// Both ends of a link: the side and the coordinate along it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    pub from: (Side, i32),
    pub to: (Side, i32),
}

/// Ports in use.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    taken: BTreeMap<(usize, Side), BTreeSet<(i32, usize)>>,
    held: BTreeMap<usize, [(usize, Side, i32); 2]>,
}

/// How far from the corners of a side a link may attach.
fn inset(scene: &Scene, part: usize, side: Side) -> i32 {
    match (scene.kinds[part], side.is_vertical()) {
        (ElementKind::Gateway, true) => 24,
        (ElementKind::Datastore | ElementKind::Broker, true) => 16,
        (ElementKind::Gateway, false) => 26,
        (_, true) => 12,
        (_, false) => 14,
    }
}

/// The coordinates along a side where a link may attach.
pub fn range(scene: &Scene, part: usize, side: Side) -> (i32, i32) {
    let rect = scene.rects[part];
    let inset = inset(scene, part, side);
    let (low, high) = if side.is_vertical() { (rect.x, rect.right()) } else { (rect.y, rect.bottom()) };
    let middle = (low + high) / 2;
    ((low + inset).min(middle), (high - inset).max(middle))
}

/// A point's coordinate along a side.
fn along(side: Side, (x, y): (i32, i32)) -> i32 {
    if side.is_vertical() { x } else { y }
}

/// Where along a side a link to another part would like to attach. Wide parts spread their links towards what they lead to; narrow
/// ones begin in the middle.
pub fn wanted(scene: &Scene, part: usize, side: Side, other: usize) -> i32 {
    let (low, high) = range(scene, part, side);
    let hub = matches!(scene.kinds[part], ElementKind::Gateway | ElementKind::Broker) && side.is_vertical();
    if hub { along(side, scene.rects[other].centre()).clamp(low, high) } else { (low + high) / 2 }
}

/// Where the ends of a route lie, when it runs along the axes from one of the link's parts to the other.
pub fn ends(scene: &Scene, link: usize, points: &[(i32, i32)]) -> Option<Ends> {
    let on = |part: usize, at: (i32, i32), next: (i32, i32)| {
        let leads_out = |side: &Side| side.outwards() == ((next.0 - at.0).signum(), (next.1 - at.1).signum());
        let side = Side::ALL.into_iter().find(leads_out)?;
        let (low, high) = range(scene, part, side);
        let along = along(side, at);
        (side.point(&scene.body(part), along) == at && (low..=high).contains(&along)).then_some((side, along))
    };
    let bends_square = points.windows(2).all(|ends| (ends[0].0 == ends[1].0) != (ends[0].1 == ends[1].1));
    let (from, to) = (scene.links[link].from, scene.links[link].to);
    match points {
        [first, second, ..] if bends_square => {
            let [.., before, last] = points else { return None };
            Some(Ends { from: on(from, *first, *second)?, to: on(to, *last, *before)? })
        }
        _ => None,
    }
}

impl Ports {
    pub fn take(&mut self, scene: &Scene, link: usize, ends: Ends) {
        let (from, to) = (scene.links[link].from, scene.links[link].to);
        for (part, (side, along)) in [(from, ends.from), (to, ends.to)] {
            self.taken.entry((part, side)).or_default().insert((along, link));
        }
        self.held.insert(link, [(from, ends.from.0, ends.from.1), (to, ends.to.0, ends.to.1)]);
    }

    pub fn release(&mut self, link: usize) {
        for (part, side, along) in self.held.remove(&link).into_iter().flatten() {
            if let Some(ports) = self.taken.get_mut(&(part, side)) {
                ports.remove(&(along, link));
            }
        }
    }

    /// Where a link that holds ports attaches.
    pub fn ends(&self, link: usize) -> Option<Ends> {
        let [(_, side, along), (_, opposite, other)] = *self.held.get(&link)?;
        Some(Ends { from: (side, along), to: (opposite, other) })
    }

    fn is_free(&self, part: usize, side: Side, along: i32, distance: i32) -> bool {
        let near = (along - distance + 1, 0)..(along + distance, 0);
        self.taken.get(&(part, side)).is_none_or(|ports| ports.range(near).next().is_none())
    }

    /// The free port nearest to where the link would like to attach.
    pub fn free(&self, scene: &Scene, part: usize, side: Side, other: usize, effort: &Effort) -> i32 {
        let (low, high) = range(scene, part, side);
        let want = wanted(scene, part, side, other);
        let towards = along(side, scene.rects[other].centre());
        for distance in [STEP, NARROW_STEP] {
            let steps = (high - low) / distance + 1;
            let ahead = if towards < want { -1 } else { 1 };
            let near = (0..=steps).flat_map(|i| [want + ahead * i * distance, want - ahead * i * distance]);
            let mut tried = 0;
            let free = near.filter(|p| (low..=high).contains(p)).find(|p| {
                tried += PROBE;
                self.is_free(part, side, *p, distance)
            });
            effort.spend(tried);
            if let Some(port) = free {
                return port;
            }
        }
        want
    }

    /// The straight line between two parts that face each other, when there is one and nothing is in its way.
    pub fn straight(&self, scene: &Scene, link: usize, effort: &Effort) -> Option<(Points, Ends)> {
        let (from, to) = (scene.links[link].from, scene.links[link].to);
        let (a, b) = (scene.body(from), scene.body(to));
        let ((side, opposite), (low, high)) = shared(scene, link)?;
        let along = self.alongs(scene, link, side, low, high).into_iter().find(|along| {
            let distance = if side.is_vertical() { STEP - 2 } else { STEP - 4 };
            effort.spend(PROBE);
            self.is_free(from, side, *along, distance)
                && self.is_free(to, opposite, *along, distance)
                && is_clear(scene, link, side.point(&a, *along), opposite.point(&b, *along), effort)
        })?;
        Some(line(&a, &b, (side, opposite), along))
    }

    /// Coordinates to try for a straight line, the best first.
    fn alongs(&self, scene: &Scene, link: usize, side: Side, low: i32, high: i32) -> Vec<i32> {
        let scene_link = &scene.links[link];
        let middle = |part: usize| along(side, scene.rects[part].centre());
        let length = |part: usize| if side.is_vertical() { scene.rects[part].width } else { scene.rects[part].height };
        let (small, large) = if length(scene_link.from) < length(scene_link.to) {
            (scene_link.from, scene_link.to)
        } else {
            (scene_link.to, scene_link.from)
        };
        let mut tries = vec![middle(small)];
        if scene_link.class == LinkClass::Event {
            // What a part announces leaves at its right end, what it hears arrives at its left end, beside its stores.
            let announces = scene.kinds[scene_link.to] == ElementKind::Broker;
            tries.push(if announces { high } else { low });
        }
        tries.push(middle(large));
        let centre = (low + high) / 2;
        tries.push(centre);
        let steps = (high - low) / 2 / NARROW_STEP;
        tries.extend((1..=steps).flat_map(|i| [centre + i * NARROW_STEP, centre - i * NARROW_STEP]));
        tries.retain(|along| (low..=high).contains(along));
        tries
    }
}

/// The sides on which two parts face each other with room for an arrow between them.
fn facing(a: &Rect, b: &Rect) -> Option<(Side, Side)> {
    const ROOM: i32 = 14;
    if a.bottom() + ROOM <= b.y {
        return (a.x < b.right() && b.x < a.right()).then_some((Side::Bottom, Side::Top));
    }
    if b.bottom() + ROOM <= a.y {
        return (a.x < b.right() && b.x < a.right()).then_some((Side::Top, Side::Bottom));
    }
    if a.right() + ROOM <= b.x {
        return Some((Side::Right, Side::Left));
    }
    if b.right() + ROOM <= a.x {
        return Some((Side::Left, Side::Right));
    }
    None
}

/// The sides on which the ends of a link face each other, and the coordinates that both have.
fn shared(scene: &Scene, link: usize) -> Option<((Side, Side), (i32, i32))> {
    let (from, to) = (scene.links[link].from, scene.links[link].to);
    let (side, opposite) = facing(&scene.body(from), &scene.body(to))?;
    let ((low_a, high_a), (low_b, high_b)) = (range(scene, from, side), range(scene, to, opposite));
    let (low, high) = (low_a.max(low_b), high_a.min(high_b));
    (low <= high).then_some(((side, opposite), (low, high)))
}

fn line(a: &Rect, b: &Rect, (side, opposite): (Side, Side), along: i32) -> (Points, Ends) {
    let ends = Ends { from: (side, along), to: (opposite, along) };
    (vec![side.point(a, along), opposite.point(b, along)], ends)
}

/// The straight line between two parts that face each other, whatever lies in its way.
pub fn plain(scene: &Scene, link: usize) -> Option<(Points, Ends)> {
    let (from, to) = (scene.links[link].from, scene.links[link].to);
    let (sides, (low, high)) = shared(scene, link)?;
    let want = wanted(scene, from, sides.0, to).clamp(low, high);
    Some(line(&scene.body(from), &scene.body(to), sides, want))
}

/// No part and no frame's name lies on the line.
fn is_clear(scene: &Scene, link: usize, a: (i32, i32), b: (i32, i32), effort: &Effort) -> bool {
    let area = Rect { x: a.0.min(b.0) - 5, y: a.1.min(b.1) - 5, width: (a.0 - b.0).abs() + 10, height: (a.1 - b.1).abs() + 10 };
    let ends = [scene.links[link].from, scene.links[link].to];
    let mut clear = true;
    effort.spend(scene.each_part(&area, |part| clear &= ends.contains(&part)));
    if clear {
        effort.spend(scene.each_title(&area, |_| clear = false));
    }
    clear
}
