//! Journeys: drawn over the diagram link by link, changed and deleted, all as edits.

use super::{Editor, Overlay};
use domain::{
    Edit,
    design::{Journey, Step},
    ids::{JourneyId, LinkId, first_free, slugify},
};
use leptos::prelude::*;

impl Editor {
    /// Begins to draw a journey: the next links clicked are its steps.
    pub fn begin_journey(&self) {
        self.drawn.set(Some(Vec::new()));
        self.show_overlay(Overlay::Path);
        self.say("Click the links of the journey in order. Escape stops.");
    }
    /// Takes a clicked link as the next step; says whether a journey is being drawn.
    pub(super) fn draw_step(&self, link: &LinkId) -> bool {
        if self.drawn.with_untracked(Option::is_none) {
            return false;
        }
        self.drawn.update(|drawn| {
            if let Some(steps) = drawn {
                steps.push(link.clone());
            }
        });
        self.mark();
        self.say(format!("Step {}", self.drawn.with_untracked(|drawn| drawn.as_ref().map_or(0, Vec::len))));
        true
    }
    pub fn take_step_back(&self) {
        self.drawn.update(|drawn| {
            if let Some(steps) = drawn {
                steps.pop();
            }
        });
        self.mark();
    }
    pub fn stop_drawing(&self) {
        self.drawn.set(None);
        self.mark();
    }
    /// Makes a journey of what was drawn.
    pub fn keep_drawn(&self, name: &str) {
        let steps = self.drawn.get_untracked().unwrap_or_default();
        let brief = self.with_design(|design| domain::discovery::Brief::read(&design.brief));
        let journey = Journey {
            name: name.to_owned(),
            steps: steps.into_iter().map(|link| Step { link, note: String::new() }).collect(),
            latency_p95_ms: Some(brief.latency_ms),
            availability: Some(brief.availability),
        };
        self.drawn.set(None);
        self.add_journey(None, journey);
    }
    pub fn add_journey(&self, id: Option<JourneyId>, journey: Journey) {
        let id = id.or_else(|| {
            let taken = |slug: &str| self.with_design(|design| design.journeys.contains_key(slug));
            JourneyId::new(first_free(&slugify(&journey.name, "journey"), taken)).ok()
        });
        let Some(id) = id else { return };
        let label = format!("Added the journey {}", journey.name);
        if self.project.dispatch(Edit::SetJourney { id: id.clone(), journey: Some(journey) }, label.clone()) {
            self.journey.set(Some(id));
            self.analyse_now();
            self.show_overlay(Overlay::Path);
            self.say(label);
        }
    }
    pub fn change_journey(&self, id: &JourneyId, label: &str, change: impl FnOnce(&mut Journey)) {
        let changed = self.with_design(|design| {
            let mut journey = design.journeys.get(id)?.clone();
            change(&mut journey);
            (design.journeys.get(id) != Some(&journey)).then_some(journey)
        });
        if let Some(journey) = changed {
            self.project.dispatch(Edit::SetJourney { id: id.clone(), journey: Some(journey) }, label.to_owned());
        }
    }
    /// Asks nothing and offers to undo.
    pub fn remove_journey(&self, id: &JourneyId) {
        let name = self.with_design(|design| design.journeys.get(id).map(|journey| journey.name.clone())).unwrap_or_default();
        if self.project.dispatch(Edit::SetJourney { id: id.clone(), journey: None }, format!("Deleted the journey {name}")) {
            self.analyse_now();
            let project = self.project;
            self.toasts.offer(format!("Deleted the journey {name}"), "Undo", move || project.undo(), || {});
        }
    }
    pub fn apply_advice(&self, edit: &Edit, label: &str) {
        if self.project.dispatch(edit.clone(), label.to_owned()) {
            let project = self.project;
            self.toasts.offer(format!("{label}: done"), "Undo", move || project.undo(), || {});
        }
    }
}
