//! With which earlier revision the files are compared. The last one that was downloaded from this browser is offered first.

use super::Export;
use crate::{alive::Alive, api, browser};
use domain::protocol::{Change, RevisionEntry};
use leptos::prelude::*;

/// Keeps which revision of a project was downloaded last.
const EXPORTED: &str = "exported.";

/// The word beside a file.
pub(super) fn word(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Added => ("new", "fl__t fl__t--new"),
        Change::Changed => ("changed", "fl__t fl__t--mod"),
        Change::Removed => ("gone", "fl__t fl__t--gone"),
    }
}

/// Remembers that a revision of a project was downloaded.
pub(super) fn remember(id: &str, revision: u64) {
    browser::store(&format!("{EXPORTED}{id}"), Some(&revision.to_string()));
}

/// A revision in the list: what somebody called it, or else what was done, and whether it stands for several saves.
fn option_name(entry: &RevisionEntry) -> String {
    let merged = entry.merged.map(|saves| format!("{saves} saves of a day, merged"));
    let said = [entry.name.clone().or_else(|| Some(entry.label.clone()).filter(|label| !label.is_empty())), merged];
    [Some(format!("r{}", entry.revision))].into_iter().chain(said).flatten().collect::<Vec<_>>().join(" · ")
}

/// The choice, once there is an earlier revision to choose.
#[component]
pub(super) fn Compare(export: Export) -> impl IntoView {
    let revisions = RwSignal::new(Vec::<RevisionEntry>::new());
    let alive = Alive::here();
    Effect::new(move |before: Option<u64>| {
        let now = export.state.revision().get();
        alive.spawn(async move {
            // Without the list there is nothing to compare with; the files are there all the same.
            let all = api::revisions(export.state.id()).await.unwrap_or_default();
            let earlier: Vec<RevisionEntry> = all.into_iter().filter(|entry| entry.revision < now).collect();
            if before.is_none() {
                let last = browser::stored(&format!("{EXPORTED}{}", export.state.id())).and_then(|text| text.parse().ok());
                export.since.set(last.filter(|last| earlier.iter().any(|entry| entry.revision == *last)));
            }
            revisions.set(earlier);
        });
        now
    });
    let choose = move |event| export.since.set(event_target_value(&event).parse().ok());
    let option = move |entry: RevisionEntry| {
        let name = option_name(&entry);
        let chosen = move || export.since.get() == Some(entry.revision);
        view! {
            <option value=entry.revision.to_string() selected=chosen>
                {name}
            </option>
        }
    };
    // What somebody named is looked for most, and may be many saves away.
    let group = move |label: &'static str, named: bool| {
        let of_them = move || revisions.get().into_iter().filter(|entry| entry.name.is_some() == named).collect::<Vec<_>>();
        move || {
            let entries = of_them();
            (!entries.is_empty()).then(|| view! { <optgroup label=label>{entries.into_iter().map(option).collect_view()}</optgroup> })
        }
    };
    view! {
        <label class="ftree__c" hidden=move || revisions.with(Vec::is_empty)>
            <span class="vh">"Compare with an earlier revision"</span>
            <select class="field" on:change=choose>
                <option value="">"No comparison"</option>
                {group("Named versions", true)}
                {group("Saves", false)}
            </select>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_called_by_its_name_or_what_was_done() {
        let entry = RevisionEntry { revision: 7, saved_ms: 0, label: "Moved orders".into(), edits: 1, name: None, merged: None };
        let named = RevisionEntry { name: Some("Before the split".into()), ..entry.clone() };
        let merged = RevisionEntry { merged: Some(12), label: String::new(), ..entry.clone() };
        let shown = [entry, named, merged].map(|entry| option_name(&entry));
        assert_eq!(shown, ["r7 · Moved orders", "r7 · Before the split", "r7 · 12 saves of a day, merged"]);
    }
}
