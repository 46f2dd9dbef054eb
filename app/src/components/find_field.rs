//! A field that narrows the list below it. What it finds is up to the list.

use super::Icon;
use leptos::{ev, prelude::*};

#[component]
pub fn FindField(
    /// What is found: `Find a part`.
    label: &'static str,
    /// What was typed, in lower case.
    wanted: RwSignal<String>,
) -> impl IntoView {
    let clear = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !wanted.with_untracked(String::is_empty) {
            wanted.set(String::new());
            event.stop_propagation();
        }
    };
    view! {
        <label class="search search--list">
            <span class="vh">{label}</span>
            <Icon name="search"/>
            <input
                class="field field--bare"
                type="search"
                placeholder=label
                autocomplete="off"
                prop:value=move || wanted.get()
                on:input=move |event| wanted.set(event_target_value(&event).to_lowercase())
                on:keydown=clear
            />
        </label>
    }
}
