//! The outline: the design as a list of contexts with their parts, with every action, so that nothing needs dragging.

use crate::{
    components::{
        Icon,
        find_field::FindField,
        long_list::{BLOCK, LongList, Standing},
    },
    state::{
        editor::{Editor, LeftTab, icon_of},
        selection::Selection,
    },
};
use domain::{
    Design,
    ids::{ContextId, ElementId},
};
use leptos::prelude::*;

/// About how high a line is, in pixels.
const LINE_PX: u32 = 30;

/// A line for a part.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    id: ElementId,
    name: String,
    icon: &'static str,
    class: String,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Row {
    Context(ContextId, String),
    /// Parts of no context follow.
    Outside,
    Part(Line),
}

/// Contexts with their parts, then the parts of none. With something `wanted`, in lower case, what is called so, the parts of a context
/// that is called so, and the context of a part that is.
fn rows(design: &Design, wanted: &str) -> Vec<Row> {
    let line = |(id, element): (&ElementId, &domain::design::Element)| Line {
        id: id.clone(),
        name: design.display_name(id).to_owned(),
        icon: icon_of(element),
        class: format!("k-{}", canvas::scene::css_kind(element.kind)),
    };
    let is_wanted = |name: &str| wanted.is_empty() || name.to_lowercase().contains(wanted);
    let mut all = Vec::new();
    let mut branch = |head: Row, is_wanted_whole: bool, lines: Vec<Line>| {
        let lines: Vec<Row> = lines.into_iter().filter(|line| is_wanted_whole || is_wanted(&line.name)).map(Row::Part).collect();
        if is_wanted_whole || !lines.is_empty() {
            all.push(head);
            all.extend(lines);
        }
    };
    for (id, context) in &design.contexts {
        branch(Row::Context(id.clone(), context.name.clone()), is_wanted(&context.name), design.members(id).map(line).collect());
    }
    let lone: Vec<Line> = design.elements.iter().filter(|(_, element)| element.context.is_none()).map(line).collect();
    branch(Row::Outside, false, lone);
    all
}

#[component]
pub fn Outline() -> impl IntoView {
    let editor = Editor::expect();
    let shown = Memo::new(move |_| editor.left_tab.get() == LeftTab::Outline);
    view! {
        <div class="scroll outline" id="tab-outline-panel" role="tabpanel" aria-labelledby="tab-outline" tabindex="0" hidden=move || !shown.get()>
            {move || shown.get().then(|| view! { <Tree/> })}
        </div>
    }
}

#[component]
fn Tree() -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let wanted = RwSignal::new(String::new());
    let is_long = Memo::new(move |_| design.with(|design| design.elements.len() + design.contexts.len() > BLOCK));
    let all = Memo::new(move |_| design.with(|design| wanted.with(|wanted| rows(design, wanted))));
    let nothing = move || {
        all.with(Vec::is_empty).then(|| {
            if wanted.with(String::is_empty) { "Nothing placed yet. Add a block and it stands here." } else { "Nothing is called that." }
        })
    };
    view! {
        {move || is_long.get().then(|| view! { <FindField label="Find a part" wanted/> })}
        <LongList rows=all row_px=LINE_PX class="tree" row/>
        <p class="hint" role="status">{nothing}</p>
    }
}

fn row(row: Row, at: Standing) -> AnyView {
    match row {
        Row::Context(id, name) => view! { <ContextLine id name at/> }.into_any(),
        Row::Outside => view! {
            <li attr:aria-level="1" aria-posinset=move || at.position() aria-setsize=move || at.of()>
                <span class="tree__g">"Outside any context"</span>
            </li>
        }
        .into_any(),
        Row::Part(line) => view! { <OutlineLine line at/> }.into_any(),
    }
}

#[component]
fn ContextLine(id: ContextId, name: String, at: Standing) -> impl IntoView {
    let editor = Editor::expect();
    let chosen = id.clone();
    view! {
        <li attr:aria-level="1" aria-posinset=move || at.position() aria-setsize=move || at.of()>
            <button
                type="button"
                class="tree__g tree__b"
                aria-pressed=move || editor.selection.with(|selection| selection.context.as_ref() == Some(&id)).to_string()
                on:click=move |_| {
                    editor.select(Selection::context(chosen.clone()));
                    editor.show_inspector();
                }
            >
                {name}
            </button>
        </li>
    }
}

#[component]
fn OutlineLine(line: Line, at: Standing) -> impl IntoView {
    let editor = Editor::expect();
    let (on, chosen, connected) = (line.id.clone(), line.id.clone(), line.id.clone());
    let name = line.name.clone();
    let about = line.id.to_string();
    let deleted = line.id;
    let choose = move |_| {
        editor.select(Selection::part(chosen.clone()));
        editor.reveal(&chosen);
    };
    let actions = editor.can_edit().then(|| {
        view! {
            <button
                type="button"
                class="btn btn--icon btn--sm"
                aria-label=format!("Connect {name}")
                on:click=move |_| {
                    editor.select(Selection::part(connected.clone()));
                    editor.reveal(&connected);
                    editor.begin_connecting();
                }
            >
                <Icon name="spline"/>
            </button>
            <button
                type="button"
                class="btn btn--icon btn--sm"
                aria-label=format!("Delete {name}")
                on:click=move |_| {
                    editor.select(Selection::part(deleted.clone()));
                    editor.remove_selection();
                }
            >
                <Icon name="x"/>
            </button>
        }
    });
    view! {
        <li class="tree__l" data-about=about attr:aria-level="2" aria-posinset=move || at.position() aria-setsize=move || at.of()>
            <button
                type="button"
                class=format!("pal {}", line.class)
                aria-pressed=move || editor.selection.with(|selection| selection.parts.contains(&on)).to_string()
                on:click=choose
            >
                <span class="tile tile--sm">
                    <Icon name=line.icon/>
                </span>
                <span class="pal__n">{line.name}</span>
            </button>
            <span class="tree__a">{actions}</span>
        </li>
    }
}
