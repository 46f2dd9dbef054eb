//! From the design to the signals. Whatever is equal to what is shown already is left alone.

use super::{Editor, FrameSignals, FrameView, LinkSignals, LinkView, PartSignals, PartState, PartView};
use crate::{shell::leave, state::selection::Selection};
use canvas::{drawing::Drawing, navigate};
use domain::{
    Design,
    ids::ElementId,
    review::{Review, Severity, review},
};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// Sets a signal when the value is another one.
pub(super) fn put<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

pub(super) fn put_shared<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

impl Editor {
    /// Shows a design: draws what changed and tells every part, link and frame that did.
    pub fn show(&self, design: &Design) {
        let drawing = if self.version.get_untracked() == 0 {
            Drawing::resumed(design, self.project.routes(), &leave())
        } else {
            self.drawing.with_value(|before| before.after_edit(design, &leave()))
        };
        for noted in [self.hovered, self.focused] {
            if noted.with_untracked(|id| id.as_ref().is_some_and(|id| !design.elements.contains_key(id))) {
                noted.set(None);
            }
        }
        self.parts.update_value(|parts| {
            parts.retain(|id, _| design.elements.contains_key(id));
            for (number, id) in drawing.scene.ids.iter().enumerate() {
                let view = PartView::new(design, &drawing.scene, number);
                match parts.get(id) {
                    Some(signals) => put(&signals.view, view),
                    None => {
                        let signals = PartSignals {
                            view: ArcRwSignal::new(view),
                            state: ArcRwSignal::default(),
                            badge: ArcRwSignal::default(),
                            mark: ArcRwSignal::default(),
                        };
                        parts.insert(id.clone(), signals);
                    }
                }
            }
        });
        self.links.update_value(|links| {
            links.retain(|id, _| design.links.contains_key(id));
            for (number, link) in drawing.scene.links.iter().enumerate() {
                let view = LinkView::new(design, &drawing, number);
                match links.get(&link.id) {
                    Some(signals) => put(&signals.view, view),
                    None => {
                        let signals = LinkSignals {
                            view: ArcRwSignal::new(view),
                            selected: ArcRwSignal::new(false),
                            badge: ArcRwSignal::default(),
                            mark: ArcRwSignal::default(),
                        };
                        links.insert(link.id.clone(), signals);
                    }
                }
            }
        });
        self.frames.update_value(|frames| {
            frames.retain(|id, _| drawing.scene.frames.iter().any(|frame| frame.id == *id));
            for frame in &drawing.scene.frames {
                let Some(context) = design.contexts.get(&frame.id) else { continue };
                let view = FrameView { rect: frame.rect, name: context.name.clone(), subdomain: context.subdomain.label() };
                match frames.get(&frame.id) {
                    Some(signals) => put(&signals.view, view),
                    None => {
                        let signals = FrameSignals {
                            view: ArcRwSignal::new(view),
                            selected: ArcRwSignal::new(false),
                            target: ArcRwSignal::new(false),
                        };
                        frames.insert(frame.id.clone(), signals);
                    }
                }
            }
        });
        put_shared(self.part_ids, drawing.scene.ids.clone());
        put_shared(self.link_ids, drawing.scene.links.iter().map(|link| link.id.clone()).collect());
        put_shared(self.frame_ids, drawing.scene.frames.iter().map(|frame| frame.id.clone()).collect());
        self.drawing.set_value(drawing);
        self.version.update(|version| *version = version.wrapping_add(1));
        let mut selection = self.selection.get_untracked();
        selection.retain(design);
        self.select(selection);
        self.ensure_reachable();
        self.fit_first();
    }

    /// Leaves the routes with the project, so that the next studio page need not find them again.
    pub fn leave_routes(&self) {
        let is_drawn = self.version.try_get_untracked().is_some_and(|version| version > 0);
        if is_drawn && let Some(routes) = self.drawing.try_with_value(|drawing| drawing.routes.all().to_vec()) {
            self.project.know_routes(routes);
        }
    }

