//! The diagram guide: what every shape and stroke means.

use crate::components::bar::SiteBar;
use leptos::prelude::*;
use leptos_meta::Title;

/// What every shape and stroke means.
#[component]
pub fn GuidePage() -> impl IntoView {
    view! {
        <Title text="Diagram guide · Groundplan"/>
        <SiteBar/>
        <main id="main" class="gram">
            <h1>"Diagram guide"</h1>
            <p class="muted">"What every shape and stroke means."</p>
        </main>
    }
}
