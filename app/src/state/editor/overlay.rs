//! Overlays: what the analysis says of each part and link, as marks on the canvas. From an analysis to marks; must not change either.

use domain::{
    Design,
    analysis::{Analysis, Effect, HOT_PERCENT, Need, WARM_PERCENT, words},
    design::ElementKind,
    ids::{ElementId, JourneyId, LinkId},
};
use std::collections::BTreeMap;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

pub(super) type Marks = (BTreeMap<ElementId, PartMark>, BTreeMap<LinkId, LinkMark>);

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

pub(super) fn path(design: &Design, analysis: &Analysis, chosen: Option<&JourneyId>) -> Marks {
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
pub(super) fn drawing(design: &Design, drawn: &[LinkId]) -> Marks {
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

pub(super) fn blast(design: &Design, analysis: &Analysis, stopped: Option<&ElementId>) -> Marks {
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

pub(super) fn capacity(analysis: &Analysis) -> Marks {
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
