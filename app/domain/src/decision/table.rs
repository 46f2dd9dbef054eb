//! Options as a table: for topics whose options are known beforehand and stand in one field of the platform.

use super::{
    Mark,
    case::Case,
    topic::{Candidate, Words, bad, good},
};
use crate::{ids::ElementId, standing::Standing};

/// One option.
pub(crate) struct Row<T> {
    pub value: T,
    pub slug: &'static str,
    pub name: &'static str,
    pub icon: &'static str,
    /// The decision as a sentence.
    pub title: &'static str,
    /// One mark a criterion.
    pub marks: fn(&Case<'_>) -> Vec<Mark>,
    pub good: &'static [&'static str],
    pub bad: &'static [&'static str],
    /// When to look at it again.
    pub revisit: &'static str,
}

/// The slug of a value; empty for one that no row has.
pub(crate) fn slug_of<T: PartialEq>(rows: &[Row<T>], value: &T) -> String {
    rows.iter().find(|row| row.value == *value).map(|row| row.slug.to_owned()).unwrap_or_default()
}

/// The value of a slug.
pub(crate) fn value_of<T: Copy>(rows: &[Row<T>], slug: &str) -> Option<T> {
    rows.iter().find(|row| row.slug == slug).map(|row| row.value)
}

/// The rows as options; each value says what the bundle makes of it.
pub(crate) fn candidates<'r, T: Copy + 'static>(
    rows: impl IntoIterator<Item = &'r Row<T>>,
    case: &Case<'_>,
    standing: fn(T) -> Standing,
) -> Vec<Candidate> {
    rows.into_iter().map(|row| Candidate::new(row.slug, row.name, row.icon, (row.marks)(case), standing(row.value))).collect()
}

/// The words of the chosen row.
pub(crate) fn words<T>(rows: &[Row<T>], chosen: &Candidate, context: String, elements: Vec<ElementId>) -> Words {
    let Some(row) = rows.iter().find(|row| row.slug == chosen.slug) else {
        return Words { title: chosen.name.clone(), context, consequences: Vec::new(), revisit_when: String::new(), elements };
    };
    let consequences = row.good.iter().map(|text| good(*text)).chain(row.bad.iter().map(|text| bad(*text))).collect();
    Words { title: row.title.to_owned(), context, consequences, revisit_when: row.revisit.to_owned(), elements }
}
