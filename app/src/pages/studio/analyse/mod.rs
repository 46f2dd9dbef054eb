//! The analysis panel: the facts of the overlay as words and lists, so that nobody needs the picture to know them.

mod blast;
mod capacity;
mod journey_form;
mod path;
mod pieces;
mod plan;

use crate::state::editor::{Editor, Overlay, RightTab};
use leptos::prelude::*;

#[component]
pub fn AnalysePanel() -> impl IntoView {
    let editor = Editor::expect();
    let shown = Memo::new(move |_| editor.right_tab.get() == RightTab::Analyse);
    let body = move || {
        shown.get().then(|| match editor.overlay.get() {
            Overlay::Plan => view! { <plan::Overview/> }.into_any(),
            Overlay::Path => view! { <path::PathFacts/> }.into_any(),
            Overlay::Blast => view! { <blast::BlastFacts/> }.into_any(),
            Overlay::Capacity => view! { <capacity::CapacityFacts/> }.into_any(),
        })
    };
    view! {
        <div class="scroll ana" id="tab-analyse-panel" role="tabpanel" aria-labelledby="tab-analyse" tabindex="0" hidden=move || !shown.get()>
            {body}
        </div>
    }
}
