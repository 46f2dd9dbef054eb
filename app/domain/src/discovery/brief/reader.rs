//! Reads one answer at a time, and remembers which were missing or made no sense. Knows forms, not meanings.

use super::choices::{Compliance, Word};
use crate::{
    design::{Availability, Cluster, Target},
    discovery::{
        Answer, Answers, Level,
        capability::{External, external},
        questions,
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The technologies a service can be written in, with the subject of the `skills` question; the first is the default.
const LANGUAGES: [(&str, &str); 5] =
    [("node-express", "node"), ("python-fastapi", "python"), ("go", "go"), ("java-spring", "java"), ("rust-axum", "rust")];
const DEFAULT_AVAILABILITY: f64 = 99.5;

pub(super) struct Reader<'a> {
    answers: &'a Answers,
    pub(super) assumed: Vec<&'static str>,
}

/// The word of a platform choice, as files write it.
pub(super) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(answers: &'a Answers) -> Self {
        Self { answers, assumed: Vec::new() }
    }
    /// What `read` makes of the answer; without an answer, or when it makes nothing of it, the question counts as assumed.
    fn read<T>(&mut self, id: &'static str, read: impl FnOnce(&Answer) -> Option<T>) -> Option<T> {
        let value = self.answers.get(id).and_then(read);
        if value.is_none() {
            self.assumed.push(id);
        }
        value
    }
    pub(super) fn text(&mut self, id: &'static str) -> Option<String> {
        self.read(id, |answer| match answer {
            Answer::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        })
    }
    pub(super) fn one<T: Word>(&mut self, id: &'static str) -> Option<T> {
        self.read(id, |answer| match answer {
            Answer::Text(slug) => T::ALL.iter().copied().find(|value| value.slug() == slug),
            _ => None,
        })
    }
    /// One of the model's own words, as files write it.
    pub(super) fn platform<T: Serialize + Copy>(&mut self, id: &'static str, all: &[T]) -> Option<T> {
        self.read(id, |answer| match answer {
            Answer::Text(slug) => all.iter().copied().find(|value| word(*value) == *slug),
            _ => None,
        })
    }
    /// Where it runs: a target, or Kubernetes by the name of who runs it.
    pub(super) fn place(&mut self, id: &'static str) -> Option<(Target, Cluster)> {
        self.read(id, |answer| {
            let Answer::Text(slug) = answer else { return None };
            let target = Target::ALL.iter().find(|target| word(**target) == *slug).map(|target| (*target, Cluster::Own));
            let run_by_others = Cluster::ALL.iter().filter(|cluster| **cluster != Cluster::Own);
            target.or_else(|| run_by_others.copied().find(|cluster| word(*cluster) == *slug).map(|cluster| (Target::Kubernetes, cluster)))
        })
    }
    /// One of some slugs; `open` leaves it open without counting as assumed.
    pub(super) fn slug(&mut self, id: &'static str, slugs: &[&'static str], open: &str) -> Option<&'static str> {
        self.read(id, |answer| match answer {
            Answer::Text(slug) if slug == open => Some(None),
            Answer::Text(slug) => slugs.iter().copied().find(|known| known == slug).map(Some),
            _ => None,
        })
        .flatten()
    }
    pub(super) fn many(&mut self, id: &'static str) -> Option<Vec<String>> {
        self.read(id, |answer| match answer {
            Answer::Many(entries) => Some(entries.iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect()),
            _ => None,
        })
    }
    /// A number inside its bounds.
    pub(super) fn number(&mut self, id: &'static str, min: u64, max: u64) -> Option<u64> {
        self.read(id, |answer| match answer {
            Answer::Number(n) => (min..=max).contains(n).then_some(*n),
            _ => None,
        })
    }
    /// Levels of the subjects the question knows.
    pub(super) fn levels(&mut self, id: &'static str) -> BTreeMap<&'static str, Level> {
        self.read(id, |answer| match answer {
            Answer::Levels(levels) => {
                let subjects = questions::find(id).map_or(&[][..], |question| question.choices());
                let known: BTreeMap<_, _> =
                    subjects.iter().filter_map(|subject| Some((subject.slug, *levels.get(subject.slug)?))).collect();
                (!known.is_empty()).then_some(known)
            }
            _ => None,
        })
        .unwrap_or_default()
    }
    /// Languages in the order of preference; else what the team knows best.
    pub(super) fn stack(&mut self, skills: &BTreeMap<&'static str, Level>) -> Vec<&'static str> {
        let asked = self.read("stack", |answer| match answer {
            Answer::Many(entries) => {
                let known: Vec<_> = entries.iter().filter_map(|e| LANGUAGES.iter().map(|(slug, _)| *slug).find(|slug| slug == e)).collect();
                (!known.is_empty()).then_some(known)
            }
            _ => None,
        });
        asked.unwrap_or_else(|| {
            let level = |subject: &str| skills.get(subject).copied().unwrap_or(Level::None);
            let best = LANGUAGES.iter().map(|(_, subject)| level(subject)).max().unwrap_or(Level::None);
            LANGUAGES.iter().find(|(_, subject)| level(subject) == best).map(|(slug, _)| vec![*slug]).unwrap_or_default()
        })
    }
    /// Systems outside that the table knows, and others.
    pub(super) fn integrations(&mut self) -> (Vec<&'static External>, Vec<String>) {
        let (mut known, mut own): (Vec<&'static External>, Vec<String>) = (Vec::new(), Vec::new());
        for entry in self.many("integrations").unwrap_or_default() {
            let lower = entry.to_lowercase();
            match external::ALL.iter().find(|e| e.slug == lower || e.title.to_lowercase() == lower) {
                Some(external) if known.contains(&external) => {}
                Some(external) => known.push(external),
                None if own.contains(&entry) => {}
                None => own.push(entry),
            }
        }
        (known, own)
    }
    #[expect(clippy::expect_used, reason = "the default lies between 0 and 100")]
    pub(super) fn availability(&mut self) -> Availability {
        self.read("availability", |answer| {
            let percent = match answer {
                Answer::Text(text) => text.parse().ok(),
                Answer::Number(whole) => Some(*whole as f64),
                _ => None,
            };
            percent.and_then(Availability::from_percent).filter(|a| a.percent() >= 90.0)
        })
        .unwrap_or_else(|| Availability::from_percent(DEFAULT_AVAILABILITY).expect("a percentage"))
    }
    /// The rules named; GDPR when nobody says and there is data about people.
    pub(super) fn compliance(&mut self, personal: bool) -> Vec<Compliance> {
        let asked = self.read("compliance", |answer| match answer {
            Answer::Many(entries) => {
                Some(Compliance::ALL.iter().copied().filter(|rule| entries.iter().any(|e| e == rule.slug())).collect())
            }
            _ => None,
        });
        asked.unwrap_or_else(|| if personal { vec![Compliance::Gdpr] } else { Vec::new() })
    }
}
