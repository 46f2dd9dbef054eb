//! What floats above the canvas for a moment: the marquee, the kind of a new link, a new part, the menu, connect by name.

use super::{place, tools::LinkSample};
use crate::{
    commands,
    components::{Icon, keys::Keys},
    state::editor::{Editor, Float, icon_of_kind},
};
use canvas::scene::LinkClass;
use domain::{
    Edit,
    design::{ElementKind, LinkKind},
    edit::LinkField,
    ids::{ElementId, LinkId},
};
use leptos::{ev, html, prelude::*};

#[component]
pub fn Floats() -> impl IntoView {
    let editor = Editor::expect();
    let body = move || match editor.float.get()? {
        Float::LinkKind { link, at } => Some(view! { <Anchored at screen=false><LinkKindChip link/></Anchored> }.into_any()),
        Float::NewPart { from, at } => Some(view! { <Anchored at screen=false><NewPartMenu from at/></Anchored> }.into_any()),
        Float::Menu { at } => Some(view! { <Anchored at screen=true><Menu/></Anchored> }.into_any()),
        Float::ConnectTo { from, at } => Some(view! { <Anchored at screen=false><ConnectField from/></Anchored> }.into_any()),
    };
    view! {
        <Marquee/>
        {body}
    }
}

#[component]
fn Marquee() -> impl IntoView {
    let editor = Editor::expect();
    move || {
        editor.marquee.get().map(|(x0, y0, x1, y1)| {
            let (x, y) = (x0.min(x1), y0.min(y1));
            let class = if x1 >= x0 { "mq" } else { "mq mq--touch" };
            view! {
                <svg class="mqs" aria-hidden="true">
                    <rect class=class x=x y=y width=(x1 - x0).abs() height=(y1 - y0).abs()></rect>
                </svg>
            }
        })
    }
}

/// A float at a point of the world, or of the screen. It stays on the canvas.
#[component]
fn Anchored(at: (f64, f64), screen: bool, children: Children) -> impl IntoView {
    let editor = Editor::expect();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let (x, y) = if screen { at } else { editor.view.get().screen_from_world(at.0, at.1) };
        let (width, height) = editor.size.get();
        if let Some(node) = node.get() {
            let (own_width, own_height) = (f64::from(node.offset_width()), f64::from(node.offset_height()));
            let (x, y) = (x.clamp(8.0, (width - own_width - 8.0).max(8.0)), y.clamp(8.0, (height - own_height - 64.0).max(8.0)));
            place::at_point(&node, x, y);
        }
    });
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            editor.float.set(None);
            if let Some(id) = editor.selection.with_untracked(|selection| selection.only_part().cloned()) {
                editor.focus_part(&id);
            }
        }
    };
    view! {
        <div class="float anch" node_ref=node on:keydown=escape>
            {children()}
        </div>
    }
}

