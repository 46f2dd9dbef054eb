//! One version in the list: what somebody called it or what was done, when, and its number. Choosing it is a link.

use crate::{
    components::{
        long_list::Standing,
        when::{When, date},
    },
    navigation::Navigator,
    state::ProjectState,
};
use domain::protocol::RevisionEntry;
use leptos::prelude::*;

/// What the list shows of a version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Row {
    pub revision: u64,
    pub saved_ms: i64,
    /// What somebody called it.
    pub name: Option<String>,
    /// What was done.
    pub label: String,
    /// So many saves were merged to this one.
    pub merged: Option<u64>,
    /// It is the first of this day in the list.
    pub day: Option<String>,
}

impl Row {
    /// Rows of a list of versions, with the days where they begin.
    pub(super) fn of(entries: &[RevisionEntry]) -> Vec<Self> {
        let mut last = String::new();
        entries
            .iter()
            .map(|entry| {
                let day = date(entry.saved_ms);
                let is_new = day != last;
                last.clone_from(&day);
                Self {
                    revision: entry.revision,
                    saved_ms: entry.saved_ms,
                    name: entry.name.clone(),
                    label: if entry.label.is_empty() { said(entry) } else { entry.label.clone() },
                    merged: entry.merged,
                    day: is_new.then_some(day),
                }
            })
            .collect()
    }

    /// Its name or what was done has these words, in lower case.
    pub(super) fn is_called(entry: &RevisionEntry, wanted: &str) -> bool {
        let texts = [entry.name.as_deref().unwrap_or_default(), &entry.label, &date(entry.saved_ms), &format!("r{}", entry.revision)]
            .map(str::to_lowercase);
        texts.iter().any(|text| text.contains(wanted))
    }
}

/// What is said of a save that nobody labelled.
fn said(entry: &RevisionEntry) -> String {
    match entry.edits {
        0 => "Created".to_owned(),
        1 => "1 change".to_owned(),
        edits => format!("{edits} changes"),
    }
}

/// The id of its line.
pub(super) fn id_of(revision: u64) -> String {
    format!("version-{revision}")
}

pub(super) fn view(row: Row, at: Standing) -> AnyView {
    let Row { revision, saved_ms, name, label, merged, day } = row;
    let id = ProjectState::expect().id();
    let asked = Navigator::expect().asked("at");
    let current = move || asked.with(|asked| asked.as_deref() == Some(revision.to_string().as_str())).then_some("true");
    let title = name.clone().unwrap_or_else(|| label.clone());
    let second = name.is_some().then_some(label);
    let merged = merged.map(|saves| view! { <span class="chip">{format!("{saves} saves merged")}</span> });
    view! {
        <li aria-posinset=move || at.position() aria-setsize=move || at.of()>
            {day.map(|day| view! { <h2 class="h-sec hv__d">{day}</h2> })}
            <a class="hv" id=id_of(revision) class:is-named=name.is_some() href=format!("/p/{id}/history?at={revision}") data-still="" aria-current=current>
                <span class="hv__t">{title}</span>
                <span class="hv__r">{format!("r{revision}")}</span>
                <span class="hv__s">
                    {second.map(|label| format!("{label} · "))} <When ms=saved_ms/> " " {merged}
                </span>
            </a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(revision: u64, saved_ms: i64, label: &str, edits: usize) -> RevisionEntry {
        RevisionEntry { revision, saved_ms, label: label.into(), edits, name: None, merged: None }
    }

    #[test]
    fn days_begin_where_they_begin() {
        const DAY: i64 = 86_400_000;
        let rows =
            Row::of(&[entry(4, 2 * DAY + 5, "Moved orders", 1), entry(3, 2 * DAY, "", 2), entry(2, DAY, "", 1), entry(1, DAY, "", 0)]);
        let days: Vec<_> = rows.iter().map(|row| row.day.as_deref()).collect();
        assert_eq!(days, [Some("1970-01-03"), None, Some("1970-01-02"), None]);
        assert_eq!(rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["Moved orders", "2 changes", "1 change", "Created"]);
    }

    #[test]
    fn a_version_is_found_by_its_name_its_label_its_day_and_its_number() {
        let named = RevisionEntry { name: Some("Before the Split".into()), ..entry(38, 0, "Moved orders", 1) };
        for (wanted, found) in [("", true), ("split", true), ("moved", true), ("1970-01", true), ("r38", true), ("r39", false)] {
            assert_eq!(Row::is_called(&named, wanted), found, "{wanted}");
        }
    }
}
