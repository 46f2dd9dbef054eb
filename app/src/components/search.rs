//! “Search or run” on every page: pages, the stages of the open design, the theme. The studio shows the same entries among its own. Knows
//! nothing of designs.

use super::{Icon, keys::Keys};
use crate::{
    alive, browser,
    navigation::Navigator,
    place::{API, COMMAND_LINE, PRIVACY, Place, Stage},
};
use leptos::{ev, html, prelude::*};

/// Whether somebody asked for it.
#[derive(Debug, Clone, Copy)]
pub struct Search(RwSignal<bool>);

impl Search {
    pub fn expect() -> Self {
        expect_context()
    }
    pub fn is_open(self) -> RwSignal<bool> {
        self.0
    }
}

/// What an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    Go(String),
    /// To a page that the browser asks the server for.
    Leave(&'static str),
    Theme,
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub icon: &'static str,
    pub label: String,
    pub about: &'static str,
    deed: Deed,
}

impl Entry {
    pub fn run(&self, navigator: Navigator) {
        match &self.deed {
            Deed::Go(to) => navigator.go(to),
            Deed::Leave(to) => browser::leave_for(to),
            Deed::Theme => browser::toggle_theme(),
        }
    }
}

/// What can be found from a place under these words, in lower case.
pub fn entries(place: &Place, wanted: &str) -> Vec<Entry> {
    let go = |icon, label: &str, about, to: &str| Entry { icon, label: label.to_owned(), about, deed: Deed::Go(to.to_owned()) };
    let leave = |icon, label: &str, to| Entry { icon, label: label.to_owned(), about: "page", deed: Deed::Leave(to) };
    let mut all = Vec::new();
    if let Place::Project { id, stage } = place {
        for (other, icon, label, about) in [
            (Stage::Discovery, "circle-help", "Discovery", "the questions"),
            (Stage::Proposal, "scale", "Proposal", "the decisions"),
            (Stage::Studio, "workflow", "Studio", "the diagram"),
            (Stage::Export, "download", "Export", "the files and the zip"),
            (Stage::History, "history", "History", "versions, compare, restore"),
        ] {
            if *stage != Some(other) {
                all.push(go(icon, label, about, &format!("/p/{id}/{}", other.slug())));
            }
        }
    }
    all.extend([
        go("layout-template", "All designs", "and templates", "/"),
        go("book-open", "Diagram guide", "what shapes and strokes mean", "/guide"),
        go("shield-check", "Review rules", "what the review looks for", "/rules"),
        go("lock", "Open a recovery link", "page", "/recover"),
        Entry { icon: "sun", label: "Switch between light and dark theme".to_owned(), about: "", deed: Deed::Theme },
        leave("code-xml", "API", API),
        leave("file-code", "Command line", COMMAND_LINE),
        leave("info", "Privacy", PRIVACY),
    ]);
    all.retain(|entry| entry.label.to_lowercase().contains(wanted) || entry.about.contains(wanted));
    all
}

/// The button in the bars.
#[component]
pub fn SearchButton() -> impl IntoView {
    let open = Search::expect().is_open();
    view! {
        <button class="btn btn--field" type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+K" on:click=move |_| open.set(true)>
            <Icon name="search"/>
            <span class="bar__find">"Search or run"</span>
            <Keys keys="Ctrl+K"/>
        </button>
    }
    .into_any()
}

/// Makes [`Search`] known to everything below. To be called once, at the root.
pub fn provide_search() {
    provide_context(Search(RwSignal::new(false)));
}

/// The dialog, on every page but the studio, which has its own.
#[component]
pub fn SearchDialog() -> impl IntoView {
    let navigator = Navigator::expect();
    let open = Search::expect().is_open();
    let place = navigator.place();
    let dialog = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let in_studio = move || matches!(place.get_untracked(), Place::Project { stage: Some(Stage::Studio), .. });
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let asks = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k");
            if asks && !in_studio() && document().query_selector("dialog[open]").ok().flatten().is_none() {
                event.prevent_default();
                open.set(true);
            }
        });
        on_cleanup(move || keys.remove());
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get() && !in_studio(), dialog.open()) {
            (true, false) => {
                typed.set(String::new());
                at.set(0);
                // Fails only when the element left the document.
                let _ = dialog.show_modal();
                if let Some(input) = input.get() {
                    input.set_value("");
                    let _ = input.focus();
                }
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let found = move || if open.get() { entries(&place.get(), typed.get().trim()) } else { Vec::new() };
    let run = move |entry: &Entry| {
        open.set(false);
        entry.run(navigator);
    };
    let keydown = move |event: ev::KeyboardEvent| {
        let all = untrack(found);
        let count = all.len().max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(entry) = all.get(at.get_untracked()) {
                    run(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
        alive::next_frame(|| {
            if let Some(row) = document().query_selector(".cmdk__list [aria-selected=true]").ok().flatten() {
                row.scroll_into_view_with_bool(false);
            }
        });
    };
    let rows = move || {
        let all = found();
        let none = all.is_empty().then(|| view! { <li role="presentation" class="ck__h">"Nothing has that name"</li> });
        let row = |(i, entry): (usize, Entry)| {
            let (icon, label, about) = (entry.icon, entry.label.clone(), entry.about);
            view! {
                <li role="option" id=format!("sk-{i}") class="ck" aria-selected=move || (at.get() == i).to_string() on:click=move |_| run(&entry)>
                    <Icon name=icon/>
                    <span>{label}</span>
                    <span class="faint">{about}</span>
                </li>
            }
        };
        view! {
            {none}
            {all.into_iter().enumerate().map(row).collect_view()}
        }
    };
    view! {
        <dialog class="dlg dlg--cmdk" node_ref=dialog aria-label="Search or run" on:close=move |_| open.set(false)>
            <div class="cmdk__in">
                <Icon name="search"/>
                <input
                    node_ref=input
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="sk-list"
                    aria-activedescendant=move || format!("sk-{}", at.get())
                    aria-label="Search or run"
                    placeholder="Go to a page or run a command"
                    autocomplete="off"
                    on:input=move |event| {
                        at.set(0);
                        typed.set(event_target_value(&event).to_lowercase());
                    }
                    on:keydown=keydown
                />
                <kbd aria-hidden="true">"Esc"</kbd>
            </div>
            <div class="cmdk__list">
                <ul role="listbox" id="sk-list" aria-label="Pages and commands">
                    {rows}
                </ul>
            </div>
        </dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_and_the_stages_of_the_open_design() {
        let labels = |path: &str, wanted: &str| {
            entries(&Place::of(path), wanted).into_iter().map(|entry| entry.label).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(labels("/", "rul"), "Review rules");
        assert_eq!(labels("/p/a1/studio", "zip"), "Export");
        assert!(!labels("/p/a1/studio", "").contains("Studio") && !labels("/", "").contains("Export"));
        assert_eq!(labels("/guide", "dark"), "Switch between light and dark theme");
    }
}
