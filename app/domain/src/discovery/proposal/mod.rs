//! The proposal engine: a Brief becomes a Design, decisions, and the reasons for both. Deterministic: no model service, no network.

use super::Answers;
use crate::{Design, decision::Record};
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
    /// Modular monolith: what to take out first and when, in order.
    pub roadmap: Vec<String>,
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
    let mut design = Design::new(name.unwrap_or("New system"));
    design.brief = answers.clone();
    let verdict = Verdict {
        shape: Shape::ModularMonolith,
        title: String::new(),
        explanation: String::new(),
        reasons: Vec::new(),
        would_change: String::new(),
        roadmap: Vec::new(),
    };
    Proposal { design, verdict, decisions: Vec::new(), advice: Vec::new(), facts: Vec::new(), open: Vec::new() }
}