    /// Reviews the design as it is and marks what was found.
    pub fn review_now(&self) {
        let result = self.with_design(|design| review(design, &leave()));
        let mut parts: BTreeMap<&str, Severity> = BTreeMap::new();
        let mut links: BTreeMap<&str, Severity> = BTreeMap::new();
        for finding in result.findings.iter().filter(|finding| finding.waived.is_none()) {
            let worst = |map: &mut BTreeMap<_, _>, id| {
                let entry = map.entry(id).or_insert(finding.severity);
                *entry = finding.severity.min(*entry);
            };
            // A finding about one link is marked on the link, not again on both of its ends.
            match finding.links.as_slice() {
                [] => finding.elements.iter().for_each(|id| worst(&mut parts, id.as_str())),
                all => all.iter().for_each(|id| worst(&mut links, id.as_str())),
            }
        }
        self.parts.with_value(|all| all.iter().for_each(|(id, signals)| put(&signals.badge, parts.get(id.as_str()).copied())));
        self.links.with_value(|all| all.iter().for_each(|(id, signals)| put(&signals.badge, links.get(id.as_str()).copied())));
        self.announce(&result);
        put_shared(self.review, Arc::new(result));
    }

    fn announce(&self, result: &Review) {
        let count = |review: &Review, severity| review.open(severity).count();
        let of = |review: &Review| (count(review, Severity::Error), count(review, Severity::Warning), count(review, Severity::Note));
        let now = of(result);
        if self.review.with_untracked(|before| !before.scoreboard.is_empty() && of(before) != now) {
            self.say(format!("Review: {} errors, {} warnings, {} notes", now.0, now.1, now.2));
        }
    }

    /// Makes this the selection; tells only those whose state changes.
    pub fn select(&self, selection: Selection) {
        if let Some(link) = selection.only_link()
            && self.draw_step(link)
        {
            return;
        }
        let before = self.selection.get_untracked();
        if before == selection {
            return;
        }
        for id in before.parts.symmetric_difference(&selection.parts) {
            self.change_part(id, |state| state.selected = selection.parts.contains(id));
        }
        for id in before.links.symmetric_difference(&selection.links) {
            if let Some(signals) = self.link(id) {
                put(&signals.selected, selection.links.contains(id));
            }
        }
        for id in before.context.iter().chain(&selection.context) {
            if let Some(signals) = self.frame(id) {
                put(&signals.selected, selection.context.as_ref() == Some(id));
            }
        }
        if let Some(id) = selection.only_part() {
            self.make_reachable(id);
        }
        self.selection.set(selection);
    }

    pub(super) fn change_part(&self, id: &ElementId, change: impl FnOnce(&mut PartState)) {
        if let Some(signals) = self.part(id) {
            let mut state = signals.state.get_untracked();
            change(&mut state);
            put(&signals.state, state);
        }
    }

    /// Makes this the part that Tab leads to.
    pub fn make_reachable(&self, id: &ElementId) {
        let others = self.parts.with_value(|parts| {
            parts
                .iter()
                .filter(|(_, signals)| signals.state.with_untracked(|state| state.reachable))
                .map(|(id, _)| id.clone())
                .collect::<Vec<_>>()
        });
        for other in others.iter().filter(|other| *other != id) {
            self.change_part(other, |state| state.reachable = false);
        }
        self.change_part(id, |state| state.reachable = true);
    }

    /// Exactly one part can be reached by Tab: the first in reading order unless another was focused.
    fn ensure_reachable(&self) {
        let some = self.parts.with_value(|parts| parts.values().any(|signals| signals.state.with_untracked(|state| state.reachable)));
        if !some && let Some(first) = self.reading_order().first() {
            self.make_reachable(first);
        }
    }

    pub fn reading_order(&self) -> Vec<ElementId> {
        self.with_drawing(|drawing| {
            navigate::reading_order(&drawing.scene).into_iter().map(|part| drawing.scene.ids[part].clone()).collect()
        })
    }
}
