//! Where on the outline of a part a link starts or ends. Ports on one side keep their distance from each other.

use super::{Points, Side};
use crate::scene::{LinkClass, Scene};
use domain::{design::ElementKind, layout::Rect};
use std::collections::BTreeMap;

/// Distance between ports of one side.
const STEP: i32 = 16;
/// Distance where there are many.
const NARROW_STEP: i32 = 8;

/// Both ends of a link: the side and the coordinate along it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    pub from: (Side, i32),
    pub to: (Side, i32),
}

/// Ports in use.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    taken: BTreeMap<(usize, Side), Vec<(i32, usize)>>,
    held: BTreeMap<usize, [(usize, Side); 2]>,
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

impl Ports {
    pub fn take(&mut self, scene: &Scene, link: usize, ends: Ends) {
        let (from, to) = (scene.links[link].from, scene.links[link].to);
        self.taken.entry((from, ends.from.0)).or_default().push((ends.from.1, link));
        self.taken.entry((to, ends.to.0)).or_default().push((ends.to.1, link));
        self.held.insert(link, [(from, ends.from.0), (to, ends.to.0)]);
    }

    pub fn release(&mut self, link: usize) {
        for key in self.held.remove(&link).into_iter().flatten() {
            if let Some(ports) = self.taken.get_mut(&key) {
                ports.retain(|(_, other)| *other != link);
            }
        }
    }

    fn is_free(&self, part: usize, side: Side, along: i32, distance: i32) -> bool {
        self.taken.get(&(part, side)).is_none_or(|ports| ports.iter().all(|(other, _)| (other - along).abs() >= distance))
    }

    /// The free port nearest to where the link would like to attach.
    pub fn free(&self, scene: &Scene, part: usize, side: Side, other: usize) -> i32 {
        let (low, high) = range(scene, part, side);
        let centre = scene.rects[other].centre();
        let towards = if side.is_vertical() { centre.0 } else { centre.1 };
        let middle = (low + high) / 2;
        // Wide parts spread their links towards what they lead to; narrow ones begin in the middle.
        let hub = matches!(scene.kinds[part], ElementKind::Gateway | ElementKind::Broker) && side.is_vertical();
        let want = if hub { towards.clamp(low, high) } else { middle };
        for distance in [STEP, NARROW_STEP] {
            let steps = (high - low) / distance + 1;
            let ahead = if towards < want { -1 } else { 1 };
            let near = (0..=steps).flat_map(|i| [want + ahead * i * distance, want - ahead * i * distance]);
            if let Some(port) = near.filter(|p| (low..=high).contains(p)).find(|p| self.is_free(part, side, *p, distance)) {
                return port;
            }
        }
        want
    }

    /// The straight line between two parts that face each other, when there is one and nothing is in its way.
    pub fn straight(&mut self, scene: &Scene, link: usize) -> Option<Points> {
        let (from, to) = (scene.links[link].from, scene.links[link].to);
        let (a, b) = (scene.body(from), scene.body(to));
        let (side, opposite) = facing(&a, &b)?;
        let ((low_a, high_a), (low_b, high_b)) = (range(scene, from, side), range(scene, to, opposite));
        let (low, high) = (low_a.max(low_b), high_a.min(high_b));
        if low > high {
            return None;
        }
        let along = self.alongs(scene, link, side, low, high).into_iter().find(|along| {
            let distance = if side.is_vertical() { STEP - 2 } else { STEP - 4 };
            self.is_free(from, side, *along, distance)
                && self.is_free(to, opposite, *along, distance)
                && is_clear(scene, link, side.point(&a, *along), opposite.point(&b, *along))
        })?;
        self.take(scene, link, Ends { from: (side, along), to: (opposite, along) });
        Some(vec![side.point(&a, along), opposite.point(&b, along)])
    }

    /// Coordinates to try for a straight line, the best first.
    fn alongs(&self, scene: &Scene, link: usize, side: Side, low: i32, high: i32) -> Vec<i32> {
        let scene_link = &scene.links[link];
        let middle = |part: usize| {
            let centre = scene.rects[part].centre();
            if side.is_vertical() { centre.0 } else { centre.1 }
        };
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

/// No part and no frame's name lies on the line.
fn is_clear(scene: &Scene, link: usize, a: (i32, i32), b: (i32, i32)) -> bool {
    let area = Rect { x: a.0.min(b.0) - 5, y: a.1.min(b.1) - 5, width: (a.0 - b.0).abs() + 10, height: (a.1 - b.1).abs() + 10 };
    let ends = [scene.links[link].from, scene.links[link].to];
    scene.near(&area).iter().all(|part| ends.contains(part)) && !scene.frames.iter().any(|frame| frame.title.overlaps(&area))
}
