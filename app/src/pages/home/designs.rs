//! The designs of this browser: find, sort, open, delete.

use super::design_card::DesignCard;
use crate::{
    alive,
    answers::Loaded,
    api,
    components::{Icon, recovery::RecoveryDialog, toast::Toasts},
};
use domain::protocol::ProjectSummary;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Changed,
    Name,
}

/// Designs that match, in order.
fn listed(projects: &[ProjectSummary], find: &str, order: Order, hidden: &BTreeSet<String>) -> Vec<ProjectSummary> {
    let wanted = find.trim().to_lowercase();
    let fits = |project: &&ProjectSummary| !hidden.contains(&project.id) && project.name.to_lowercase().contains(&wanted);
    let mut found: Vec<ProjectSummary> = projects.iter().filter(fits).cloned().collect();
    match order {
        Order::Changed => found.sort_by_key(|project| std::cmp::Reverse(project.changed_ms)),
        Order::Name => found.sort_by_key(|project| (project.name.to_lowercase(), project.id.clone())),
    }
    found
}

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
                        <List all=Arc::unwrap_or_clone(all) find order hidden/>
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
fn List(all: Vec<ProjectSummary>, find: RwSignal<String>, order: RwSignal<Order>, hidden: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let all = StoredValue::new(all);
    let shown = Memo::new(move |_| {
        let (find, order) = (find.get(), order.get());
        all.with_value(|all| hidden.with(|hidden| listed(all, &find, order, hidden)))
    });
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
                if let Err(error) = api::delete_project(id).await {
                    back();
                    toasts.error(format!("“{name}” could not be deleted. {error}"));
                }
            });
        };
        toasts.offer("Design deleted.", "Undo", undo, gone);
    });
    let none = move || {
        shown.with(Vec::is_empty).then(|| {
            let text = if all.with_value(|all| hidden.with(|hidden| all.iter().all(|project| hidden.contains(&project.id)))) {
                "No designs yet. The questions are the quickest way to a first one; a template shows what a finished one looks like."
            } else {
                "No design has this in its name."
            };
            view! { <p class="dcs__e">{text}</p> }
        })
    };
    view! {
        <ul class="dcs">
            <For each=move || shown.get() key=|project| (project.id.clone(), project.revision) children=move |project| view! { <DesignCard project delete/> }/>
        </ul>
        <div role="status">{none}</div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        design::Target,
        protocol::{Miniature, Role},
    };

    fn project(id: &str, name: &str, changed_ms: i64) -> ProjectSummary {
        ProjectSummary {
            id: id.into(),
            name: name.into(),
            revision: 1,
            created_ms: 0,
            changed_ms,
            role: Role::Own,
            target: Target::Compose,
            elements: 0,
            answered: 0,
            questions: 0,
            errors: 0,
            warnings: 0,
            criteria_met: 0,
            miniature: Miniature::default(),
        }
    }

    #[test]
    fn the_list_is_found_sorted_and_without_what_was_deleted() {
        let all = [project("1", "Shop", 5), project("2", "bella Italia", 9), project("3", "Booking shop", 7)];
        let ids = |find: &str, order, hidden: &[&str]| {
            let hidden = hidden.iter().map(|id| (*id).to_owned()).collect();
            listed(&all, find, order, &hidden).into_iter().map(|project| project.id).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids("", Order::Changed, &[]), "2 3 1");
        assert_eq!(ids("", Order::Name, &[]), "2 3 1");
        assert_eq!(ids(" SHOP ", Order::Name, &[]), "3 1");
        assert_eq!(ids("", Order::Changed, &["3"]), "2 1");
    }
}
