//! The proposal engine: a Brief becomes a Design, decisions, and the reasons for both. Deterministic: no model service, no network.

mod accepted;
mod advice;
pub mod alternative;
pub mod cut;
mod facts;
pub mod group;
pub mod identify;
mod kept;
pub mod moves;
mod opened;
pub(crate) mod place;
pub mod verdict;
mod words;

pub use alternative::{Alternative, alternatives};
pub use cut::{Cut, Cutting, cutting};
pub use identify::Found;
pub use kept::{KeptService, kept_services};
pub use opened::{UNNAMED, given_name, opened, opening};

#[cfg(test)]
mod briefs;
#[cfg(test)]
mod sound;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod wins;

use super::{
    Answers, Brief,
    hearing::{Doubt, Hearing},
};
use crate::{
    Design,
    decision::{self, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The shape of the system that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One deployable with modules.
    ModularMonolith,
    /// One deployable, with a few parts taken out for a stated reason.
    MonolithWithSatellites,
    Microservices,
}

/// What fits, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    pub shape: Shape,
    /// `Five services fit this team, no more for now`.
    pub title: String,
    /// Two or three sentences.
    pub explanation: String,
    /// What spoke for and against splitting, the heaviest first.
    pub reasons: Vec<Reason>,
    /// What would change it.
    pub would_change: String,
    /// The sum of the weights: above zero splitting pays.
    pub balance: i32,
    /// What to do about it.
    pub advice: Outcome,
    /// What to take out first, in order; empty when everything is on its own already.
    pub extract_first: Vec<Extraction>,
    /// The way there, in order.
    pub roadmap: Vec<String>,
}

/// What a verdict comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    ModularMonolith,
    /// Start with a monolith; the first parts to take out are known already.
    MonolithFirst,
    Microservices,
}

impl Outcome {
    pub fn label(self) -> &'static str {
        match self {
            Self::ModularMonolith => "Modular monolith",
            Self::MonolithFirst => "Monolith first",
            Self::Microservices => "Microservices",
        }
    }
}

/// A module that leaves the monolith.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    /// The name of the context.
    pub context: String,
    /// The sign that it is time: `when a second team wants to release it`.
    pub when: String,
    pub why: String,
}

/// What was understood from the purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Heard {
    /// The words of the purpose: `book a table`.
    pub words: String,
    /// The slug of the capability.
    pub capability: String,
    pub label: String,
    /// What the words say of it.
    pub sense: Sense,
    /// It is part of the proposal; false when it is ruled out, there already, or somebody took it away again.
    pub taken: bool,
}

/// What words say of a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    /// It is asked for.
    Wanted,
    /// It is ruled out: `without payments`.
    RuledOut,
    /// It is there already: `our existing ERP`.
    Existing,
}

/// Something the purpose leaves open, which a person has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unclear {
    pub question: String,
    /// Slugs of the capabilities it may be about; empty when no words were understood.
    pub capabilities: Vec<String>,
}

/// What the purpose spoke of, and what became of it.
pub fn heard(answers: &Answers) -> Vec<Heard> {
    let brief = Brief::read(answers);
    let of = |sense: Sense, found: &super::hearing::Match| {
        let capability = super::capability::find(found.capability)?;
        Some(Heard {
            words: found.said.clone(),
            capability: capability.slug.to_owned(),
            label: capability.label.to_owned(),
            sense,
            taken: brief.has(capability.slug),
        })
    };
    let Hearing { wanted, denied, existing, .. } = &brief.hearing;
    let senses = [(Sense::Wanted, wanted), (Sense::RuledOut, denied), (Sense::Existing, existing)];
    senses.into_iter().flat_map(|(sense, all)| all.iter().filter_map(move |found| of(sense, found))).collect()
}

