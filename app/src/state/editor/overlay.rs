//! Overlays: what the analysis says of each part and link, as marks on the canvas. Reads the analysis; changes journeys as edits.

use super::{
    Editor, PhoneTab, RightTab,
    sync::{put, put_shared},
};
use domain::{
    Design, Edit,
    analysis::{Analysis, Effect, HOT_PERCENT, Need, WARM_PERCENT, analyse_at, words},
    design::{ElementKind, Journey, Step},
    ids::{ElementId, JourneyId, LinkId, first_free, slugify},
};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// What is drawn over the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    Plan,
    Path,
    Blast,
    Capacity,
}

impl Overlay {
    pub const ALL: [Self; 4] = [Self::Plan, Self::Path, Self::Blast, Self::Capacity];
    /// The command that shows it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Plan => "show-plan",
            Self::Path => "show-request-path",
            Self::Blast => "show-blast-radius",
            Self::Capacity => "show-capacity",
        }
    }
    /// In the style sheet.
    pub fn css(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Path => "path",
            Self::Blast => "blast",
            Self::Capacity => "cap",
        }
    }
}

/// How a mark looks; the words are in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Not concerned: no colour.
    Quiet,
    Plain,
    Path,
    Slow,
    Down,
    Degraded,
    Works,
    Idle,
}

impl Tone {
    /// In the style sheet.
    pub fn css(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Plain => "plain",
            Self::Path => "path",
            Self::Slow => "slow",
            Self::Down => "down",
            Self::Degraded => "deg",
            Self::Works => "ok",
            Self::Idle => "idle",
        }
    }
    fn icon(self) -> Option<&'static str> {
        match self {
            Self::Slow => Some("clock"),
            Self::Down => Some("power-off"),
            Self::Degraded => Some("triangle-alert"),
            Self::Works => Some("check"),
            Self::Idle => Some("pause"),
            Self::Quiet | Self::Plain | Self::Path => None,
        }
    }
}

/// The words at a part's edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Pill {
    pub tone: Tone,
    pub icon: Option<&'static str>,
    pub text: String,
    /// A bar, filled so far.
    pub percent: Option<f64>,
}

impl Pill {
    fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, icon: tone.icon(), text: text.into(), percent: None }
    }
}

/// A part under an overlay.
#[derive(Debug, Clone, PartialEq)]
pub struct PartMark {
    pub tone: Tone,
    pub pill: Option<Pill>,
}

/// A link under an overlay.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkMark {
    pub tone: Tone,
    /// The steps of the journey it is, from 1.
    pub steps: Vec<usize>,
}

