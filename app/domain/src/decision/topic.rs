//! What a topic is made of: its questions, criteria, options, words, and what choosing an option changes. Knows no topic by
//! name, and decides nothing.

use super::{Consequence, Mark, Theme, case::Case};
use crate::{
    Design, catalog,
    design::ElementKind,
    discovery::Brief,
    ids::{ElementId, LinkId},
    standing::Standing,
};

/// What is decided, how options are judged, and what choosing one changes.
pub(crate) struct Topic {
    pub slug: &'static str,
    pub subject: &'static str,
    pub theme: Theme,
    /// Questions whose answers it rests on.
    pub questions: &'static [&'static str],
    /// Codes of the review rules that watch over what is decided here.
    pub rules: &'static [&'static str],
    /// What it is asked about. Empty when it does not apply.
    pub about: fn(&Design) -> Vec<About>,
    /// The option the Design shows.
    pub choice: fn(&Case<'_>) -> String,
    pub criteria: fn(&Case<'_>) -> Vec<Criterion>,
    pub options: fn(&Case<'_>) -> Vec<Candidate>,
    /// The words of the record for a choice. They rest on the option given, so that what was chosen once can be told as well.
    pub words: fn(&Case<'_>, &Candidate) -> Words,
    /// Changes the Design so that it shows an option. The option is one of `options`.
    pub set: fn(&mut Design, &Brief, &About, &str),
}

/// What a topic is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// The Design as a whole: asked once.
    Whole,
    Element(ElementId),
    Link(LinkId),
}

impl About {
    /// The id it has, and what the topic's slug is followed by.
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Self::Whole => None,
            Self::Element(id) => Some(id.as_str()),
            Self::Link(id) => Some(id.as_str()),
        }
    }
    pub(crate) fn element(&self) -> Option<&ElementId> {
        match self {
            Self::Element(id) => Some(id),
            _ => None,
        }
    }
    pub(crate) fn link(&self) -> Option<&LinkId> {
        match self {
            Self::Link(id) => Some(id),
            _ => None,
        }
    }
}

/// Asked once for the Design, when it applies.
pub(crate) fn whole(applies: bool) -> Vec<About> {
    if applies { vec![About::Whole] } else { Vec::new() }
}

/// A force, and how much it counts.
pub(crate) struct Criterion {
    pub name: String,
    pub weight: u32,
}

pub(crate) fn criterion(name: impl Into<String>, weight: u32) -> Criterion {
    Criterion { name: name.into(), weight }
}

/// An option with its marks, one a criterion.
pub(crate) struct Candidate {
    pub slug: String,
    pub name: String,
    pub icon: &'static str,
    pub marks: Vec<Mark>,
    /// What the bundle makes of it.
    pub standing: Standing,
    /// Why it is never proposed, in a sentence without its full stop; only a person can choose it.
    pub never: Option<&'static str>,
}

impl Candidate {
    pub(crate) fn new(slug: impl Into<String>, name: impl Into<String>, icon: &'static str, marks: Vec<Mark>, standing: Standing) -> Self {
        Self { slug: slug.into(), name: name.into(), icon, marks, standing, never: None }
    }
    /// An option that only the Design shows, or that is not offered any more: nothing is known of it but its name.
    pub(crate) fn unknown(slug: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(slug, name, "", Vec::new(), Standing::Realised)
    }
    /// An option that is a technology of the catalogue, as an element of a kind.
    pub(crate) fn technology(slug: &str, kind: ElementKind, marks: Vec<Mark>) -> Self {
        let Some(entry) = catalog::find(slug) else { return Self::unknown(slug, slug) };
        Self::new(slug, entry.name, entry.icon, marks, entry.standing_as(kind).unwrap_or(Standing::Realised))
    }
    /// An option that is a technology which watches.
    pub(crate) fn watching(slug: &str, marks: Vec<Mark>) -> Self {
        let Some(entry) = catalog::find(slug) else { return Self::unknown(slug, slug) };
        Self::new(slug, entry.name, entry.icon, marks, entry.standing_in_slot().unwrap_or(Standing::Realised))
    }
    /// Says why it is never proposed.
    pub(crate) fn never(mut self, why: &'static str) -> Self {
        self.never = Some(why);
        self
    }
}

/// 0 to 4 bars and a word.
pub(crate) fn mark(bars: u8, word: impl Into<String>) -> Mark {
    Mark { bars: bars.min(4), word: word.into() }
}

/// The sentences of a record.
pub(crate) struct Words {
    pub title: String,
    pub context: String,
    pub consequences: Vec<Consequence>,
    pub revisit_when: String,
    pub elements: Vec<ElementId>,
}

pub(crate) fn good(text: impl Into<String>) -> Consequence {
    Consequence { good: true, text: text.into() }
}
pub(crate) fn bad(text: impl Into<String>) -> Consequence {
    Consequence { good: false, text: text.into() }
}

/// The criterion of a wish: counts more than any other, and only when there is one.
pub(crate) const WISH_WEIGHT: u32 = 8;
