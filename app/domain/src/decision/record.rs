//! Records: decisions with everything that led to them, ready to be shown or written as ADRs.

use super::{Status, Theme};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A decision with everything that led to it, ready to be shown or written as an ADR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The slug of the topic.
    pub topic: String,
    pub theme: Theme,
    /// Its number in the log, from 1: ADR-001.
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
    /// The review rules that watch over it.
    pub rules: Vec<RuleReference>,
    /// When to look at it again.
    pub revisit_when: String,
    /// Slugs of elements it concerns.
    pub elements: Vec<String>,
    /// What was decided before, the oldest first.
    pub superseded: Vec<Past>,
}

impl Record {
    /// The name of the chosen option.
    pub fn chosen_name(&self) -> &str {
        self.name_of(&self.choice)
    }
    /// The option that was chosen, where it is one of those offered.
    pub fn chosen(&self) -> Option<&DecisionOption> {
        self.options.iter().find(|option| option.slug == self.choice)
    }
    /// What the bundle lacks of the chosen option, in two words: `not realised`; nothing when it lacks nothing.
    pub fn lacking(&self) -> Option<&'static str> {
        let chosen = self.chosen().filter(|option| option.gap.is_some())?;
        Some(if chosen.planned { "not realised" } else { "realised in part" })
    }
    /// The name of an option; its slug when there is none.
    pub fn name_of<'a>(&'a self, slug: &'a str) -> &'a str {
        self.options.iter().find(|option| option.slug == slug).map_or(slug, |option| option.name.as_str())
    }
}

/// A decision that a later one replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Past {
    /// Its number in the log.
    pub number: u16,
    /// The slug of the option it was.
    pub choice: String,
    /// What people called the option.
    pub name: String,
    /// The decision as a sentence.
    pub title: String,
    /// What followed from it.
    pub consequences: Vec<Consequence>,
    /// Why a person had chosen it against the proposal.
    pub override_reason: Option<String>,
    /// The number of the decision that took its place.
    pub replaced_by: u16,
}

/// A review rule that watches over a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleReference {
    /// `DATA001`.
    pub code: String,
    /// What it looks for, in a few words.
    pub title: String,
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
    /// What the bundle does not hold of it: `planned, not generated: …`.
    pub gap: Option<String>,
    /// The bundle holds nothing of it.
    #[serde(default)]
    pub planned: bool,
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
