//! Answers as they are stored: what a person said, before anything is concluded from it.

use crate::{
    design::{Checker, limits::MAX_ENTRIES},
    ids::QuestionId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answers to the questionnaire by question.
pub type Answers = BTreeMap<QuestionId, Answer>;

/// What a person said to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Answer {
    /// A count, such as engineers or requests a second.
    Number(u64),
    /// Free text, or the slug of the one chosen option.
    Text(String),
    /// Slugs of the chosen options, or free entries, in the order given.
    Many(Vec<String>),
    /// A level for each of several subjects.
    Levels(BTreeMap<String, Level>),
    /// “I don't know yet”: the stated default is taken. Written as `null`.
    NotSure,
}

/// How well something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    None,
    Some,
    Strong,
}

impl Answer {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
    pub fn many<T: Into<String>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self::Many(entries.into_iter().map(Into::into).collect())
    }
    pub(crate) fn check(&self, c: &mut Checker, path: &str) {
        match self {
            Self::Number(_) | Self::NotSure => {}
            Self::Text(text) => c.text(path, text),
            Self::Many(entries) => {
                c.count(path, "entries", entries.len(), MAX_ENTRIES);
                entries.iter().enumerate().for_each(|(i, entry)| c.name(&format!("{path}.{i}"), entry));
            }
            Self::Levels(levels) => {
                c.count(path, "entries", levels.len(), MAX_ENTRIES);
                levels.keys().for_each(|key| c.name(&format!("{path}.{key}"), key));
            }
        }
    }
}
