//! The command palette: commands first, then parts, technologies to add, and pages. Type, arrows, Enter.

use crate::{
    alive,
    commands::{self, Command},
    components::{
        Icon,
        keys::Keys,
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
use leptos::{ev, html, prelude::*};

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
    /// The heading of those that stand together.
    fn group(&self) -> &'static str {
        match self {
            Self::Command(_) => "Actions",
            Self::Part { .. } => "On the canvas",
            Self::Block { .. } => "Add a technology",
            Self::Page(_) => "Go to",
        }
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
    // The button in the bar asks for this one here.
    let asked = Search::expect().is_open();
    Effect::new(move |_| {
        if asked.get() {
            asked.set(false);
            editor.palette_open.set(true);
        }
    });
    let dialog = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0usize);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (editor.palette_open.get(), dialog.open()) {
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
    let found = move || -> Vec<Found> {
        if !editor.palette_open.get() {
            return Vec::new();
        }
        let wanted = typed.get().trim().to_lowercase();
        let fits = |command: &&&'static Command| {
            command.id != "open-palette" && command.label.to_lowercase().contains(&wanted) && (command.enabled)(&editor)
        };
        let mut all: Vec<Found> = commands::ALL.iter().filter(fits).map(|command| Found::Command(command)).collect();
        // What concerns the selection comes first.
        all.sort_by_key(|found| !matches!(found, Found::Command(command) if command.group == commands::Group::Selection));
        editor.with_design(|design| {
            let named = |(id, _): &(&ElementId, &domain::design::Element)| design.display_name(id).to_lowercase().contains(&wanted);
            all.extend(design.elements.iter().filter(named).take(MOST_PARTS).map(|(id, element)| Found::Part {
                id: id.clone(),
                name: design.display_name(id).to_owned(),
                icon: icon_of(element),
                place: kind_and_place(design, element),
            }));
        });
        if editor.can_edit() {
            all.extend(technologies(&wanted));
        }
        all.extend(search::entries(&place.get(), &wanted).into_iter().map(Found::Page));
        all
    };
    let run = move |found: &Found| {
        editor.palette_open.set(false);
        match found {
            Found::Command(command) => (command.run)(&editor),
            Found::Part { id, .. } => editor.go_to_part(id),
            Found::Block { block, .. } => editor.add(block, None),
            Found::Page(entry) => entry.run(navigator),
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        let all = untrack(found);
        let count = all.len().max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(found) = all.get(at.get_untracked()) {
                    run(found);
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
        let heads: Vec<Option<&'static str>> =
            all.iter().enumerate().map(|(i, found)| (i == 0 || all[i - 1].group() != found.group()).then_some(found.group())).collect();
        let none = all.is_empty().then(|| view! { <li role="presentation" class="ck__h">"Nothing has that name"</li> });
        let rows = all
            .into_iter()
            .enumerate()
            .map(|(i, found)| {
                let head = heads[i];
                let (icon, name, place, key) = match &found {
                    Found::Command(command) => (command.icon, command.label.to_owned(), String::new(), command.keys.first().copied()),
                    Found::Part { name, icon, place, .. } => (*icon, name.clone(), place.clone(), None),
                    Found::Block { name, icon, gap, .. } => (*icon, format!("Add {name}"), gap.map(|gap| gap.mark()).unwrap_or_default(), None),
                    Found::Page(entry) => (entry.icon, entry.label.clone(), entry.about.to_owned(), None),
                };
                view! {
                    {head.map(|head| view! { <li role="presentation" class="ck__h">{head}</li> })}
                    <li role="option" id=format!("ck-{i}") class="ck" aria-selected=move || (at.get() == i).to_string() on:click=move |_| run(&found)>
                        <Icon name=icon/>
                        <span>{name}</span>
                        <span class="faint">{place}</span>
                        {key.map(|key| view! { <span class="ck__k"><Keys keys=key/></span> })}
                    </li>
                }
            })
            .collect_view();
        view! {
            {none}
            {rows}
        }
    };
    view! {
        <dialog class="dlg dlg--cmdk" node_ref=dialog aria-label="Search or run" on:close=move |_| editor.palette_open.set(false)>
            <div class="cmdk__in">
                <Icon name="search"/>
                <input
                    node_ref=input
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="ck-list"
                    aria-activedescendant=move || format!("ck-{}", at.get())
                    aria-label="Search or run"
                    placeholder="Search parts, technologies and pages, or run a command"
                    autocomplete="off"
                    on:input=move |event| {
                        at.set(0);
                        typed.set(event_target_value(&event));
                    }
                    on:keydown=keydown
                />
                <kbd aria-hidden="true">"Esc"</kbd>
            </div>
            <div class="cmdk__list">
                <ul role="listbox" id="ck-list" aria-label="Commands and parts">{rows}</ul>
            </div>
            <div class="cmdk__f" aria-hidden="true">
                <span><kbd>"Enter"</kbd> " run"</span>
                <span><kbd>"?"</kbd> " all keys, on the canvas"</span>
            </div>
        </dialog>
    }
}