/// What the purpose leaves open, as questions. An answer to the question after it settles them.
pub fn unclear(answers: &Answers) -> Vec<Unclear> {
    let brief = Brief::read(answers);
    if brief.purpose.is_empty() || !brief.assumed.contains(&"capabilities") {
        return Vec::new();
    }
    let label = |slug: &str| super::capability::find(slug).map_or_else(String::new, |capability| capability.label.to_lowercase());
    let of = |doubt: &Doubt| match doubt {
        Doubt::Contradiction { capability, wanted, denied } => Unclear {
            question: format!("“{wanted}” asks for {}, “{denied}” rules it out. Is it wanted?", label(capability)),
            capabilities: vec![(*capability).to_owned()],
        },
        Doubt::Ambiguous { said, capabilities } => Unclear {
            question: format!("What is meant by “{said}”: {}?", any_of(&capabilities.iter().map(|slug| label(slug)).collect::<Vec<_>>())),
            capabilities: capabilities.iter().map(|slug| (*slug).to_owned()).collect(),
        },
    };
    let mut unclear: Vec<Unclear> = brief.hearing.doubts.iter().map(of).collect();
    if brief.hearing.is_empty() {
        let languages: Vec<String> = super::hearing::Language::ALL.iter().map(|language| language.name().to_owned()).collect();
        let question = format!(
            "No word of this names a capability that is known. Words in {} are understood. What must it do?",
            any_of(&languages).replace(" or ", " and ")
        );
        unclear.push(Unclear { question, capabilities: Vec::new() });
    }
    unclear
}

/// `a, b or c`.
fn any_of(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// One reason of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The question it rests on.
    pub question: String,
    /// `3 engineers`.
    pub answer: String,
    /// What it means: `a small team pays for every service it runs`.
    pub meaning: String,
    /// Positive speaks for splitting, negative against; the sum decides.
    pub weight: i32,
}

/// A piece of advice shown while the questions are answered, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Advice {
    pub title: String,
    pub text: String,
    /// The answers it rests on, in words.
    pub rests_on: Vec<String>,
    pub would_change: String,
}

/// A Design with everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Laid out and valid, with the answers inside.
    pub design: Design,
    pub verdict: Verdict,
    pub decisions: Vec<Record>,
    /// Advice for the side panel.
    pub advice: Vec<Advice>,
    /// Three or so facts in a line each: `One VM, Docker Compose, about €45 a month`.
    pub facts: Vec<String>,
    /// Open questions and what they decide: `Question 14 decides if the database gets a standby`.
    pub open: Vec<String>,
}

/// Proposes an architecture for these answers. `name` is derived from the purpose when absent.
pub fn propose(name: Option<&str>, answers: &Answers) -> Proposal {
    propose_shaped(name, answers, None)
}

/// As [`propose`], with the shape a person wants instead of the one that fits.
pub fn propose_shaped(name: Option<&str>, answers: &Answers, wanted: Option<Shape>) -> Proposal {
    let brief = Brief::read(answers);
    let found = identify::identify(&brief);
    let mut verdict = verdict::judge(&brief, &found);
    if let Some(wanted) = wanted.filter(|wanted| *wanted != verdict.shape) {
        verdict = verdict::explain(&brief, &found, wanted, verdict.reasons);
    }
    let parts = group::group(&brief, &found, verdict.shape);
    let mut design = Design::new(name.map_or_else(|| words::name(&brief), words::line));
    design.summary = words::summary(&brief);
    design.brief = words::kept(answers);
    let mut design = place::draw(&brief, &found, &parts, design);
    decision::settle(&mut design, &brief);
    kept::keep(&mut design, &brief);
    place::scale(&mut design, &brief, &found, &parts);
    place::resilience::harden(&mut design, brief.latency_ms);
    moves::apply(&mut design, &brief.moves);
    design.journeys = place::journeys(&design, &brief, &found, &parts);
    let unmet = accepted::accept(&mut design, &brief);
    if !unmet.is_empty() {
        verdict.explanation.push_str(&format!(" {}{}.", accepted::UNMET, unmet.join("; ")));
    }
    design.layout = crate::layout::arrange(&design);
    let decisions = decision::records(&design);
    let advice = advice::advice(&brief, &verdict, &design, &decisions);
    let facts = facts::facts(&brief, &design);
    let open = facts::open(&brief, answers);
    Proposal { design, verdict, decisions, advice, facts, open }
}
