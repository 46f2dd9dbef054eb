//! What to generate: one line an artefact, with the files it has or would add.

use super::Export;
use crate::{components::Icon, shell::leave};
use domain::{
    protocol::ArtefactEntry,
    review::{Severity, review},
};
use leptos::{html, prelude::*};
use std::collections::BTreeSet;

/// The artefacts, and what travels with them.
#[component]
pub(super) fn Artefacts(export: Export) -> impl IntoView {
    let entries = Memo::new(move |_| export.listing.with(|listing| listing.as_ref().map(|l| l.artefacts.clone()).unwrap_or_default()));
    let profile = move |label: &'static str, belongs: fn(&ArtefactEntry) -> bool| {
        let slugs = Memo::new(move |_| {
            entries.with(|entries| entries.iter().filter(|entry| belongs(entry)).map(|entry| entry.slug.clone()).collect::<BTreeSet<_>>())
        });
        // What another choice needs comes along unasked, so the wish is compared and not what came of it.
        let on = move || export.chosen.with(|chosen| slugs.with(|slugs| chosen.as_ref() == Some(slugs)));
        view! {
            <button
                type="button"
                aria-pressed=move || on().to_string()
                on:click=move |_| export.chosen.set(Some(slugs.get_untracked()))
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="pane pane--l exl" aria-labelledby="h-tg">
            <div class="row-head phead">
                <h2 id="h-tg">"What to generate"</h2>
                <div class="seg" role="group" aria-label="Profile">
                    {profile("Essential", |entry| entry.essential)} {profile("Full", |_| true)}
                </div>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="What to generate, list">
                <ul class="tgs">
                    <For each=move || entries.get() key=|entry| entry.slug.clone() children=move |entry| view! { <Entry export entries entry/> }/>
                </ul>
            </div>
            <Notes export/>
        </section>
    }
    .into_any()
}

#[component]
fn Entry(export: Export, entries: Memo<Vec<ArtefactEntry>>, entry: ArtefactEntry) -> impl IntoView {
    let slug = StoredValue::new(entry.slug.clone());
    let now = Memo::new(move |_| entries.with(|entries| entries.iter().find(|other| slug.with_value(|slug| other.slug == *slug)).cloned()));
    let chosen = move || now.with(|now| now.as_ref().is_some_and(|entry| entry.chosen));
    let count =
        move || now.with(|now| now.as_ref().map(|entry| if entry.chosen { entry.files.to_string() } else { format!("+{}", entry.files) }));
    let toggle = move |event| {
        let on = event_target_checked(&event);
        let mut next: BTreeSet<String> =
            entries.with_untracked(|entries| entries.iter().filter(|e| e.chosen).map(|e| e.slug.clone()).collect());
        slug.with_value(|slug| if on { next.insert(slug.clone()) } else { next.remove(slug) });
        export.chosen.set(Some(next));
    };
    // Unticked, but another choice needs it: the server keeps it, so the box must say so.
    let needed = move || {
        chosen() && export.chosen.with(|wanted| wanted.as_ref().is_some_and(|wanted| slug.with_value(|slug| !wanted.contains(slug))))
    };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        export.listing.track();
        if let Some(input) = input.get() {
            input.set_checked(chosen());
        }
    });
    view! {
        <li class="tg" class:is-on=chosen>
            <label>
                <input node_ref=input type="checkbox" checked=entry.chosen prop:checked=chosen on:change=toggle/>
                <span class="tile tile--sm k-external">
                    <Icon name=entry.icon/>
                </span>
                <span class="tg__t">
                    <strong>{entry.name}</strong>
                    <span>{entry.summary}</span>
                    <span class="tg__l" hidden=move || !needed()>
                        "Needed by another choice"
                    </span>
                </span>
                <span class="tg__n num">{count} <span class="vh">" files"</span></span>
            </label>
        </li>
    }
    .into_any()
}

/// Open errors and warnings: they travel with the files, and never hold them back.
#[component]
fn Notes(export: Export) -> impl IntoView {
    let studio = format!("/p/{}/studio", export.state.id());
    let draw = studio.clone();
    let errors = Memo::new(move |_| {
        export.state.design().with(|design| {
            let review = review(design, &leave());
            review.open(Severity::Error).map(|finding| (finding.code.clone(), finding.title.clone())).collect::<Vec<_>>()
        })
    });
    let warnings = Memo::new(move |_| export.listing.with(|listing| listing.as_ref().map(|l| l.warnings.clone()).unwrap_or_default()));
    let open = move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            let head =
                if errors.len() == 1 { "1 error travels with it".to_owned() } else { format!("{} errors travel with it", errors.len()) };
            let named = errors.iter().take(3).map(|(code, title)| format!("{code}: {title}")).collect::<Vec<_>>().join("; ");
            view! {
                <div class="note note--warn">
                    <div class="note__h">
                        <Icon name="triangle-alert"/>
                        <strong>{head}</strong>
                    </div>
                    <p>{format!("The files are valid, but the review still says {named}.")}</p>
                    <a class="btn btn--sm" href=format!("{studio}?panel=review")>
                        "Open review"
                    </a>
                </div>
            }
        })
    };
    let discovery = format!("/p/{}/discovery", export.state.id());
    let undrawn = move || {
        export.starts_nothing().then(|| {
            view! {
                <div class="note note--warn">
                    <div class="note__h">
                        <Icon name="triangle-alert"/>
                        <strong>"These files start nothing"</strong>
                    </div>
                    <p>"No part that runs is drawn yet. Answer the questions for a proposal, or draw the parts yourself."</p>
                    <a class="btn btn--sm" href=discovery.clone()>
                        "Answer questions"
                    </a>
                    " "
                    <a class="btn btn--sm" href=draw.clone()>
                        "Open Studio"
                    </a>
                </div>
            }
        })
    };
    let to_know = move || {
        let warnings = warnings.get();
        (!warnings.is_empty()).then(|| {
            let count = warnings.len();
            let list = warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view();
            view! {
                <details class="note exn__w">
                    <summary>
                        <Icon name="info"/>
                        <strong>{if count == 1 { "1 thing to know".to_owned() } else { format!("{count} things to know") }}</strong>
                        <Icon name="chevron-down" class="adv__c"/>
                    </summary>
                    <ul>{list}</ul>
                </details>
            }
        })
    };
    view! { <div class="exn" hidden=move || errors.with(Vec::is_empty) && warnings.with(Vec::is_empty)>{undrawn} {open} {to_know}</div> }
        .into_any()
}
