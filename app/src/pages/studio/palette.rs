//! The palette: blocks to drag onto the canvas, or to pick and click. From the keyboard a block goes straight to the middle.

use super::{canvas::world_at, place};
use crate::{
    components::{Icon, typed::as_typed},
    state::editor::{Block, Editor, LeftTab, block_of_kind, icon_of_kind},
};
use domain::{
    catalog,
    design::ElementKind,
    standing::{Gap, Standing},
};
use leptos::{ev, html, prelude::*};

/// One line of the palette.
#[derive(Clone, PartialEq)]
struct Entry {
    block: Block,
    name: &'static str,
    icon: &'static str,
    class: &'static str,
    key: Option<&'static str>,
    gap: Option<Gap>,
}

fn building_blocks() -> Vec<Entry> {
    let part = |kind: ElementKind, class, key| Entry {
        block: block_of_kind(kind),
        name: kind.label(),
        icon: icon_of_kind(kind),
        class,
        key: Some(key),
        gap: kind.standing().gap(),
    };
    vec![
        part(ElementKind::Service, "k-service", "S"),
        part(ElementKind::Frontend, "k-frontend", "F"),
        part(ElementKind::Worker, "k-worker", "W"),
        part(ElementKind::External, "k-external", "X"),
        Entry { block: Block::Context, name: "Bounded context", icon: "square-dashed", class: "k-acc", key: Some("B"), gap: None },
        part(ElementKind::Note, "k-external", "N"),
    ]
}

fn of_kind(kind: ElementKind, class: &'static str) -> Vec<Entry> {
    let of = catalog::of_kind(kind).into_iter();
    of.map(|entry| Entry {
        block: Block::Part { kind, technology: Some(entry.slug) },
        name: entry.name,
        icon: entry.icon,
        class,
        key: None,
        gap: entry.standing_as(kind).and_then(Standing::gap),
    })
    .collect()
}

#[component]
pub fn Palette() -> impl IntoView {
    let editor = Editor::expect();
    let wanted = RwSignal::new(String::new());
    let typed = StoredValue::new(String::new());
    let groups = [
        ("Building blocks", building_blocks()),
        ("Gateways", of_kind(ElementKind::Gateway, "k-gateway")),
        ("Data stores", of_kind(ElementKind::Datastore, "k-store")),
        ("Brokers", of_kind(ElementKind::Broker, "k-broker")),
    ];
    let shown = groups.map(|(title, entries)| {
        let names: Vec<String> = entries.iter().map(|entry| entry.name.to_lowercase()).collect();
        let any = Memo::new(move |_| wanted.with(|wanted| names.iter().any(|name| name.contains(wanted.as_str()))));
        let items = entries
            .into_iter()
            .map(|entry| {
                let name = entry.name.to_lowercase();
                let hidden = move || wanted.with(|wanted| !name.contains(wanted.as_str()));
                view! {
                    <li hidden=hidden>
                        <PaletteItem entry/>
                    </li>
                }
            })
            .collect_view();
        view! {
            <h2 class="h-sec" hidden=move || !any.get()>
                {title}
            </h2>
            <ul>{items}</ul>
        }
    });
    let find_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            wanted.set(String::new());
            event.stop_propagation();
        }
    };
    let edits = editor.can_edit();
    view! {
        <div class="scroll" id="tab-add-panel" role="tabpanel" aria-labelledby="tab-add" tabindex="0" hidden=move || editor.left_tab.get() != LeftTab::Add>
            {if edits {
                view! {
                    <label class="search palette__search">
                        <span class="vh">"Find a block"</span>
                        <Icon name="search"/>
                        <input
                            id="find-block"
                            class="field field--bare"
                            type="search"
                            placeholder="Find a block"
                            prop:value=move || as_typed(typed.get_value(), wanted.get(), str::to_lowercase)
                            on:input=move |event| {
                                typed.set_value(event_target_value(&event));
                                wanted.set(event_target_value(&event).to_lowercase());
                            }
                            on:keydown=find_key
                        />
                        <kbd aria-hidden="true">"/"</kbd>
                    </label>
                    {shown}
                }
                    .into_any()
            } else {
                view! { <p class="hint">"This link is for viewing. Ask the owner for a link that can edit."</p> }.into_any()
            }}
        </div>
        <p class="palette__hint" hidden=move || !edits || editor.left_tab.get() != LeftTab::Add>
            "Drag onto the canvas, or press a letter, then click."
        </p>
        <PlacingGhost/>
    }
}

