//! The ports from which links are drawn: one set for the whole canvas, at the part under the pointer or else at the one with the keyboard
//! focus. A link that is being drawn holds its part, not its port: the set may go elsewhere meanwhile.

use super::place;
use crate::state::editor::Editor;
use leptos::{html, prelude::*};

const SIDES: [&str; 4] = ["t", "r", "b", "l"];

#[component]
pub fn Ports() -> impl IntoView {
    let editor = Editor::expect();
    let at = Memo::new(move |_| editor.ported());
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let signals = at.with(|id| id.as_ref().and_then(|id| editor.part(id)));
        if let (Some(signals), Some(node)) = (signals, node.get()) {
            place::at_rect(&node, &signals.view.with(|view| view.rect));
        }
    });
    let name = move || at.with(|id| id.as_ref().map(ToString::to_string));
    let port = move |side: &str| view! { <i class=format!("port port--{side}") data-port=name></i> };
    view! {
        <div class="ports" node_ref=node aria-hidden="true" hidden=move || at.with(Option::is_none)>
            {SIDES.map(port).collect_view()}
        </div>
    }
}
