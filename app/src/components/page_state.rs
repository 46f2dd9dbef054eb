//! What a page shows instead of its content: loading, and errors that name the thing and the way on.

use super::{Icon, title::PassingTitle};
use crate::api::ApiError;
use leptos::prelude::*;

/// Nothing for 300 ms, then grey bars (the style sheet waits).
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <div class="loading" role="status">
            <span class="vh">"Loading"</span>
            <i class="loading__l"></i>
            <i class="loading__l"></i>
            <i class="loading__b"></i>
        </div>
    }
    .into_any()
}

/// An answer that did not come, and what to do about it.
#[component]
pub fn Failure(
    /// What was asked for: `This design`.
    what: &'static str,
    error: ApiError,
    /// Asks again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
    /// It stands in a part of a page that has its own name, beside what could be loaded.
    #[prop(optional)]
    within: bool,
) -> impl IntoView {
    let missing = error.status() == Some(404);
    crate::shell::set_status(match error.status() {
        Some(404) => 404,
        // It will not come back by itself.
        Some(410) => 410,
        _ => 503,
    });
    let title = if missing { format!("{what} is not here") } else { format!("{what} could not be loaded") };
    let text = if missing && within {
        "Nothing here has this number or name. It may have been taken away since, or been put together with others.".to_owned()
    } else if missing {
        "It may have been deleted, or this browser has not opened its link yet. Links to designs are secret: ask whoever shared it for a new one."
            .to_owned()
    } else {
        error.to_string()
    };
    let again = retry.filter(|_| error.is_passing()).map(|retry| {
        view! {
            <button type="button" class="btn btn--primary" on:click=move |_| retry.run(())>
                <Icon name="refresh-cw"/>
                "Try again"
            </button>
        }
    });
    let on_the_tab = (!within).then(|| view! { <PassingTitle text=format!("{title} · Groundplan")/> });
    let heading = if within { view! { <h2>{title}</h2> }.into_any() } else { view! { <h1>{title}</h1> }.into_any() };
    view! {
        {on_the_tab}
        <div class="empty" role="alert">
            <span class="tile tile--lg k-external">
                <Icon name=if missing { "search" } else { "cloud-off" }/>
            </span>
            {heading}
            <p>{text}</p>
            <p class="empty__a">{again} {(!within).then(|| view! { <a class="btn" href="/">"All designs"</a> })}</p>
        </div>
    }
    .into_any()
}
