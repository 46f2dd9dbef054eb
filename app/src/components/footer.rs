//! The foot of the pages outside of projects: which version this is, under which licence, what is kept, and how scripts use it.

use crate::place::{API, COMMAND_LINE, PRIVACY};
use leptos::prelude::*;

#[component]
pub fn SiteFooter() -> impl IntoView {
    view! {
        <footer class="foot">
            <p>{concat!("Groundplan ", env!("CARGO_PKG_VERSION"), ", Apache-2.0")}</p>
            <ul>
                <li>
                    <a rel="external" href=API>"API"</a>
                </li>
                <li>
                    <a rel="external" href=COMMAND_LINE>"Command line"</a>
                </li>
                <li>
                    <a rel="external" href=PRIVACY>"Privacy"</a>
                </li>
            </ul>
        </footer>
    }
    .into_any()
}
