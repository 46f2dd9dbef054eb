//! From intentions of the pointer to what the canvas shows meanwhile, and to edits in the end.

use super::{Drag, Editor, Float, FrameView, LinkView};
use crate::state::selection::Selection;
use canvas::{
    gesture::{Event, Held, Intention, Target},
    snap::{Snapping, snap},
};
use domain::{
    Design, Edit,
    edit::ElementField,
    ids::ElementId,
    layout::{Placement, Rect},
    work::Work,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How far a part may leave the rest of its context before it leaves the context, in world pixels.
const LEASH: i32 = 40;

impl Editor {
    /// Feeds a pointer event into the gesture and does what it means.
    pub fn pointer(&self, event: Event) {
        let tool = self.tool.get_untracked();
        let may_edit = self.can_edit() && self.size.get_untracked().0 > 0.0 && self.wide_enough();
        let intentions = self.gesture.try_update_value(|gesture| gesture.step(event, tool, may_edit)).unwrap_or_default();
        for intention in intentions {
            self.act_on(intention);
        }
        let idle = self.gesture.with_value(|gesture| gesture.is_idle());
        if self.moving.get_untracked() == idle {
            self.moving.set(!idle);
        }
    }

    /// Drawing needs room: on a phone the studio is for looking.
    pub fn wide_enough(&self) -> bool {
        self.size.get_untracked().0 >= 480.0
    }

    pub fn is_idle(&self) -> bool {
        self.gesture.with_value(|gesture| gesture.is_idle())
    }

    fn act_on(&self, intention: Intention) {
        match intention {
            Intention::Select { target, add } => self.click(target, add),
            Intention::Pan { dx, dy } => self.view.update(|view| *view = view.panned(dx, dy)),
            Intention::Zoom { factor, x, y } => self.view.update(|view| *view = view.zoomed(factor, x, y)),
            Intention::Drag { grabbed, dx, dy, held } => self.drag_to(&grabbed, dx, dy, held),
            Intention::Drop => self.drop_parts(),
            Intention::Abandon => self.abandon(),
            Intention::Wire { from, x, y } => self.draw_wire(&from, x, y),
            Intention::Connect { from, x, y } => self.finish_wire(from, x, y),
            Intention::Marquee { x0, y0, x1, y1 } => self.marquee.set(Some((x0, y0, x1, y1))),
            Intention::TakeMarquee { x0, y0, x1, y1, add } => self.take_marquee((x0, y0), (x1, y1), add),
        }
    }

    fn click(&self, target: Target, add: bool) {
        self.float.set(None);
        let mut selection = if add { self.selection.get_untracked() } else { Selection::default() };
        match target {
            Target::Part(id) | Target::Port(id) => selection.toggle_part(id),
            Target::Link(id) => selection.toggle_link(id),
            Target::Frame(id) => selection = Selection::context(id),
            Target::Canvas if add => {}
            Target::Canvas => {}
        }
        self.select(selection);
    }

    fn begin_drag(&self, grabbed: &Target) -> Option<Drag> {
        let moving: BTreeSet<ElementId> = match grabbed {
            Target::Part(id) => {
                if !self.selection.with_untracked(|selection| selection.parts.contains(id)) {
                    self.select(Selection::part(id.clone()));
                }
                self.selection.with_untracked(|selection| selection.parts.clone())
            }
            Target::Frame(id) => {
                self.select(Selection::context(id.clone()));
                self.with_design(|design| design.members(id).map(|(member, _)| member.clone()).collect())
            }
            _ => return None,
        };
        for id in &moving {
            self.change_part(id, |state| state.dragged = true);
        }
        self.with_drawing(|drawing| {
            let scene = &drawing.scene;
            let start: Vec<(usize, Rect)> = moving.iter().filter_map(|id| scene.number(id)).map(|part| (part, scene.rects[part])).collect();
            let grabbed_rect = match grabbed {
                Target::Part(id) => scene.number(id).map(|part| scene.rects[part]),
                _ => None,
            };
            let bounds = grabbed_rect.or_else(|| Rect::around(start.iter().map(|(_, rect)| rect)))?;
            let is_moving = |part: &usize| start.iter().any(|(moving, _)| moving == part);
            let others =
                scene.near(&bounds.inflated(1600)).into_iter().filter(|part| !is_moving(part)).map(|part| scene.rects[part]).collect();
            let homes: BTreeSet<Option<usize>> = start.iter().map(|(part, _)| scene.frame_of[*part]).collect();
            // Frames as they are without what moves; one that moves as a whole cannot be left.
            let frames = (0..scene.frames.len())
                .map(|frame| {
                    let members: Vec<&Rect> = (0..scene.rects.len())
                        .filter(|part| scene.frame_of[*part] == Some(frame) && !is_moving(part))
                        .map(|part| &scene.rects[part])
                        .collect();
                    Rect::around(members).map(|bounds| domain::layout::frame_around(&bounds))
                })
                .collect();
            let whole_frame = matches!(grabbed, Target::Frame(_));
            Some(Drag { start, bounds, others, home: (homes.len() == 1).then(|| homes.first().copied()).flatten(), frames, whole_frame })
        })
    }

    fn drag_to(&self, grabbed: &Target, dx: f64, dy: f64, held: Held) {
        if self.drag.with_value(Option::is_none) {
            self.float.set(None);
            let drag = self.begin_drag(grabbed);
            self.drag.set_value(drag);
        }
        let zoom = self.view.get_untracked().zoom;
        let snapping = Snapping { off: held.alt, one_axis: held.shift };
        let Some(((by, guides), moved, frame, bounds)) = self.drag.with_value(|drag| {
            let drag = drag.as_ref()?;
            let (by, guides) = snap(&drag.bounds, dx / zoom, dy / zoom, &drag.others, snapping);
            let moved: Vec<(usize, Rect)> = drag.start.iter().map(|(part, rect)| (*part, rect.moved(by.0, by.1))).collect();
            let bounds = drag.bounds.moved(by.0, by.1);
            Some(((by, guides), moved, target_frame(drag, &bounds), bounds))
        }) else {
            return;
        };
        self.guides.set(guides);
        self.position.set(Some((bounds.x, bounds.bottom(), by.0, by.1)));
        self.show_moved(&moved, frame);
        let home = self.drag.with_value(|drag| drag.as_ref().and_then(|drag| drag.home));
        let target = frame.filter(|frame| Some(*frame) != home).flatten();
        self.frames.with_value(|frames| {
            self.with_drawing(|drawing| {
                for (number, frame) in drawing.scene.frames.iter().enumerate() {
                    if let Some(signals) = frames.get(&frame.id) {
                        let is_target = target == Some(number);
                        if signals.target.get_untracked() != is_target {
                            signals.target.set(is_target);
                        }
                    }
                }
            });
        });
    }

    /// Draws parts elsewhere: they themselves, their links and their frames, nothing else.
    fn show_moved(&self, moved: &[(usize, Rect)], frame: Option<Option<usize>>) {
        let touched = self.drawing.try_update_value(|drawing| drawing.move_parts(moved, frame, &Work::unlimited())).unwrap_or_default();
        self.with_drawing(|drawing| {
            for (part, rect) in moved {
                if let Some(signals) = self.part(&drawing.scene.ids[*part]) {
                    signals.view.update(|view| view.rect = *rect);
                }
            }
            self.with_design(|design| {
                for link in &touched.links {
                    if let Some(signals) = self.link(&drawing.scene.links[*link].id) {
                        signals.view.set(LinkView::new(design, drawing, *link));
                    }
                }
            });
            for frame in &touched.frames {
                let frame = &drawing.scene.frames[*frame];
                if let Some(signals) = self.frame(&frame.id) {
                    signals.view.update(|view| *view = FrameView { rect: frame.rect, ..view.clone() });
                }
            }
        });
    }

    fn drop_parts(&self) {
        let Some(drag) = self.drag.try_update_value(Option::take).flatten() else { return };
        self.end_drag_marks(&drag);
        let edits = self.with_drawing(|drawing| {
            self.with_design(|design| {
                let mut edits = Vec::new();
                let mut joined = None;
                for (part, start) in &drag.start {
                    let id = &drawing.scene.ids[*part];
                    let rect = drawing.scene.rects[*part];
                    if rect != *start {
                        edits.push(Edit::Place { id: id.clone(), placement: Some(moved_placement(design, id, &rect)) });
                    }
                    let context = drawing.scene.frame_of[*part].map(|frame| drawing.scene.frames[frame].id.clone());
                    if design.elements.get(id).is_some_and(|element| element.context != context) {
                        joined = Some(context.clone());
                        edits.push(Edit::ChangeElement { id: id.clone(), change: ElementField::Context(context) });
                    }
                }
                let names: Vec<&str> = drag.start.iter().map(|(part, _)| design.display_name(&drawing.scene.ids[*part])).collect();
                (edits, joined, many(&names))
            })
        });
        let (edits, joined, names) = edits;
        if edits.is_empty() {
            return;
        }
        let label = format!("Moved {names}");
        if self.project.dispatch(Edit::batch(edits), label.clone()) {
            if let Some(context) = joined {
                let place = self.with_design(|design| match context.as_ref().and_then(|id| design.contexts.get(id)) {
                    Some(context) => format!("{names} now belongs to {}", context.name),
                    None => format!("{names} belongs to no context now"),
                });
                let project = self.project;
                self.toasts.offer(place, "Undo", move || project.undo(), || {});
            } else {
                self.say(label);
            }
        } else {
            self.with_design(|design| self.show(design));
        }
    }

    fn end_drag_marks(&self, drag: &Drag) {
        self.guides.set(Vec::new());
        self.position.set(None);
        let ids: Vec<ElementId> =
            self.with_drawing(|drawing| drag.start.iter().map(|(part, _)| drawing.scene.ids[*part].clone()).collect());
        for id in &ids {
            self.change_part(id, |state| state.dragged = false);
        }
        self.frames.with_value(|frames| {
            frames.values().for_each(|signals| {
                if signals.target.get_untracked() {
                    signals.target.set(false)
                }
            })
        });
    }

    fn abandon(&self) {
        if let Some(drag) = self.drag.try_update_value(Option::take).flatten() {
            self.end_drag_marks(&drag);
            self.with_design(|design| self.show(design));
        }
        self.end_wire();
        self.marquee.set(None);
    }

    fn draw_wire(&self, from: &ElementId, x: f64, y: f64) {
        let Some(rect) = self.rect(from) else { return };
        if self.wire.with_untracked(Option::is_none) {
            // The parts that may be linked are marked once, when the wire begins.
            let possible: Vec<ElementId> = self
                .with_design(|design| design.elements.keys().filter(|to| !links_between(design, from, to).is_empty()).cloned().collect());
            possible.iter().for_each(|id| self.change_part(id, |state| state.welcomes = true));
        }
        let to = self.view.get_untracked().world_from_screen(x, y);
        let hit = self.part_at(to);
        let target = hit.filter(|id| self.part(id).is_some_and(|signals| signals.state.with_untracked(|state| state.welcomes)));
        let targeted = self.parts.with_value(|parts| {
            parts
                .iter()
                .filter(|(_, signals)| signals.state.with_untracked(|state| state.targeted))
                .map(|(id, _)| id.clone())
                .collect::<Vec<_>>()
        });
        for id in targeted.iter().chain(&target) {
            self.change_part(id, |state| state.targeted = target.as_ref() == Some(id));
        }
        self.wire.set(Some((edge_towards(&rect, to), to)));
    }

    fn end_wire(&self) {
        if self.wire.with_untracked(Option::is_some) {
            self.wire.set(None);
            let ids: Vec<ElementId> = self.parts.with_value(|parts| parts.keys().cloned().collect());
            for id in &ids {
                self.change_part(id, |state| (state.welcomes, state.targeted) = (false, false));
            }
        }
    }

    fn finish_wire(&self, from: ElementId, x: f64, y: f64) {
        self.end_wire();
        let at = self.view.get_untracked().world_from_screen(x, y);
        match self.part_at(at) {
            Some(to) => self.connect(&from, &to),
            None => self.float.set(Some(Float::NewPart { from, at })),
        }
    }

    fn part_at(&self, (x, y): (f64, f64)) -> Option<ElementId> {
        let near = Rect { x: x as i32 - 6, y: y as i32 - 6, width: 12, height: 12 };
        self.with_drawing(|drawing| drawing.scene.near(&near).last().map(|part| drawing.scene.ids[*part].clone()))
    }

    /// Left to right takes what is inside, right to left what it touches.
    fn take_marquee(&self, from: (f64, f64), to: (f64, f64), add: bool) {
        self.marquee.set(None);
        let view = self.view.get_untracked();
        let (a, b) = (view.world_from_screen(from.0, from.1), view.world_from_screen(to.0, to.1));
        let area =
            Rect { x: a.0.min(b.0) as i32, y: a.1.min(b.1) as i32, width: (a.0 - b.0).abs() as i32, height: (a.1 - b.1).abs() as i32 };
        let inside_only = to.0 >= from.0;
        let mut selection = if add { self.selection.get_untracked() } else { Selection::default() };
        self.with_drawing(|drawing| {
            let scene = &drawing.scene;
            let taken = scene.near(&area).into_iter().filter(|part| !inside_only || area.contains(&scene.rects[*part]));
            selection.parts.extend(taken.map(|part| scene.ids[part].clone()));
        });
        self.say(format!("{} parts selected", selection.parts.len()));
        self.select(selection);
    }
}

/// Where the dragged parts would belong; `None` when that does not change.
fn target_frame(drag: &Drag, bounds: &Rect) -> Option<Option<usize>> {
    let home = drag.home?;
    if drag.whole_frame {
        return None;
    }
    let (x, y) = bounds.centre();
    let over = drag.frames.iter().position(|frame| frame.is_some_and(|frame| frame.holds(x, y)));
    if over.is_some() {
        return Some(over);
    }
    let stays = home.is_some_and(|home| drag.frames[home].is_none_or(|frame| frame.inflated(LEASH).holds(x, y)));
    Some(if stays { home } else { None })
}

/// The placement of a part that was moved by hand.
fn moved_placement(design: &Design, id: &ElementId, rect: &Rect) -> Placement {
    let kept = design.layout.get(id).copied().unwrap_or_default();
    Placement { x: rect.x, y: rect.y, ..kept }
}

/// Names for a label: one, two, or how many.
pub(super) fn many(names: &[&str]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => (*only).to_owned(),
        [a, b] => format!("{a} and {b}"),
        all => format!("{} parts", all.len()),
    }
}

pub(super) fn links_between(design: &Design, from: &ElementId, to: &ElementId) -> Vec<domain::design::LinkKind> {
    design.possible_link_kinds(from, to)
}

/// The middle of the side of a rectangle that faces a point.
fn edge_towards(rect: &Rect, to: (f64, f64)) -> (f64, f64) {
    let (cx, cy) = (f64::from(rect.x) + f64::from(rect.width) / 2.0, f64::from(rect.y) + f64::from(rect.height) / 2.0);
    let (dx, dy) = (to.0 - cx, to.1 - cy);
    if dx.abs() * f64::from(rect.height) > dy.abs() * f64::from(rect.width) {
        (if dx > 0.0 { f64::from(rect.right()) } else { f64::from(rect.x) }, cy)
    } else {
        (cx, if dy > 0.0 { f64::from(rect.bottom()) } else { f64::from(rect.y) })
    }
}
