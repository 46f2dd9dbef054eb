//! The discovery page.

use crate::state::ProjectState;
use leptos::prelude::*;
use leptos_meta::Title;

/// The discovery page of a project.
#[component]
pub fn DiscoveryPage() -> impl IntoView {
    let design = ProjectState::expect().design();
    view! {
        <Title text=move || design.with(|design| format!("Discovery: {} · Groundplan", design.name))/>
        <main id="main" class="empty">
            <h1>{move || design.with(|design| design.name.clone())}</h1>
            <ul>{move || design.with(|design| design.elements.keys().map(|id| view! { <li>{id.to_string()}</li> }).collect_view())}</ul>
        </main>
    }
}
