//! The title of a page: on the server a text of the document's head, in the browser the words on the tab.

use crate::{browser, shell::PageFacts};
use leptos::prelude::*;

/// Names the page it stands in. It may follow what the page shows.
#[component]
pub fn Title(#[prop(into)] text: Signal<String>) -> impl IntoView {
    if let Some(facts) = use_context::<PageFacts>() {
        facts.set_title(text.get_untracked());
    }
    Effect::new(move |_| browser::set_title(&text.get()));
}
