//! Where parts stand and what of the canvas is seen, by command: moved a little, tidied, pinned, zoomed to.

use super::{Editor, act::part_dom_id, pointer};
use canvas::{
    drawing::Drawing,
    viewport::{Insets, Viewport},
};
use domain::{
    Edit,
    ids::ElementId,
    layout::{self, Placement, Rect},
};
use leptos::prelude::*;
use std::time::Duration;

/// The smallest zoom at which names and labels show.
const LEAST_ON_PHONE: f64 = 0.62;
/// Room that the tools on the canvas take when a picture is fitted.
const TOOLS: Insets = Insets { top: 0.0, right: 0.0, bottom: 56.0, left: 0.0 };

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

    /// Shows everything.
    pub fn fit(&self) {
        if let Some(bounds) = self.with_drawing(Drawing::bounds) {
            self.fit_to(&bounds);
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
        if self.wide_enough() {
            self.view.set(Viewport::fit(bounds, width, height, TOOLS));
            return;
        }
        // On a phone a whole design would be too small to read: it starts at its top, in the middle.
        let fitted = Viewport::fit(bounds, width, height, Insets { top: 48.0, ..Insets::default() });
        let x = width / 2.0 - f64::from(bounds.centre().0) * LEAST_ON_PHONE;
        let top = Viewport { x, y: 72.0 - f64::from(bounds.y) * LEAST_ON_PHONE, zoom: LEAST_ON_PHONE };
        self.view.set(if fitted.zoom < LEAST_ON_PHONE { top } else { fitted });
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