/// The kind of the link just drawn, and the others it may have.
#[component]
fn LinkKindChip(link: LinkId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let id = link.clone();
    let kinds = Memo::new(move |_| {
        design.with(|design| design.links.get(&id).map(|link| (link.kind, design.possible_link_kinds(&link.from, &link.to))))
    });
    let choose = move |kind: LinkKind| {
        editor.choose(change_kind(&link, kind), format!("Made it {}", kind.label()));
    };
    let body = move || {
        let choose = choose.clone();
        kinds.get().map(|(now, kinds)| {
            kinds
                .into_iter()
                .map(|kind| {
                    let choose = choose.clone();
                    view! {
                        <button type="button" aria-pressed=(kind == now).to_string() on:click=move |_| choose(kind)>
                            <LinkSample class=LinkClass::of(kind) width=26/>
                            {kind.label()}
                        </button>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <div class="seg seg--s" role="group" aria-label="Kind of the link">
            {body}
        </div>
        <button type="button" class="btn btn--icon btn--sm" aria-label="Close" on:click=move |_| editor.float.set(None)>
            <Icon name="x"/>
        </button>
    }
}

/// Changing the kind drops what the new kind cannot have.
pub fn change_kind(link: &LinkId, kind: LinkKind) -> Edit {
    let change = |change| Edit::ChangeLink { id: link.clone(), change };
    let mut edits = vec![change(LinkField::Kind(kind))];
    if !kind.is_event() {
        edits.push(change(LinkField::Events(Vec::new())));
    }
    if !kind.is_call() {
        edits.push(change(LinkField::CircuitBreaker(false)));
    }
    if !kind.is_call() && kind != LinkKind::Caches {
        edits.push(change(LinkField::Fallback(None)));
    }
    if kind != LinkKind::Subscribe {
        edits.push(change(LinkField::DeadLetter(false)));
    }
    if kind != LinkKind::Publish {
        edits.push(change(LinkField::Outbox(false)));
    }
    Edit::batch(edits)
}

/// What to put where the wire ended.
#[component]
fn NewPartMenu(from: ElementId, at: (f64, f64)) -> impl IntoView {
    let editor = Editor::expect();
    let from_kind = editor.with_design(|design| design.elements.get(&from).map(|element| element.kind));
    let choices: &[ElementKind] = match from_kind {
        Some(ElementKind::Broker) => &[ElementKind::Worker, ElementKind::Service],
        Some(ElementKind::Datastore) => &[ElementKind::Service, ElementKind::Worker],
        Some(ElementKind::Frontend) => &[ElementKind::Gateway, ElementKind::Service, ElementKind::External],
        Some(ElementKind::Gateway) => &[ElementKind::Service, ElementKind::External],
        _ => &[ElementKind::Service, ElementKind::Datastore, ElementKind::Broker, ElementKind::External],
    };
    let item = |kind: ElementKind, first: bool| {
        let from = from.clone();
        view! {
            <button type="button" class="menu__i" id=first.then_some("menu-first") on:click=move |_| editor.add_connected(&from, kind, None, at)>
                <Icon name=icon_of_kind(kind)/>
                {format!("New {}", kind.label().to_lowercase())}
            </button>
        }
    };
    Effect::new(|_| crate::browser::focus("menu-first"));
    view! { <div class="menu__l" role="group" aria-label="Link to a new part">{choices.iter().enumerate().map(|(i, kind)| item(*kind, i == 0)).collect_view()}</div> }
}

/// The menu of the selection.
#[component]
fn Menu() -> impl IntoView {
    let editor = Editor::expect();
    const OF_PARTS: &[&str] = &[
        "inspect-selection",
        "rename-part",
        "connect-parts",
        "duplicate-selection",
        "group-selection",
        "pin-selection",
        "fit-selection",
        "delete-selection",
    ];
    const OF_OTHERS: &[&str] = &["inspect-selection", "delete-selection"];
    const OF_CANVAS: &[&str] =
        &["add-service", "add-worker", "add-external", "add-context", "add-note", "select-all", "tidy-layout", "fit-view"];
    let ids = editor.selection.with_untracked(|selection| match (selection.parts.is_empty(), selection.is_empty()) {
        (false, _) => OF_PARTS,
        (true, false) => OF_OTHERS,
        (true, true) => OF_CANVAS,
    });
    let items = ids
        .iter()
        .filter_map(|id| commands::find(id))
        .filter(|command| untrack(|| (command.enabled)(&editor)))
        .enumerate()
        .map(|(i, command)| {
            let run = move |_| {
                editor.float.set(None);
                (command.run)(&editor);
            };
            view! {
                <button type="button" role="menuitem" class="menu__i" id=(i == 0).then_some("menu-first") on:click=run>
                    <Icon name=command.icon/>
                    <span class="menu__t">{command.label}</span>
                    {command.keys.first().map(|key| view! { <Keys keys=*key/> })}
                </button>
            }
        })
        .collect_view();
    let arrows = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        super::keyboard::move_focus(".anch [role=menuitem]", step);
    };
    view! {
        <div class="menu__l" role="menu" aria-label="Actions" on:keydown=arrows>
            {items}
        </div>
    }
}

/// Connect by name: type, Enter.
#[component]
fn ConnectField(from: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0usize);
    let source = from.clone();
    let matches = Memo::new(move |_| {
        let wanted = typed.get().to_lowercase();
        editor.with_design(|design| {
            let fits =
                |to: &ElementId| !design.possible_link_kinds(&source, to).is_empty() || !design.possible_link_kinds(to, &source).is_empty();
            let named = |to: &&ElementId| design.display_name(to).to_lowercase().contains(&wanted);
            let all = design.elements.keys().filter(named).filter(|to| fits(to));
            all.take(8).map(|to| (to.clone(), design.display_name(to).to_owned())).collect::<Vec<_>>()
        })
    });
    let connect = {
        let from = from.clone();
        move |to: &ElementId| {
            editor.float.set(None);
            editor.connect(&from, to);
        }
    };
    let keydown = {
        let connect = connect.clone();
        move |event: ev::KeyboardEvent| match event.key().as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                let count = matches.with_untracked(Vec::len).max(1);
                at.update(|at| *at = if event.key() == "ArrowDown" { (*at + 1) % count } else { (*at + count - 1) % count });
            }
            "Enter" => {
                event.prevent_default();
                event.stop_propagation();
                if let Some((to, _)) = matches.with_untracked(|all| all.get(at.get_untracked()).cloned()) {
                    connect(&to);
                }
            }
            _ => {}
        }
    };
    Effect::new(|_| crate::browser::focus("connect-to"));
    let options = move || {
        let connect = connect.clone();
        matches
            .get()
            .into_iter()
            .enumerate()
            .map(|(i, (to, name))| {
                let connect = connect.clone();
                view! {
                    <li role="option" id=format!("connect-{i}") class="ck" aria-selected=move || (at.get() == i).to_string() on:click=move |_| connect(&to)>
                        {name}
                    </li>
                }
            })
            .collect_view()
    };
    let name = editor.with_design(|design| design.display_name(&from).to_owned());
    view! {
        <div class="conn">
            <input
                id="connect-to"
                class="field"
                role="combobox"
                aria-expanded="true"
                aria-controls="connect-list"
                aria-activedescendant=move || format!("connect-{}", at.get())
                aria-label=format!("Connect {name} to")
                placeholder=format!("Connect {name} to")
                autocomplete="off"
                on:input=move |event| {
                    at.set(0);
                    typed.set(event_target_value(&event));
                }
                on:keydown=keydown
            />
            <ul id="connect-list" role="listbox" aria-label="Parts">{options}</ul>
        </div>
    }
}
