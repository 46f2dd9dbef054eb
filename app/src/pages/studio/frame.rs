//! The frame of a bounded context: only its head can be grabbed, so that a marquee can begin inside.

use super::place;
use crate::state::editor::Editor;
use domain::ids::ContextId;
use leptos::{html, prelude::*};

#[component]
pub fn FrameBox(id: ContextId) -> impl IntoView {
    let editor = Editor::expect();
    let signals = editor.frame(&id)?;
    let node = NodeRef::<html::Div>::new();
    let view = signals.view.clone();
    Effect::new({
        let view = view.clone();
        move |_| {
            let rect = view.with(|view| view.rect);
            if let Some(node) = node.get() {
                place::at_rect(&node, &rect);
            }
        }
    });
    let words = Memo::new(move |_| view.with(|view| (view.name.clone(), view.subdomain)));
    let (selected, target) = (signals.selected, signals.target);
    let class = move || {
        let mut class = String::from("gr");
        if selected.get() {
            class.push_str(" is-selected");
        }
        if target.get() {
            class.push_str(" is-drop");
        }
        class
    };
    Some(view! {
        <div node_ref=node class=class role="group" aria-label=move || format!("Bounded context {}", words.get().0)>
            <div class="gr__h" data-frame=id.to_string()>
                <span class="gr__t">{move || words.get().0}</span>
                <span class="gr__k">{move || words.get().1}</span>
            </div>
        </div>
    })
}
