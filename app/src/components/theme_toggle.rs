//! The switch between the light and the dark theme.

use super::Icon;
use crate::browser;
use leptos::prelude::*;

/// Follows the system until the person chooses.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    view! {
        <button
            class="btn btn--icon"
            type="button"
            aria-label="Switch between light and dark theme"
            on:click=|_| browser::toggle_theme()
        >
            <Icon name="sun" class="i-sun"/>
            <Icon name="moon" class="i-moon"/>
        </button>
    }
    .into_any()
}
