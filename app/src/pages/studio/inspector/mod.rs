//! The inspector: every field of what is selected. Each change is one edit, and so one step to undo.

mod context;
mod design;
mod events;
mod field;
mod finding;
mod link;
mod links;
mod part;

pub use field::{NumberField, TextField};

use crate::state::editor::{Editor, RightTab};
use leptos::prelude::*;

#[component]
pub fn Inspector() -> impl IntoView {
    let editor = Editor::expect();
    // What is inspected changes with the selection, not with every change of a field: a field keeps the focus while it is edited.
    let subject = Memo::new(move |_| {
        editor.selection.with(|selection| match (selection.only_part(), selection.only_link(), &selection.context) {
            (Some(part), ..) => Subject::Part(part.clone()),
            (_, Some(link), _) => Subject::Link(link.clone()),
            (.., Some(context)) => Subject::Context(context.clone()),
            _ if !selection.is_empty() => Subject::Several(selection.parts.len() + selection.links.len()),
            _ => Subject::Design,
        })
    });
    let body = move || match subject.get() {
        Subject::Part(id) => view! { <part::PartInspector id/> }.into_any(),
        Subject::Link(id) => view! { <link::LinkInspector id/> }.into_any(),
        Subject::Context(id) => view! { <context::ContextInspector id/> }.into_any(),
        Subject::Several(count) => view! { <Several count/> }.into_any(),
        Subject::Design => view! { <design::DesignInspector/> }.into_any(),
    };
    view! {
        <div class="scroll insp" id="tab-inspect-panel" role="tabpanel" aria-labelledby="tab-inspect" tabindex="0" hidden=move || editor.right_tab.get() != RightTab::Inspect>
            <div id="inspector" tabindex="-1">
                {body}
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq)]
enum Subject {
    Part(domain::ids::ElementId),
    Link(domain::ids::LinkId),
    Context(domain::ids::ContextId),
    Several(usize),
    Design,
}

#[component]
fn Several(count: usize) -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <header class="ihead">
            <div class="ihead__t">
                <h2>{format!("{count} selected")}</h2>
                <p class="faint">"Drag one and all follow."</p>
            </div>
        </header>
        {editor
            .can_edit()
            .then(|| {
                view! {
                    <div class="irow">
                        <button type="button" class="btn btn--sm" on:click=move |_| editor.group(editor.selection.get_untracked())>"Group into a context"</button>
                        <button type="button" class="btn btn--sm" on:click=move |_| editor.duplicate()>"Duplicate"</button>
                        <button type="button" class="btn btn--sm" on:click=move |_| editor.remove_selection()>"Delete"</button>
                    </div>
                }
            })}
    }
}
