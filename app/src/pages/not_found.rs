//! The page for addresses that lead nowhere.

use crate::{
    components::{Icon, Title, bar::SiteBar},
    shell::set_status,
};
use leptos::prelude::*;

/// Says so, and offers the way back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(404);
    view! {
        <Title text="Not found · Groundplan"/>
        <SiteBar/>
        <main id="main" class="empty">
            <span class="tile tile--lg k-external">
                <Icon name="search"/>
            </span>
            <h1>"There is no page at this address"</h1>
            <p>"The link may be old or cut short. Your designs are all on the first page."</p>
            <p class="empty__a">
                <a class="btn btn--primary" href="/">"All designs"</a>
            </p>
        </main>
    }
    .into_any()
}
