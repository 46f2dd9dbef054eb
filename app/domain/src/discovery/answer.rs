//! Answers as they are stored: what a person said, before anything is concluded from it.

use super::{Input, Question};
use crate::{
    design::{Checker, limits::MAX_ENTRIES},
    ids::QuestionId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The answers to the questionnaire by question.
pub type Answers = BTreeMap<QuestionId, Answer>;

/// What a person said to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Answer {
    /// A count, such as engineers or requests a second.
    Number(u64),
    /// Free text, or the slug of the one chosen option. A decimal may stand without quotes.
    #[serde(deserialize_with = "text_or_decimal")]
    Text(String),
    /// Slugs of the chosen options, or free entries, in the order given.
    Many(Vec<String>),
    /// A level for each of several subjects.
    Levels(BTreeMap<String, Level>),
    /// “I don't know yet”: the stated default is taken. Written as `null`.
    NotSure,
}

/// `99.9` means what `"99.9"` means.
fn text_or_decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Decimal(f64),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::Text(text) => text,
        Either::Decimal(decimal) => decimal.to_string(),
    })
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

impl Answer {
    /// The answer in words, for citing: `300 requests a second at peak`.
    pub fn describe(&self, question: &Question) -> String {
        let list = |entries: &[String]| match entries {
            [] => "none".to_owned(),
            entries => entries.iter().map(|entry| question.label_of(entry)).collect::<Vec<_>>().join(", "),
        };
        match self {
            Self::Number(n) => match question.input {
                Input::Number { unit, .. } if *n == 1 => format!("1 {}", singular(unit)),
                Input::Number { unit, .. } => format!("{} {unit}", grouped(*n)),
                _ => grouped(*n),
            },
            Self::Text(text) => question.label_of(text).to_owned(),
            Self::Many(entries) => list(entries),
            Self::Levels(levels) => {
                let named = |wanted: Level| {
                    let of_level: Vec<_> =
                        levels.iter().filter(|(_, level)| **level == wanted).map(|(s, _)| question.label_of(s)).collect();
                    (!of_level.is_empty()).then(|| of_level.join(", "))
                };
                let parts: Vec<_> = [(Level::Strong, "strong in"), (Level::Some, "some")]
                    .into_iter()
                    .filter_map(|(level, word)| named(level).map(|subjects| format!("{word} {subjects}")))
                    .collect();
                if parts.is_empty() { "nothing in depth".to_owned() } else { parts.join("; ") }
            }
            Self::NotSure => format!("not sure yet: {}", lower_first(question.default_text.trim_end_matches('.'))),
        }
    }
}

/// The unit for one: `engineer`, `request a second at peak`.
fn singular(unit: &str) -> String {
    let (noun, rest) = unit.split_once(' ').map_or((unit, ""), |(noun, rest)| (noun, rest));
    let noun = if noun == "people" { "person" } else { noun.strip_suffix('s').unwrap_or(noun) };
    // `ms` is an abbreviation.
    let noun = if unit == "ms" { "ms" } else { noun };
    format!("{noun} {rest}").trim_end().to_owned()
}

/// A number as people write it: `50,000`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// For a text that goes on inside a sentence; names and abbreviations keep their capitals.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => first.to_lowercase().chain(text.chars().skip(1)).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::questions;

    #[test]
    fn a_decimal_is_the_text_it_is_written_as() {
        let read = |text: &str| serde_saphyr::from_str::<Answers>(text).unwrap();
        assert_eq!(read("availability: 99.9"), read("availability: '99.9'"));
        assert_eq!(read("engineers: 9").into_values().next(), Some(Answer::Number(9)));
        assert_eq!(serde_json::from_str::<Answer>("99.95").unwrap(), Answer::text("99.95"));
    }

    #[test]
    fn answers_read_as_people_say_them() {
        let say = |id: &str, answer: Answer| answer.describe(questions::find(id).unwrap());
        assert_eq!(say("peak-rps", Answer::Number(2_000)), "2,000 requests a second at peak");
        assert_eq!(say("engineers", Answer::Number(1)), "1 engineer");
        assert_eq!(say("target", Answer::text("kubernetes")), "Kubernetes");
        assert_eq!(say("capabilities", Answer::many(["orders", "Drones"])), "Orders, Drones");
        assert_eq!(say("engineers", Answer::NotSure), "not sure yet: 4 engineers");
        let levels = [("node".to_owned(), Level::Strong), ("kubernetes".to_owned(), Level::None)].into();
        assert_eq!(say("skills", Answer::Levels(levels)), "strong in Node.js");
    }
}
