//! A field that narrows the list below it. What it finds is up to the list.

use super::{Icon, typed::as_typed};
use leptos::{ev, prelude::*};

#[component]
pub fn FindField(
    /// What is found: `Find a part`.
    label: &'static str,
    /// What was typed, in lower case.
    wanted: RwSignal<String>,
) -> impl IntoView {
    let typed = StoredValue::new(String::new());
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
                prop:value=move || as_typed(typed.get_value(), wanted.get(), str::to_lowercase)
                on:input=move |event| {
                    typed.set_value(event_target_value(&event));
                    wanted.set(event_target_value(&event).to_lowercase());
                }
                on:keydown=clear
            />
        </label>
    }
}
