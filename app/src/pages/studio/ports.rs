//! The ports from which links are drawn: one set for the whole canvas, at the part under the pointer or else at the one with the keyboard
//! focus. A link that is being drawn holds its part, not its port: the set may go elsewhere meanwhile.

use super::place;
use crate::state::editor::Editor;
use domain::ids::ElementId;
use leptos::{html, prelude::*};
use web_sys::HtmlElement;

const SIDES: [&str; 4] = ["t", "r", "b", "l"];

/// Says which part the ports are at, once they are there: a press in between must not begin a link at another part.
fn name(node: &HtmlElement, part: Option<&ElementId>) {
    const NAME: &str = "data-port";
    if node.get_attribute(NAME).as_deref() == part.map(ElementId::as_str) {
        return;
    }
    // Fails only for names that no attribute may have.
    let _ = match part {
        Some(part) => node.set_attribute(NAME, part.as_str()),
        None => node.remove_attribute(NAME),
    };
}

#[component]
pub fn Ports() -> impl IntoView {
    let editor = Editor::expect();
    let at = Memo::new(move |_| editor.ported());
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let Some(id) = at.get() else { return name(&node, None) };
        if let Some(signals) = editor.part(&id) {
            place::at_rect(&node, &signals.view.with(|view| view.rect));
            name(&node, Some(&id));
        }
    });
    let port = move |side: &str| view! { <i class=format!("port port--{side}")></i> };
    view! {
        <div class="ports" node_ref=node aria-hidden="true" hidden=move || at.with(Option::is_none)>
            {SIDES.map(port).collect_view()}
        </div>
    }
}
