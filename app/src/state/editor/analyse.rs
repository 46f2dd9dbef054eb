//! The analysis of the design as it is, and which overlay shows it. What an overlay draws is in `overlay`.

use super::{
    Editor, PhoneTab, RightTab,
    overlay::{self, Marks, Overlay},
    sync::{put, put_shared},
};
use crate::shell::leave;
use domain::{
    analysis::{Analysis, Effect, analyse_at, words},
    design::ElementKind,
    ids::{ElementId, JourneyId},
};
use leptos::prelude::*;
use std::sync::Arc;

impl Editor {
    /// Analyses the design as it is and marks parts and links.
    pub fn analyse_now(&self) {
        let percent = self.load_percent.get_untracked();
        let result = self.with_design(|design| {
            let gone = |id: &Option<JourneyId>| id.as_ref().is_some_and(|id| !design.journeys.contains_key(id));
            if self.journey.with_untracked(gone) {
                self.journey.set(None);
            }
            if self.stopped.with_untracked(|id| id.as_ref().is_some_and(|id| !design.elements.contains_key(id))) {
                self.stopped.set(None);
            }
            analyse_at(design, percent, &leave())
        });
        put_shared(self.analysis, Arc::new(result));
        self.choose_subjects();
        self.mark();
    }

    /// Shows an overlay, and the list with the same facts beside it.
    pub fn show_overlay(&self, overlay: Overlay) {
        self.overlay.set(overlay);
        if overlay != Overlay::Path {
            self.drawn.set(None);
        }
        if overlay != Overlay::Plan && self.wide_enough() {
            self.right_open.set(true);
            self.right_tab.set(RightTab::Analyse);
        }
        self.choose_subjects();
        self.mark();
        self.say_overlay();
    }

    /// The panel with the numbers.
    pub fn show_analysis(&self) {
        self.right_open.set(true);
        self.right_tab.set(RightTab::Analyse);
        if !self.wide_enough() {
            self.phone_tab.set(PhoneTab::Analyse);
        }
    }

    /// Stops a part in thought.
    pub fn stop_part(&self, id: ElementId) {
        self.stopped.set(Some(id));
        self.show_overlay(Overlay::Blast);
    }
    pub fn choose_journey(&self, id: Option<JourneyId>) {
        self.journey.set(id);
        self.choose_subjects();
        self.mark();
        self.say_overlay();
    }
    /// Looks at another load, in percent of the peak.
    pub fn choose_load(&self, percent: u32) {
        self.load_percent.set(percent);
        self.analyse_now();
        self.say_overlay();
    }

    /// Without a choice: the first journey, the selected part, the part whose stop hurts most.
    fn choose_subjects(&self) {
        let analysis = self.analysis.get_untracked();
        if self.journey.with_untracked(Option::is_none) {
            put_shared(self.journey, analysis.journeys.first().map(|journey| journey.id.clone()));
        }
        if self.overlay.get_untracked() == Overlay::Blast && self.stopped.with_untracked(Option::is_none) {
            let selected = self.selection.with_untracked(|selection| selection.only_part().cloned());
            put_shared(
                self.stopped,
                selected.filter(|id| analysis.blast.iter().any(|blast| blast.element == *id)).or_else(|| self.worst_service(&analysis)),
            );
        }
    }

    fn worst_service(&self, analysis: &Analysis) -> Option<ElementId> {
        self.with_design(|design| {
            let harm = |blast: &&domain::analysis::Blast| {
                let kind = design.elements.get(&blast.element).map(|element| element.kind);
                let failing = blast.journeys.iter().filter(|journey| journey.effect <= Effect::Fails).count();
                (kind == Some(ElementKind::Service), failing, blast.parts.len(), std::cmp::Reverse(blast.element.clone()))
            };
            analysis.blast.iter().max_by_key(harm).map(|blast| blast.element.clone())
        })
    }

    /// Tells every part and link what the overlay says of it.
    pub fn mark(&self) {
        let (parts, links) = self.with_design(|design| {
            let analysis = self.analysis.get_untracked();
            match (self.overlay.get_untracked(), self.drawn.get_untracked()) {
                (Overlay::Plan, _) => Marks::default(),
                (Overlay::Path, Some(drawn)) => overlay::drawing(design, &drawn),
                (Overlay::Path, None) => overlay::path(design, &analysis, self.journey.get_untracked().as_ref()),
                (Overlay::Blast, _) => overlay::blast(design, &analysis, self.stopped.get_untracked().as_ref()),
                (Overlay::Capacity, _) => overlay::capacity(&analysis),
            }
        });
        self.parts.with_value(|all| all.iter().for_each(|(id, signals)| put(&signals.mark, parts.get(id).cloned())));
        self.links.with_value(|all| all.iter().for_each(|(id, signals)| put(&signals.mark, links.get(id).cloned())));
    }

    pub(super) fn say_overlay(&self) {
        let analysis = self.analysis.get_untracked();
        let said = match self.overlay.get_untracked() {
            Overlay::Plan => "The plan".to_owned(),
            Overlay::Path => {
                let chosen = self.journey.get_untracked();
                let journey = analysis.journeys.iter().find(|journey| Some(&journey.id) == chosen.as_ref());
                journey.map_or_else(
                    || "Request path: no journey yet".to_owned(),
                    |journey| {
                        format!(
                            "Request path {}: {}, available {}",
                            journey.name,
                            words::duration(journey.latency_ms),
                            words::percent(journey.availability_percent)
                        )
                    },
                )
            }
            Overlay::Blast => {
                let chosen = self.stopped.get_untracked();
                let blast = analysis.blast.iter().find(|blast| Some(&blast.element) == chosen.as_ref());
                blast.map_or_else(
                    || "Blast radius: nothing to stop yet".to_owned(),
                    |blast| {
                        let failing = blast.journeys.iter().filter(|journey| journey.effect == Effect::Fails).count();
                        format!("{} stopped: {failing} of {} journeys stop", blast.element, blast.journeys.len() + blast.unharmed as usize)
                    },
                )
            }
            Overlay::Capacity => match (analysis.load.full_at_per_second, analysis.load.parts.first()) {
                (Some(full), Some(part)) => format!("Capacity: {} requests a second before {} is full", words::rate(full), part.element),
                _ => "Capacity: nothing carries load yet".to_owned(),
            },
        };
        self.say(said);
    }
}
