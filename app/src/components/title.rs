//! The title of a page: on the server a text of the document's head, in the browser the words on the tab.

use super::typed::upright;
use crate::{browser, shell::PageFacts};
use leptos::prelude::*;

/// Names the page it stands in. It may follow what the page shows.
#[component]
pub fn Title(#[prop(into)] text: Signal<String>) -> impl IntoView {
    if let Some(facts) = use_context::<PageFacts>() {
        facts.set_title(upright(&text.get_untracked()));
    }
    Effect::new(move |_| browser::set_title(&upright(&text.get())));
}

/// Names what stands in place of a page. When it goes and the page comes after all, the tab has the words that it had.
#[component]
pub fn PassingTitle(text: String) -> impl IntoView {
    if let Some(facts) = use_context::<PageFacts>() {
        facts.set_title(text.clone());
    }
    let before = StoredValue::new(None::<String>);
    let text = StoredValue::new(text);
    Effect::new(move |_| {
        before.set_value(Some(browser::whole_title()));
        text.with_value(|text| browser::set_title(text));
    });
    on_cleanup(move || {
        if let (Some(before), Some(text)) = (before.try_get_value().flatten(), text.try_get_value())
            && browser::whole_title() == text
        {
            browser::set_title(&before);
        }
    });
}
