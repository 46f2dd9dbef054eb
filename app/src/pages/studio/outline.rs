//! The outline: the design as a tree of contexts and parts, with every action, so that nothing needs dragging.

use crate::{
    components::Icon,
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

/// A line for a part.
#[derive(Clone, PartialEq)]
struct Line {
    id: ElementId,
    name: String,
    icon: &'static str,
    class: String,
}

#[derive(Clone, PartialEq)]
struct Branch {
    context: Option<ContextId>,
    name: String,
    lines: Vec<Line>,
}

fn branches(design: &Design) -> Vec<Branch> {
    let line = |(id, element): (&ElementId, &domain::design::Element)| Line {
        id: id.clone(),
        name: design.display_name(id).to_owned(),
        icon: icon_of(element),
        class: format!("k-{}", canvas::scene::css_kind(element.kind)),
    };
    let mut all: Vec<Branch> = design
        .contexts
        .iter()
        .map(|(id, context)| Branch {
            context: Some(id.clone()),
            name: context.name.clone(),
            lines: design.members(id).map(line).collect(),
        })
        .collect();
    let lone: Vec<Line> = design.elements.iter().filter(|(_, element)| element.context.is_none()).map(line).collect();
    if !lone.is_empty() {
        all.push(Branch { context: None, name: "Outside any context".to_owned(), lines: lone });
    }
    all
}

#[component]
pub fn Outline() -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let tree = Memo::new(move |_| design.with(branches));
    let branch = move |branch: Branch| {
        let lines = branch.lines.into_iter().map(|line| view! { <OutlineLine line/> }).collect_view();
        let head = match branch.context {
            Some(context) => {
                let chosen = context.clone();
                view! {
                    <button
                        type="button"
                        class="tree__g tree__b"
                        aria-pressed=move || editor.selection.with(|selection| selection.context.as_ref() == Some(&context)).to_string()
                        on:click=move |_| {
                            editor.select(Selection::context(chosen.clone()));
                            editor.show_inspector();
                        }
                    >
                        {branch.name}
                    </button>
                }
                .into_any()
            }
            None => view! { <span class="tree__g">{branch.name}</span> }.into_any(),
        };
        view! { <li>{head} <ul>{lines}</ul></li> }
    };
    view! {
        <div class="scroll outline" id="tab-outline-panel" role="tabpanel" aria-labelledby="tab-outline" tabindex="0" hidden=move || editor.left_tab.get() != LeftTab::Outline>
            <ul class="tree">{move || tree.get().into_iter().map(branch).collect_view()}</ul>
            {move || tree.with(Vec::is_empty).then(|| view! { <p class="hint">"Nothing placed yet. Add a block and it stands here."</p> })}
        </div>
    }
}

#[component]
fn OutlineLine(line: Line) -> impl IntoView {
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
        <li class="tree__l" data-about=about>
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
