//! Where parts stand and what of the canvas is seen, by command: moved a little, tidied, pinned, zoomed to.

use super::{Editor, act::part_dom_id, pointer};
use canvas::{
    drawing::Drawing,
    viewport::{MARGIN, Room, Viewport},
};
use domain::{
    Edit,
    ids::ElementId,
    layout::{self, Placement, Rect},
};
use leptos::prelude::*;
use std::time::Duration;

/// What the first picture is waiting for, and whether anybody has moved it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Fitting {
    /// The size of the canvas or the drawing is not known yet.
    #[default]
    Waiting,
    /// Everything is shown, by this view. A canvas of another size shows everything again.
    Fitted(Viewport),
    /// The canvas began empty: what is added stays where it was put.
    Free,
}

impl Editor {
    /// Moves the selected parts a little.
    pub fn nudge(&self, dx: i32, dy: i32) {
        let parts = self.selection.with_untracked(|selection| selection.parts.clone());
        let edits: Vec<Edit> = self.with_design(|design| {
            let placed = |id: &ElementId| {
                let rect = self.rect(id)?;
                let kept = design.layout.get(id).copied().unwrap_or_default();
                Some(Edit::Place { id: id.clone(), placement: Some(Placement { x: rect.x + dx, y: rect.y + dy, ..kept }) })
            };
            parts.iter().filter_map(placed).collect()
        });
        if !edits.is_empty() {
            let names: Vec<&str> = parts.iter().map(ElementId::as_str).collect();
            self.project.dispatch(Edit::batch(edits), format!("Moved {}", pointer::many(&names)));
        }
    }

    /// Arranges everything that is not pinned, as one step.
    pub fn tidy(&self) {
        let edits: Vec<Edit> = self.with_design(|design| {
            let placed = layout::arrange(design);
            let changed = placed.into_iter().filter(|(id, placement)| design.layout.get(id) != Some(placement));
            changed.map(|(id, placement)| Edit::Place { id, placement: Some(placement) }).collect()
        });
        if edits.is_empty() {
            self.toasts.say("The layout is tidy already");
            return;
        }
        self.travelling.set(true);
        if self.project.dispatch(Edit::batch(edits), "Tidied the layout") {
            self.say("Tidied the layout");
            self.fit();
        }
        let travelling = self.travelling;
        self.alive.after(Duration::from_millis(260), move || travelling.set(false));
    }

    /// Keeps the selected parts in place when the layout is tidied, or lets them go.
    pub fn toggle_pin(&self) {
        let parts = self.selection.with_untracked(|selection| selection.parts.clone());
        let edits: Vec<Edit> = self.with_design(|design| {
            let pin = !parts.iter().all(|id| design.layout.get(id).is_some_and(|placement| placement.pinned));
            let pinned = |id: &ElementId| {
                let rect = self.rect(id)?;
                let kept = design.layout.get(id).copied().unwrap_or_default();
                Some(Edit::Place { id: id.clone(), placement: Some(Placement { x: rect.x, y: rect.y, pinned: pin, ..kept }) })
            };
            parts.iter().filter_map(pinned).collect()
        });
        if !edits.is_empty() {
            self.project.dispatch(Edit::batch(edits), "Pinned parts in place");
        }
    }

    /// Takes note of the size of the canvas, in screen pixels, and of the room that floats leave. The first size brings the first
    /// picture; a later one moves what is seen only while nobody else has.
    pub fn measured(&self, size: (f64, f64), room: Room) {
        if size.0 <= 0.0 || size.1 <= 0.0 {
            return; // It is not laid out yet.
        }
        self.room.set_value(room);
        if self.size.get_untracked() != size {
            self.size.set(size);
            if self.fitting.get_value() == Fitting::Fitted(self.view.get_untracked()) {
                self.fit();
            }
        }
        self.fit_first();
    }

    /// Shows everything, once the size of the canvas and the drawing are known.
    pub(super) fn fit_first(&self) {
        let known = self.version.get_untracked() > 0 && self.size.get_untracked().0 > 0.0;
        if known && self.fitting.get_value() == Fitting::Waiting {
            self.fitting.set_value(Fitting::Free);
            self.fit();
        }
    }

    /// Shows everything.
    pub fn fit(&self) {
        if let Some(bounds) = self.with_drawing(Drawing::bounds) {
            self.fit_to(&bounds);
            self.fitting.set_value(Fitting::Fitted(self.view.get_untracked()));
        }
    }

    /// Shows the selection.
    pub fn fit_selection(&self) {
        let parts = self.selection.with_untracked(|selection| selection.parts.clone());
        let rects: Vec<Rect> = parts.iter().filter_map(|id| self.rect(id)).collect();
        if let Some(bounds) = Rect::around(&rects) {
            self.fit_to(&bounds);
        }
    }

    fn fit_to(&self, bounds: &Rect) {
        let (width, height) = self.size.get_untracked();
        let shown = bounds.inflated(MARGIN);
        self.view.set(Viewport::fit(&shown, width, height, self.room.get_value().for_picture(&shown)));
    }

    /// Zooms about the middle of the canvas.
    pub fn zoom_by(&self, factor: f64) {
        let (width, height) = self.size.get_untracked();
        self.view.update(|view| *view = view.zoomed(factor, width / 2.0, height / 2.0));
    }

    /// Moves the view as little as it takes to see a part.
    pub fn reveal(&self, id: &ElementId) {
        let (width, height) = self.size.get_untracked();
        if let Some(rect) = self.rect(id) {
            let view = self.view.get_untracked();
            let shown = view.showing(&rect, width, height);
            if shown != view {
                self.view.set(shown);
            }
        }
    }

    /// Moves the keyboard focus to a part, once it is drawn.
    pub fn focus_part(&self, id: &ElementId) {
        let id = part_dom_id(id);
        crate::alive::next_frame(move || crate::browser::focus(&id));
    }
}
