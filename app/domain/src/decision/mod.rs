//! Decisions: architectural choices with their options, forces and consequences. One module a topic; the registry lists them.
//! The Design keeps only what was chosen; the full [`Record`] is computed from the Design, so its words are never out of date.

mod authentication;
mod broker;
mod cache;
mod case;
mod communication;
mod data_ownership;
mod decomposition;
mod deployment;
mod discovery;
mod gateway;
mod observability;
mod secrets;
mod store;
mod surgery;
#[cfg(test)]
mod tests;
mod topic;

use crate::design::Checker;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use topic::Topic;

/// Every topic, in the order of the log. A topic may look at what the ones before it settled, never at later ones.
const TOPICS: &[Topic] = &[
    decomposition::TOPIC,
    data_ownership::TOPIC,
    store::TOPIC,
    deployment::TOPIC,
    discovery::TOPIC,
    gateway::TOPIC,
    communication::TOPIC,
    broker::TOPIC,
    cache::TOPIC,
    secrets::TOPIC,
    authentication::TOPIC,
    observability::TOPIC,
];

/// What was chosen for one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The slug of the chosen option.
    pub choice: String,
    #[serde(default)]
    pub status: Status,
    /// Why a person chose otherwise than Groundplan proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

impl Decision {
    pub(crate) fn check(&self, c: &mut Checker, path: &str) {
        c.name(&format!("{path}.choice"), &self.choice);
        if let Some(reason) = &self.override_reason {
            c.text(&format!("{path}.override_reason"), reason);
        }
    }
}

/// The life of a decision, as MADR words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Waits for a person.
    Proposed,
    #[default]
    Accepted,
    Superseded,
}

/// A decision with everything that led to it, ready to be shown or written as an ADR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The slug of the topic.
    pub topic: String,
    /// Position in the log, from 1: ADR-001.
    pub number: u16,
    /// What is being decided: `Message broker`.
    pub subject: String,
    /// The decision as a sentence: `RabbitMQ carries the events`.
    pub title: String,
    pub status: Status,
    /// The situation that asks for a choice, in a few sentences.
    pub context: String,
    /// The forces options are judged by, in order: `Replay old events`.
    pub criteria: Vec<String>,
    pub options: Vec<DecisionOption>,
    /// The slug of the chosen option.
    pub choice: String,
    /// The slug Groundplan would choose; differs from `choice` when overridden.
    pub proposed: String,
    /// Why a person chose otherwise.
    pub override_reason: Option<String>,
    /// What follows from the choice.
    pub consequences: Vec<Consequence>,
    /// The answers it rests on: question id and the answer in words.
    pub answers: Vec<AnswerReference>,
    /// When to look at it again.
    pub revisit_when: String,
    /// Slugs of elements it concerns.
    pub elements: Vec<String>,
}

/// One option of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionOption {
    pub slug: String,
    pub name: String,
    /// Name of its icon in the sprite.
    pub icon: String,
    /// One mark a criterion, same order: 0 to 4 bars and a word.
    pub marks: Vec<Mark>,
    /// The sum of the weighted marks; the highest is proposed.
    pub score: u32,
}

/// How well an option meets a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// 0 to 4.
    pub bars: u8,
    /// `easily`, `by topic only`.
    pub word: String,
}

/// Something that follows from a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consequence {
    pub good: bool,
    pub text: String,
}

/// An answer a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerReference {
    pub question: String,
    /// `Expected scale`.
    pub subject: String,
    /// `300 requests a second at peak`.
    pub answer: String,
}

pub(crate) use topic::settle;
pub use topic::{ChooseError, choose, records};
