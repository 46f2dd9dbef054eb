//! What a question is: its words, its options, when it is shown and what is taken when nobody knows.

use super::{Answers, Brief};
use crate::standing::Standing;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The four parts of the questionnaire, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Business,
    Technical,
    Infrastructure,
    Quality,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Business, Self::Technical, Self::Infrastructure, Self::Quality];
    pub fn slug(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Technical => "technical",
            Self::Infrastructure => "infrastructure",
            Self::Quality => "quality",
        }
    }
    pub fn label(self) -> &'static str {
        match self {
            Self::Business => "Business",
            Self::Technical => "Technical",
            Self::Infrastructure => "Infrastructure",
            Self::Quality => "Quality",
        }
    }
    /// One line on what the part is about.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Business => "What it is for, what it must do, and for how many people.",
            Self::Technical => "What exists already, and what you like to work with.",
            Self::Infrastructure => "Where it will run, what it may cost, and who looks after it.",
            Self::Quality => "How fast, how available, how careful, and how closely watched.",
        }
    }
}

/// A question of the discovery.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The stable id under which the answer is kept.
    pub id: &'static str,
    pub part: Part,
    /// A noun for lists: `Expected scale`.
    pub subject: &'static str,
    /// The question itself.
    pub text: &'static str,
    /// One line on why it is asked.
    pub help: &'static str,
    pub input: Input,
    /// What “I don't know yet” takes, in words a person reads.
    pub default_text: &'static str,
    /// Whether it matters given earlier answers.
    pub shown: fn(&Brief, &Answers) -> bool,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy)]
pub enum Input {
    /// One of several options, as cards when they have a hint, as segments otherwise.
    One(&'static [Choice]),
    /// Any number of options; free entries beside them where allowed, with what the bundle makes of one.
    Many { choices: &'static [Choice], free: Option<Standing> },
    /// A whole number.
    Number { unit: &'static str, min: u64, max: u64, suggestions: &'static [u64], standing: Standing },
    /// One line of free text.
    Text { placeholder: &'static str, standing: Standing },
    /// A level for each of several subjects.
    Levels(&'static [Choice]),
}

/// An option of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub slug: &'static str,
    pub label: &'static str,
    /// A few words under the label; empty when the label says it all.
    pub hint: &'static str,
    /// Name of its symbol in the icon sprite; empty for none.
    pub icon: &'static str,
    /// What the bundle makes of it.
    pub standing: Standing,
}

impl Question {
    /// The options to choose from; none for numbers and texts.
    pub fn choices(&self) -> &'static [Choice] {
        match self.input {
            Input::One(choices) | Input::Levels(choices) | Input::Many { choices, .. } => choices,
            Input::Number { .. } | Input::Text { .. } => &[],
        }
    }
    /// The words of an option; a free entry speaks for itself.
    pub fn label_of<'a>(&self, slug: &'a str) -> &'a str {
        self.choices().iter().find(|choice| choice.slug == slug).map_or(slug, |choice| choice.label)
    }
}