#[component]
fn PaletteItem(entry: Entry) -> impl IntoView {
    let editor = Editor::expect();
    let (pressed, clicked) = (entry.block.clone(), entry.block.clone());
    let picked = {
        let block = entry.block.clone();
        move || editor.placing.with(|placing| placing.as_ref() == Some(&block))
    };
    let press = move |event: ev::PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        let start = (event.client_x(), event.client_y());
        editor.pick(pressed.clone());
        // The release decides: on the canvas it drops, on the palette the block stays in hand.
        let release = StoredValue::new_local(None::<WindowListenerHandle>);
        let block = pressed.clone();
        let handle = window_event_listener(ev::pointerup, move |event: ev::PointerEvent| {
            if let Some(Some(handle)) = release.try_update_value(Option::take) {
                handle.remove();
            }
            let moved = (event.client_x() - start.0).abs() + (event.client_y() - start.1).abs() > 8;
            if !moved || !editor.is_alive() {
                return;
            }
            match world_at(editor, event.client_x(), event.client_y()) {
                Some(at) => editor.add(&block, Some(at)),
                None => editor.placing.set(None),
            }
        });
        release.set_value(Some(handle));
    };
    let click = move |event: ev::MouseEvent| {
        // A click without a press of the pointer comes from the keyboard or a reader.
        if event.detail() == 0 {
            editor.add(&clicked, None);
        }
    };
    view! {
        <button
            class=format!("pal {}", entry.class)
            type="button"
            title=entry.gap.map_or(entry.name.to_owned(), |gap| format!("{}: {}", entry.name, gap.mark()))
            aria-keyshortcuts=entry.key
            aria-pressed=move || picked().then_some("true")
            on:pointerdown=press
            on:click=click
        >
            <span class="tile tile--sm">
                <Icon name=entry.icon/>
            </span>
            <span class="pal__n">
                <span class="vh">"Add "</span>
                {entry.name}
            </span>
            {entry.gap.map(|gap| view! { <small class="pal__s">{gap.short()}</small> })}
            {match entry.key {
                Some(key) => view! { <kbd aria-hidden="true">{key}</kbd> }.into_any(),
                None => view! { <Icon name="grip-vertical" class="pal__g"/> }.into_any(),
            }}
        </button>
    }
}

/// The block in hand follows the pointer.
#[component]
fn PlacingGhost() -> impl IntoView {
    let editor = Editor::expect();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let moves = window_event_listener(ev::pointermove, move |event: ev::PointerEvent| {
            if let Some(Some(node)) = node.try_get_untracked() {
                place::at_point(&node, f64::from(event.client_x() + 12), f64::from(event.client_y() + 12));
            }
        });
        on_cleanup(move || moves.remove());
    });
    let face = move || {
        editor.placing.get().map(|block| {
            let (icon, name) = match &block {
                Block::Context => ("square-dashed", "Bounded context"),
                Block::Part { kind, technology } => match technology.and_then(catalog::find) {
                    Some(entry) => (entry.icon, entry.name),
                    None => (icon_of_kind(*kind), kind.label()),
                },
            };
            view! {
                <div class="hand" node_ref=node aria-hidden="true">
                    <Icon name=icon/>
                    {name}
                </div>
            }
        })
    };
    view! { {face} }
}