type Marks = (BTreeMap<ElementId, PartMark>, BTreeMap<LinkId, LinkMark>);

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
            analyse_at(design, percent)
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
                (Overlay::Path, Some(drawn)) => drawing(design, &drawn),
                (Overlay::Path, None) => path(design, &analysis, self.journey.get_untracked().as_ref()),
                (Overlay::Blast, _) => blast(design, &analysis, self.stopped.get_untracked().as_ref()),
                (Overlay::Capacity, _) => capacity(&analysis),
            }
        });
        self.parts.with_value(|all| all.iter().for_each(|(id, signals)| put(&signals.mark, parts.get(id).cloned())));
        self.links.with_value(|all| all.iter().for_each(|(id, signals)| put(&signals.mark, links.get(id).cloned())));
    }

    fn say_overlay(&self) {
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

fn part(tone: Tone, pill: Option<Pill>) -> PartMark {
    PartMark { tone, pill }
}

/// Everything that is not named is quiet.
fn quiet(design: &Design) -> Marks {
    (
        design.elements.keys().map(|id| (id.clone(), part(Tone::Quiet, None))).collect(),
        design.links.keys().map(|id| (id.clone(), LinkMark { tone: Tone::Quiet, steps: Vec::new() })).collect(),
    )
}

fn path(design: &Design, analysis: &Analysis, chosen: Option<&JourneyId>) -> Marks {
    let Some(journey) = analysis.journeys.iter().find(|journey| Some(&journey.id) == chosen) else { return quiet(design) };
    let (mut parts, mut links) = quiet(design);
    let mut waits: BTreeMap<&ElementId, (u64, bool)> = BTreeMap::new();
    for (i, step) in journey.steps.iter().enumerate() {
        if let Some(mark) = links.get_mut(&step.link) {
            mark.tone = if step.need == Need::Later { Tone::Idle } else { Tone::Path };
            mark.steps.push(i + 1);
        }
        let entry = waits.entry(&step.part).or_default();
        entry.0 += step.ms;
        entry.1 |= journey.slowest == Some(i);
    }
    let ends = journey.steps.iter().filter_map(|step| design.links.get(&step.link)).flat_map(|link| [&link.from, &link.to]);
    for id in ends {
        let kind = design.elements.get(id).map(|element| element.kind);
        let later = journey.later.contains(id);
        let pill = match waits.get(id) {
            Some((ms, true)) => Some(Pill::new(Tone::Slow, words::duration(*ms))),
            Some((ms, false)) if *ms > 0 => Some(Pill::new(Tone::Path, words::duration(*ms))),
            _ if later && kind != Some(ElementKind::Broker) => Some(Pill::new(Tone::Idle, "Later")),
            _ => None,
        };
        parts.insert(id.clone(), part(if later { Tone::Plain } else { Tone::Path }, pill));
    }
    // Stores that the way needs keep their colour.
    for required in &journey.required {
        parts.entry(required.element.clone()).and_modify(|mark| {
            if mark.tone == Tone::Quiet {
                mark.tone = Tone::Plain;
            }
        });
    }
    for (id, link) in &design.links {
        let whole = [&link.from, &link.to].into_iter().all(|end| parts.get(end).is_some_and(|mark| mark.tone != Tone::Quiet));
        if link.kind.is_data() && whole {
            links.entry(id.clone()).and_modify(|mark| {
                if mark.tone == Tone::Quiet {
                    mark.tone = Tone::Plain;
                }
            });
        }
    }
    (parts, links)
}

/// The steps clicked so far. Nothing is quiet: every link may be the next.
fn drawing(design: &Design, drawn: &[LinkId]) -> Marks {
    let (mut parts, mut links) = Marks::default();
    for (i, id) in drawn.iter().enumerate() {
        let mark = links.entry(id.clone()).or_insert(LinkMark { tone: Tone::Path, steps: Vec::new() });
        mark.steps.push(i + 1);
        if let Some(link) = design.links.get(id) {
            [&link.from, &link.to].into_iter().for_each(|end| {
                parts.insert(end.clone(), part(Tone::Path, None));
            });
        }
    }
    (parts, links)
}

fn blast(design: &Design, analysis: &Analysis, stopped: Option<&ElementId>) -> Marks {
    let Some(blast) = analysis.blast.iter().find(|blast| Some(&blast.element) == stopped) else { return quiet(design) };
    let (mut parts, mut links) = quiet(design);
    let services = design.elements.iter().filter(|(_, element)| element.kind == ElementKind::Service);
    for (id, _) in services {
        parts.insert(id.clone(), part(Tone::Plain, Some(Pill::new(Tone::Works, "Works"))));
    }
    for effect in &blast.parts {
        let (tone, pill) = match effect.effect {
            Effect::Stopped | Effect::Fails => (Tone::Down, Tone::Down),
            Effect::Degrades | Effect::Queues => (Tone::Degraded, Tone::Degraded),
            Effect::Idle => (Tone::Plain, Tone::Idle),
        };
        let mut pill = Pill::new(pill, effect.what.clone());
        if effect.effect == Effect::Fails {
            pill.icon = Some("x");
        }
        parts.insert(effect.element.clone(), part(tone, Some(pill)));
    }
    for id in &blast.cut {
        links.insert(id.clone(), LinkMark { tone: Tone::Down, steps: Vec::new() });
    }
    (parts, links)
}

fn capacity(analysis: &Analysis) -> Marks {
    let parts = analysis.load.parts.iter().map(|load| {
        let tone = tone_of_load(load.percent);
        let text = format!("{}%", words::grouped(load.percent.round() as u64));
        let pill = Pill { tone, icon: None, text, percent: Some(load.percent) };
        (load.element.clone(), part(Tone::Plain, Some(pill)))
    });
    (parts.collect(), BTreeMap::new())
}

/// How full is told by the bar's length, the number, and this.
fn tone_of_load(percent: f64) -> Tone {
    match percent {
        p if p > HOT_PERCENT => Tone::Down,
        p if p > WARM_PERCENT => Tone::Degraded,
        _ => Tone::Plain,
    }
}
