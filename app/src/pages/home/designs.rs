//! The designs of this browser: find, sort, open, delete.

use super::{
    design_card::DesignCard,
    listing::{Listing, Order},
};
use crate::{
    alive,
    answers::Loaded,
    api,
    components::{Icon, recovery::RecoveryDialog, toast::Toasts},
    device,
};
use domain::protocol::ProjectSummary;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// The list with its tools.
#[component]
pub(super) fn Designs(projects: Loaded<Vec<ProjectSummary>>) -> impl IntoView {
    let find = RwSignal::new(String::new());
    let order = RwSignal::new(Order::Changed);
    let hidden = RwSignal::new(BTreeSet::new());
    let sort = |label: &'static str, value: Order| {
        view! {
            <button type="button" aria-pressed=move || (order.get() == value).to_string() on:click=move |_| order.set(value)>
                {label}
            </button>
        }
    };
    view! {
        <section aria-labelledby="h-ds">
            <div class="row-head home__sec">
                <h2 id="h-ds">"Your designs"</h2>
                <div class="home__f">
                    <label class="search">
                        <span class="vh">"Find a design"</span>
                        <Icon name="search"/>
                        <input
                            class="field"
                            type="search"
                            placeholder="Find a design"
                            autocomplete="off"
                            on:input=move |event| find.set(event_target_value(&event))
                        />
                    </label>
                    <div class="seg" role="group" aria-label="Sort">
                        {sort("Last edited", Order::Changed)}
                        {sort("Name", Order::Name)}
                    </div>
                </div>
            </div>
            {move || match projects.answer() {
                None => view! { <div class="wait wait--dc" aria-hidden="true"></div> }.into_any(),
                Some(Ok(all)) => {
                    let some = !all.is_empty();
                    view! {
                        <List first=Arc::unwrap_or_clone(all) find order hidden/>
                        <Kept some/>
                    }
                        .into_any()
                }
                Some(Err(error)) => {
                    view! {
                        <p class="home__e" role="alert">
                            "Your designs could not be loaded. "
                            {error.to_string()}
                            " "
                            <button type="button" class="btn btn--sm" on:click=move |_| projects.again()>
                                "Try again"
                            </button>
                        </p>
                    }
                        .into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// Where the designs are kept, and how not to lose them.
#[component]
fn Kept(
    /// There are designs to lose.
    some: bool,
) -> impl IntoView {
    if !some {
        return view! {
            <p class="home__k">
                "Had designs here before, or have some in another browser? "
                <a href="/recover">"Open your recovery link"</a>
            </p>
        }
        .into_any();
    }
    let open = RwSignal::new(false);
    view! {
        <p class="home__k">
            "Your designs belong to this browser. A recovery link brings them back when its cookies are gone, or into another browser. "
            <button type="button" class="btn btn--sm" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                <Icon name="lock"/>
                "Recovery link"
            </button>
            " "
            <a href="/recover">"Open one"</a>
        </p>
        <RecoveryDialog open/>
    }
    .into_any()
}

#[component]
fn List(first: Vec<ProjectSummary>, find: RwSignal<String>, order: RwSignal<Order>, hidden: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let listing = Listing::begin(first, find, order);
    let shown = Memo::new(move |_| hidden.with(|hidden| listing.shown(hidden)));
    let delete = Callback::new(move |project: ProjectSummary| {
        hidden.update(|hidden| {
            hidden.insert(project.id.clone());
        });
        let back = {
            let id = project.id.clone();
            move || {
                hidden.try_update(|hidden| hidden.remove(&id));
            }
        };
        let undo = back.clone();
        // Nothing is deleted before the offer to take it back has passed.
        let gone = move || {
            let (id, name, back) = (project.id.clone(), project.name.clone(), back.clone());
            alive::go_on(async move {
                match api::delete_project(id.clone()).await {
                    Ok(()) => {
                        device::forget(&id);
                        listing.forget(&id);
                    }
                    Err(error) => {
                        back();
                        toasts.error(format!("“{name}” could not be deleted. {error}"));
                    }
                }
            });
        };
        toasts.offer("Design deleted.", "Undo", undo, gone);
    });
    let none = move || {
        (shown.with(Vec::is_empty) && !listing.is_busy()).then(|| {
            let text = if find.with(|find| find.trim().is_empty()) {
                "No designs yet. The questions are the quickest way to a first one; a template shows what a finished one looks like."
            } else {
                "No design has this in its name."
            };
            view! { <p class="dcs__e">{text}</p> }
        })
    };
    let more = move || {
        listing.has_more().then(|| {
            view! {
                <p class="dcs__m">
                    <button type="button" class="btn" aria-disabled=move || listing.is_busy().to_string() on:click=move |_| listing.more()>
                        "Show more designs"
                    </button>
                    <span class="faint">{move || format!("{} are shown", shown.with(Vec::len))}</span>
                </p>
            }
        })
    };
    view! {
        <ul class="dcs">
            <For each=move || shown.get() key=|project| (project.id.clone(), project.revision) children=move |project| view! { <DesignCard project delete/> }/>
        </ul>
        <div role="status">{none}</div>
        {more}
    }
    .into_any()
}
