//! The gallery of starters.

use super::Begin;
use crate::{answers::Loaded, components::miniature::MiniaturePicture};
use domain::protocol::StarterEntry;
use leptos::prelude::*;
use std::sync::Arc;

/// Templates that are seen without asking for more: two rows of three.
const OPEN: usize = 6;

/// One click makes a project of a starter.
#[component]
pub(super) fn Templates(begin: Begin, starters: Loaded<Vec<StarterEntry>>) -> impl IntoView {
    view! {
        <section aria-labelledby="h-tp" id="templates" tabindex="-1">
            <div class="row-head home__sec">
                <h2 id="h-tp">"Templates"</h2>
            </div>
            {move || match starters.answer() {
                None => view! { <div class="wait wait--tp" aria-hidden="true"></div> }.into_any(),
                Some(Ok(starters)) => gallery(begin, Arc::unwrap_or_clone(starters)),
                Some(Err(error)) => view! { <p class="home__e">"The templates could not be loaded. " {error.to_string()}</p> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// The first rows are always open; the rest unfolds, so that people's own designs stay in sight.
fn gallery(begin: Begin, mut starters: Vec<StarterEntry>) -> AnyView {
    let folded = starters.split_off(starters.len().min(OPEN));
    let cards = move |starters: Vec<StarterEntry>| starters.into_iter().map(|starter| view! { <Template begin starter/> }).collect_view();
    let count = folded.len();
    let more = (count > 0).then(|| {
        view! {
            <details class="tps__more">
                <summary>{format!("{count} more templates")}</summary>
                <ul class="tps">{cards(folded)}</ul>
            </details>
        }
    });
    view! {
        <ul class="tps">{cards(starters)}</ul>
        {more}
    }
    .into_any()
}

#[component]
fn Template(begin: Begin, starter: StarterEntry) -> impl IntoView {
    let slug = starter.slug.clone();
    view! {
        <li>
            <button type="button" class="tp" disabled=begin.busy on:click=move |_| begin.starter(slug.clone())>
                <span class="tp__m">
                    <MiniaturePicture miniature=starter.miniature/>
                </span>
                <span class="tp__t">
                    <strong>{starter.name}</strong>
                    <span class="tp__d">{starter.summary}</span>
                    <span class="tp__p">{starter.counts}</span>
                </span>
            </button>
        </li>
    }
    .into_any()
}
