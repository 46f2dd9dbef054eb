//! Home.

use crate::components::bar::SiteBar;
use leptos::prelude::*;
use leptos_meta::Title;

/// Where everything begins.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Title text="Designs · Groundplan"/>
        <SiteBar/>
        <main id="main" class="home">
            <div class="home__h">
                <h1>"What are you planning?"</h1>
                <p>"Answer questions and get a reasoned first draft, or bring what you already have."</p>
            </div>
        </main>
    }
}
