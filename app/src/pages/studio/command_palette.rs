//! The command palette: commands first, then parts, technologies to add, and pages. Type, arrows, Enter.

use crate::{
    commands::{self, Command},
    components::{
        finder::{Finder, Line},
        search::{self, Entry, Search},
    },
    navigation::Navigator,
    state::editor::{Block, Editor, icon_of, kind_and_place},
};
use domain::{
    catalog,
    design::ElementKind,
    ids::ElementId,
    standing::{Gap, Standing},
};
use leptos::prelude::*;

/// Parts listed at most.
const MOST_PARTS: usize = 12;

#[derive(Clone)]
enum Found {
    Command(&'static Command),
    Part {
        id: ElementId,
        name: String,
        icon: &'static str,
        place: String,
    },
    /// A technology to put on the canvas.
    Block {
        block: Block,
        name: &'static str,
        icon: &'static str,
        gap: Option<Gap>,
    },
    Page(Entry),
}

impl Found {
    fn line(&self) -> Line {
        let (group, icon, name, about, keys) = match self {
            Self::Command(command) => ("Actions", command.icon, command.label.to_owned(), String::new(), command.keys.first().copied()),
            Self::Part { name, icon, place, .. } => ("On the canvas", *icon, name.clone(), place.clone(), None),
            Self::Block { name, icon, gap, .. } => {
                ("Add a technology", *icon, format!("Add {name}"), gap.map(|gap| gap.mark()).unwrap_or_default(), None)
            }
            Self::Page(entry) => return Line { group: Some("Go to"), ..entry.line() },
        };
        Line { group: Some(group), icon, name, about, keys }
    }
}

/// Technologies that are called so. They are many, so that they have to be asked for.
fn technologies(wanted: &str) -> Vec<Found> {
    let placed = [ElementKind::Gateway, ElementKind::Datastore, ElementKind::Broker];
    let called = catalog::all().iter().copied().filter(|entry| !wanted.is_empty() && entry.name.to_lowercase().contains(wanted));
    let of = |entry: &'static catalog::Technology| {
        let kind = placed.into_iter().find(|kind| entry.kinds.contains(kind))?;
        let block = Block::Part { kind, technology: Some(entry.slug) };
        Some(Found::Block { block, name: entry.name, icon: entry.icon, gap: entry.standing_as(kind).and_then(Standing::gap) })
    };
    called.filter_map(of).collect()
}

#[component]
pub fn CommandPalette() -> impl IntoView {
    let editor = Editor::expect();
    let navigator = Navigator::expect();
    let place = navigator.place();
    let search = Search::expect();
    search.answer_here();
    // The button in the bar asks for this one here.
    let asked = search.is_open();
    Effect::new(move |_| {
        if asked.get() {
            asked.set(false);
            editor.palette_open.set(true);
        }
    });
    let find = move |wanted: &str| -> Vec<Found> {
        let fits = |command: &&&'static Command| {
            command.id != "open-palette" && command.label.to_lowercase().contains(wanted) && (command.enabled)(&editor)
        };
        let mut all: Vec<Found> = commands::ALL.iter().filter(fits).map(|command| Found::Command(command)).collect();
        // What concerns the selection comes first.
        all.sort_by_key(|found| !matches!(found, Found::Command(command) if command.group == commands::Group::Selection));
        editor.with_design(|design| {
            let named = |(id, _): &(&ElementId, &domain::design::Element)| design.display_name(id).to_lowercase().contains(wanted);
            all.extend(design.elements.iter().filter(named).take(MOST_PARTS).map(|(id, element)| Found::Part {
                id: id.clone(),
                name: design.display_name(id).to_owned(),
                icon: icon_of(element),
                place: kind_and_place(design, element),
            }));
        });
        if editor.can_edit() {
            all.extend(technologies(wanted));
        }
        all.extend(search::entries(&place.get(), wanted).into_iter().map(Found::Page));
        all
    };
    let run = move |found: &Found| match found {
        Found::Command(command) => (command.run)(&editor),
        Found::Part { id, .. } => editor.go_to_part(id),
        Found::Block { block, .. } => editor.add(block, None),
        Found::Page(entry) => entry.run(navigator),
    };
    view! {
        <Finder
            open=editor.palette_open
            placeholder="Search parts, technologies and pages, or run a command"
            listed="Commands and parts"
            find
            line=Found::line
            run
        >
            <div class="cmdk__f" aria-hidden="true">
                <span><kbd>"Enter"</kbd> " run"</span>
                <span><kbd>"?"</kbd> " all keys, on the canvas"</span>
            </div>
        </Finder>
    }
}
