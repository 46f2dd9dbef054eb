//! With which earlier revision the files are compared. The last one that was downloaded from this browser is offered first.

use super::Export;
use crate::{
    alive::Alive,
    api::{self, SavesAsked},
    browser, device,
    navigation::Navigator,
};
use domain::protocol::{Change, RevisionEntry};
use leptos::prelude::*;

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
    browser::store(&device::exported(id), Some(&revision.to_string()));
}

/// A revision in the list: what somebody called it, or else what was done, and whether it stands for several saves.
fn option_name(entry: &RevisionEntry) -> String {
    let merged = entry.merged.map(|saves| format!("{saves} saves of a day, merged"));
    let said = [entry.name.clone().or_else(|| Some(entry.label.clone()).filter(|label| !label.is_empty())), merged];
    [Some(format!("r{}", entry.revision))].into_iter().chain(said).flatten().collect::<Vec<_>>().join(" · ")
}

/// What can be chosen: versions with a name, the last saves, and the one that is wanted, however long ago it was.
fn offered(named: Vec<RevisionEntry>, saves: Vec<RevisionEntry>, wanted: Option<u64>) -> Vec<RevisionEntry> {
    let mut offered = named;
    offered.extend(saves.into_iter().filter(|entry| entry.name.is_none()));
    if let Some(revision) = wanted.filter(|wanted| offered.iter().all(|entry| entry.revision != *wanted)) {
        offered.push(RevisionEntry { revision, saved_ms: 0, label: String::new(), edits: 0, name: None, merged: None });
    }
    offered
}

/// The choice, once there is an earlier revision to choose.
#[component]
pub(super) fn Compare(export: Export) -> impl IntoView {
    let revisions = RwSignal::new(Vec::<RevisionEntry>::new());
    let alive = Alive::here();
    let asked = Navigator::expect().asked_now("since").and_then(|since| since.parse::<u64>().ok());
    Effect::new(move |before: Option<u64>| {
        let now = export.state.revision().get();
        alive.spawn(async move {
            // Without the list there is nothing to compare with; the files are there all the same.
            let page = |named| SavesAsked { before: Some(now), named };
            let saves = api::revisions(export.state.id(), &page(false)).await.unwrap_or_default();
            let named = api::revisions(export.state.id(), &page(true)).await.unwrap_or_default();
            // What the address asks for may be many saves away; what was downloaded last may be merged with others.
            let listed = |revision: &u64| saves.iter().chain(&named).any(|entry| entry.revision == *revision);
            let last = || browser::stored(&device::exported(&export.state.id())).and_then(|text| text.parse().ok()).filter(listed);
            let first = before.is_none().then(|| asked.or_else(last)).flatten();
            let wanted = first.or_else(|| export.since.get_untracked()).filter(|wanted| *wanted < now);
            if before.is_none() {
                export.since.set(wanted);
            }
            let earlier = offered(named, saves, wanted);
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
    fn what_is_wanted_is_offered_however_old_it_is() {
        let entry = |revision: u64, name: Option<&str>| RevisionEntry {
            revision,
            saved_ms: 0,
            label: String::new(),
            edits: 1,
            name: name.map(str::to_owned),
            merged: None,
        };
        let numbers = |wanted| {
            let named = vec![entry(700, Some("New")), entry(3, Some("Old"))];
            let saves = vec![entry(701, None), entry(700, Some("New"))];
            offered(named, saves, wanted).into_iter().map(|entry| entry.revision).collect::<Vec<_>>()
        };
        assert_eq!(numbers(None), [700, 3, 701]);
        assert_eq!((numbers(Some(3)), numbers(Some(12))), (vec![700, 3, 701], vec![700, 3, 701, 12]));
    }

    #[test]
    fn a_revision_is_called_by_its_name_or_what_was_done() {
        let entry = RevisionEntry { revision: 7, saved_ms: 0, label: "Moved orders".into(), edits: 1, name: None, merged: None };
        let named = RevisionEntry { name: Some("Before the split".into()), ..entry.clone() };
        let merged = RevisionEntry { merged: Some(12), label: String::new(), ..entry.clone() };
        let shown = [entry, named, merged].map(|entry| option_name(&entry));
        assert_eq!(shown, ["r7 · Moved orders", "r7 · Before the split", "r7 · 12 saves of a day, merged"]);
    }
}
