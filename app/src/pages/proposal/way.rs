//! The way out of a running monolith: what comes first, one context after the other, and what ends it.

use super::{Proposed, SHOWN, decisions::BackToList};
use crate::components::{Icon, prose::Prose};
use domain::discovery::{
    MigrationPlan,
    migration::{ContextMove, Route},
    migration_plan,
};
use leptos::prelude::*;

/// The migration as a page.
#[component]
pub(super) fn WayView(proposed: Proposed) -> impl IntoView {
    let shown = move || proposed.design.with(|design| migration_plan(design).map(|plan| full(&plan)));
    view! {
        <article class="padr scroll" id=SHOWN aria-labelledby="h-adr" tabindex="0">
            <BackToList/>
            {shown}
        </article>
    }
    .into_any()
}

fn full(plan: &MigrationPlan) -> impl IntoView + use<> {
    let moves = plan.moves.iter().enumerate().map(|(i, step)| one(i, step)).collect_view();
    view! {
        <header class="adr__h">
            <div class="row-head">
                <span class="code-chip">"Strangler fig"</span>
            </div>
            <h2 id="h-adr">"The way out of the current system"</h2>
        </header>
        <section>
            <p>
                "One context after the other leaves, the most valuable and least entangled first. The current system answers whatever has not moved yet, and every step can be taken back until it is finished."
            </p>
        </section>
        <section>
            <h3 class="h-sec">"Before anything moves"</h3>
            {list(&plan.preparation)}
        </section>
        <section>
            <h3 class="h-sec">"The contexts, in order"</h3>
            <ol class="way">{moves}</ol>
        </section>
        <section>
            <h3 class="h-sec">"When all have moved"</h3>
            {list(&plan.completion)}
        </section>
    }
}

fn list(steps: &[String]) -> impl IntoView + use<> {
    let steps = steps.iter().map(|step| view! { <li><Prose text=step.clone()/></li> }).collect_view();
    view! { <ol class="road">{steps}</ol> }
}

fn one(i: usize, step: &ContextMove) -> impl IntoView + use<> {
    let routes = step.routes.iter().map(route).collect_view();
    let routes = (!step.routes.is_empty()).then(|| {
        view! {
            <h4>"At the gateway"</h4>
            <ul class="way__r">{routes}</ul>
        }
    });
    view! {
        <li>
            <details open=i == 0>
                <summary>
                    <span class="way__n num">{i + 1}</span>
                    <span class="way__t">
                        <strong>{step.name.clone()}</strong>
                        <span>{step.why.clone()}</span>
                    </span>
                    <span class="chip">{format!("Value {}", step.value)}</span>
                    <span class="chip">{format!("{} tie{}", step.ties, if step.ties == 1 { "" } else { "s" })}</span>
                    <Icon name="chevron-down" class="adv__c"/>
                </summary>
                <div class="way__b">
                    {routes} <h4>"Its data"</h4> {list(&step.data)} <h4>"It has moved when"</h4>
                    <ul class="con">
                        {step
                            .exit
                            .iter()
                            .map(|sign| {
                                view! {
                                    <li class="con--p">
                                        <Icon name="check"/>
                                        <span>{sign.clone()}</span>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                    <h4>"The way back"</h4>
                    <p>{step.way_back.clone()}</p>
                </div>
            </details>
        </li>
    }
}

fn route(route: &Route) -> impl IntoView + use<> {
    view! {
        <li>
            <code>{route.path.clone()}</code>
            <span class="muted">{route.before.clone()}</span>
            <Icon name="arrow-right"/>
            <span class="vh">"goes to"</span>
            <strong>{route.after.clone()}</strong>
        </li>
    }
}
