//! The gallery of starters. A template is looked at in large before it is copied; whoever is early, or runs no scripts, gets the copy at once.

use super::Begin;
use crate::{
    answers::Loaded,
    components::{Icon, dialog::Dialog, miniature::MiniaturePicture},
};
use domain::protocol::{ProjectSummary, StarterEntry};
use leptos::{ev, prelude::*};

/// Templates in a row.
const ROW: usize = 3;

/// The gallery, and the template that is looked at.
#[component]
pub(super) fn Templates(begin: Begin, starters: Loaded<Vec<StarterEntry>>, projects: Loaded<Vec<ProjectSummary>>) -> impl IntoView {
    let looked_at = RwSignal::new(None::<StarterEntry>);
    let has_designs = Memo::new(move |_| projects.answer().is_some_and(|answer| answer.is_ok_and(|designs| !designs.is_empty())));
    view! {
        <section aria-labelledby="h-tp" id="templates" tabindex="-1">
            <div class="row-head home__sec">
                <h2 id="h-tp">"Templates"</h2>
            </div>
            {move || match starters.answer() {
                None => view! { <div class="wait wait--tp" aria-hidden="true"></div> }.into_any(),
                // Where people have designs of their own, those stay in sight.
                Some(Ok(starters)) => gallery(looked_at, starters.as_ref().clone(), if has_designs.get() { ROW } else { 2 * ROW }),
                Some(Err(error)) => view! { <p class="home__e">"The templates could not be loaded. " {error.to_string()}</p> }.into_any(),
            }}
        </section>
        <Preview begin looked_at/>
    }
    .into_any()
}

/// The first rows are open; the rest unfolds.
fn gallery(looked_at: RwSignal<Option<StarterEntry>>, mut starters: Vec<StarterEntry>, open: usize) -> AnyView {
    let folded = starters.split_off(starters.len().min(open));
    let cards =
        move |starters: Vec<StarterEntry>| starters.into_iter().map(|starter| view! { <Template looked_at starter/> }).collect_view();
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
fn Template(looked_at: RwSignal<Option<StarterEntry>>, starter: StarterEntry) -> impl IntoView {
    let own = starter.clone();
    let look = move |event: ev::SubmitEvent| {
        event.prevent_default();
        looked_at.set(Some(own.clone()));
    };
    view! {
        <li>
            <form method="post" action="/projects" on:submit=look>
                <input type="hidden" name="starter" value=starter.slug/>
                <input type="hidden" name="stage" value="studio"/>
                <button class="tp">
                    <span class="tp__m">
                        <MiniaturePicture miniature=starter.miniature/>
                    </span>
                    <span class="tp__t">
                        <strong>{starter.name}</strong>
                        <span class="tp__d">{starter.summary}</span>
                        <span class="tp__p">{starter.counts}</span>
                    </span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// A template in large, and the copy of it.
#[component]
fn Preview(begin: Begin, looked_at: RwSignal<Option<StarterEntry>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if looked_at.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() && looked_at.with_untracked(Option::is_some) {
            looked_at.set(None);
        }
    });
    let title = Signal::derive(move || looked_at.with(|starter| starter.as_ref().map(|starter| starter.name.clone()).unwrap_or_default()));
    let shown = move || {
        looked_at.get().map(|starter| {
            let slug = starter.slug.clone();
            view! {
                <div class="dlg__b tpv">
                    <span class="tpv__m">
                        <MiniaturePicture miniature=starter.miniature/>
                    </span>
                    <p>{starter.summary}</p>
                    <p class="faint">{starter.counts}</p>
                    <div class="dlg__a">
                        <button type="button" class="btn" on:click=move |_| open.set(false)>
                            "Back"
                        </button>
                        <button
                            type="button"
                            class="btn btn--primary"
                            autofocus=true
                            aria-disabled=move || begin.busy.get().to_string()
                            on:click=move |_| begin.starter(slug.clone())
                        >
                            <Icon name="copy-plus"/>
                            "Begin with a copy"
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! {
        <Dialog open id="tpv-h" title class="dlg dlg--tpv">
            {shown}
        </Dialog>
    }
    .into_any()
}
