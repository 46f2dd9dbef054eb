//! “Search or run” on every page: pages, the stages of the open design, the theme. The studio shows the same entries among its own. Knows
//! nothing of designs.

use super::{
    Icon,
    finder::{Finder, Line},
    keys::Keys,
};
use crate::{
    browser,
    navigation::Navigator,
    place::{API, COMMAND_LINE, PRIVACY, Place, Stage},
};
use leptos::{ev, prelude::*};

/// Whether somebody asked for it, and where it answers.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    is_open: RwSignal<bool>,
    /// The page that is shown has its own.
    has_own: RwSignal<bool>,
}

impl Search {
    pub fn expect() -> Self {
        expect_context()
    }
    pub fn is_open(self) -> RwSignal<bool> {
        self.is_open
    }
    /// The part of the page that is being made answers in place of the dialog of every page, until it goes.
    pub fn answer_here(self) {
        // Not before the page is alive: the server renders the other one.
        Effect::new(move |_| self.has_own.set(true));
        on_cleanup(move || self.has_own.set(false));
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
    icon: &'static str,
    label: String,
    about: &'static str,
    deed: Deed,
}

impl Entry {
    pub fn line(&self) -> Line {
        Line { group: None, icon: self.icon, name: self.label.clone(), about: self.about.to_owned(), keys: None }
    }
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
    provide_context(Search { is_open: RwSignal::new(false), has_own: RwSignal::new(false) });
}

/// The dialog, on every page that has none of its own.
#[component]
pub fn SearchDialog() -> impl IntoView {
    let navigator = Navigator::expect();
    let Search { is_open, has_own } = Search::expect();
    let place = navigator.place();
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let asks = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k");
            if asks && !has_own.get_untracked() && document().query_selector("dialog[open]").ok().flatten().is_none() {
                event.prevent_default();
                is_open.set(true);
            }
        });
        on_cleanup(move || keys.remove());
    });
    let find = move |wanted: &str| entries(&place.get(), wanted);
    let run = move |entry: &Entry| entry.run(navigator);
    move || {
        (!has_own.get()).then(|| {
            view! { <Finder open=is_open placeholder="Go to a page or run a command" listed="Pages and commands" find line=Entry::line run/> }
        })
    }
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
