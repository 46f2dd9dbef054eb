//! The shapes the system could have had instead: what each runs and costs, and the way to open it as a design of its own.

use super::Proposed;
use crate::{
    alive::Alive,
    api,
    components::{Icon, toast::Toasts},
    navigation::Navigator,
};
use domain::{
    discovery::{Alternative, Shape, alternatives, given_name},
    protocol::NewProject,
};
use leptos::prelude::*;

/// Symbol of a shape.
pub(super) fn icon_of(shape: Shape) -> &'static str {
    match shape {
        Shape::ModularMonolith => "box",
        Shape::MonolithWithSatellites => "layers",
        Shape::Microservices => "boxes",
    }
}

/// Every shape in a row of its own. Nothing when there is only one.
#[component]
pub(super) fn Alternatives(proposed: Proposed) -> impl IntoView {
    let state = proposed.state;
    let toasts: Toasts = expect_context();
    let (navigator, alive) = (Navigator::expect(), Alive::here());
    let busy = RwSignal::new(false);
    let answers = Memo::new(move |_| state.design().with(|design| (design.name.clone(), design.brief.clone())));
    let all = Memo::new(move |_| answers.with(|(name, answers)| alternatives(given_name(name), answers)));
    let open = Callback::new(move |alternative: Alternative| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let mut design = alternative.design;
        design.name = named(&design.name, alternative.shape);
        alive.spawn(async move {
            match api::create_project(NewProject { design: Some(design), ..NewProject::default() }).await {
                Ok(project) => navigator.go(&format!("/p/{}/studio", project.id)),
                Err(error) => {
                    busy.set(false);
                    toasts.error(format!("The design could not be created. {error}"));
                }
            }
        });
    });
    let row = move |alternative: Alternative| {
        let (low, high) = alternative.monthly_cost;
        let figures = format!(
            "{} part{}, {} containers, about €{low} to {high} a month",
            alternative.parts,
            if alternative.parts == 1 { "" } else { "s" },
            alternative.containers
        );
        let fits = alternative.fits.then(|| view! { <span class="chip chip--ok">"Fits best"</span> });
        let shape = alternative.shape;
        let button = (!alternative.fits).then(|| {
            view! {
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=format!("Open as a design: {}", shape.label())
                    disabled=move || busy.get()
                    on:click=move |_| open.run(alternative.clone())
                >
                    "Open as a design"
                    <Icon name="arrow-up-right"/>
                </button>
            }
        });
        view! {
            <li>
                <span class="tile tile--sm k-service">
                    <Icon name=icon_of(shape)/>
                </span>
                <span class="alts__t">
                    <strong>{shape.label()}</strong>
                    <span>{figures}</span>
                </span>
                {fits}
                {button}
            </li>
        }
    };
    let shown = move || {
        let all = all.get();
        (all.len() > 1).then(|| {
            let rows = all.into_iter().map(row).collect_view();
            view! {
                <section>
                    <h3 class="h-sec">"What it could be instead"</h3>
                    <ul class="alts">{rows}</ul>
                    <p class="faint cuts__k">
                        "Each is a whole design: open it beside this one, review it, export it. To change this one, "
                        <a href=proposed.address(Some("decomposition"))>"choose otherwise"</a> "."
                    </p>
                </section>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// `Shop, as microservices`, within the length a name may have.
fn named(name: &str, shape: Shape) -> String {
    let suffix = format!(", as {}", shape.label().to_lowercase());
    let room = domain::design::limits::MAX_LINE_CHARS.saturating_sub(suffix.chars().count());
    let name: String = name.chars().take(room).collect();
    format!("{}{suffix}", name.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_shape_and_stays_in_its_bounds() {
        assert_eq!(named("Shop", Shape::ModularMonolith), "Shop, as modular monolith");
        assert!(named(&"x".repeat(200), Shape::Microservices).chars().count() <= domain::design::limits::MAX_LINE_CHARS);
    }
}
