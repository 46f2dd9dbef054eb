//! What the answers mean so far: advice with its reasons, the design forming, facts and open questions.

use super::{Questionnaire, forming::Forming};
use crate::components::{Icon, sketch::Sketch};
use domain::discovery::{Advice, questions};
use leptos::prelude::*;

/// The panel beside the questions, computed anew after every answer.
#[component]
pub(super) fn SidePanel(questionnaire: Questionnaire, forming: Forming) -> impl IntoView {
    let proposal = forming.proposal;
    let advice = Memo::new(move |_| proposal.with(|proposal| proposal.advice.clone()));
    let design = Memo::new(move |_| proposal.with(|proposal| proposal.design.clone()));
    let facts = Memo::new(move |_| proposal.with(|proposal| proposal.facts.clone()));
    let open = Memo::new(move |_| proposal.with(|proposal| proposal.open.clone()));
    let changes = move || {
        let n = forming.changed.with(|changed| changed.len());
        (n > 0).then(|| {
            view! {
                <span class="chip chip--acc">
                    <Icon name="sparkles"/>
                    {format!("{n} change{}", if n == 1 { "" } else { "s" })}
                </span>
            }
        })
    };
    let newest = move || advice.get().into_iter().next().map(|advice| view! { <AdviceCard questionnaire advice/> });
    let earlier = move || {
        let rest: Vec<_> = advice.get().into_iter().skip(1).map(|advice| view! { <EarlierAdvice questionnaire advice/> }).collect();
        (!rest.is_empty()).then(|| view! { <div class="adv__more">{rest}</div> })
    };
    let drawing = move || {
        if design.with(|design| design.elements.is_empty()) {
            view! { <p class="form__e faint">"Nothing is certain yet. The first answers draw the first parts."</p> }.into_any()
        } else {
            view! { <Sketch design changed=forming.changed uncertain=forming.uncertain/> }.into_any()
        }
    };
    let fact = |text: String| {
        view! {
            <li>
                <Icon name="circle-check"/>
                <span>{text}</span>
            </li>
        }
    };
    let question = |text: String| {
        view! {
            <li class="open">
                <Icon name="circle-help"/>
                <span>{text}</span>
            </li>
        }
    };
    view! {
        <aside class="pane pane--r so" aria-label="What this means so far">
            <div class="scroll" tabindex="0" role="group" aria-label="What the answers mean">
                <div class="row-head so__h">
                    <h2>"What this means so far"</h2>
                    <span role="status">{changes}</span>
                </div>
                {newest}
                {earlier}
                <section class="form" aria-labelledby="forming-h">
                    <div class="row-head">
                        <h3 class="h-sec" id="forming-h">"The design forming"</h3>
                        <span class="form__k">
                            <i class="kk"></i>
                            "changed now"
                            <i class="kk kk--gh"></i>
                            "not certain yet"
                        </span>
                    </div>
                    {drawing}
                </section>
                <ul class="facts">
                    {move || facts.get().into_iter().map(fact).collect_view()}
                    {move || open.get().into_iter().map(question).collect_view()}
                </ul>
            </div>
        </aside>
    }
    .into_any()
}

/// A piece of advice with what it rests on and what would change it.
#[component]
fn AdviceCard(questionnaire: Questionnaire, advice: Advice) -> impl IntoView {
    let text = advice.text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <section class="adv">
            <div class="adv__h">
                <Icon name="lightbulb"/>
                <h3>{advice.title}</h3>
            </div>
            {text}
            <Grounds questionnaire rests_on=advice.rests_on would_change=advice.would_change/>
        </section>
    }
    .into_any()
}

/// Advice that is no longer the newest: its title, the rest on demand.
#[component]
fn EarlierAdvice(questionnaire: Questionnaire, advice: Advice) -> impl IntoView {
    view! {
        <details class="adv adv--s">
            <summary>
                <Icon name="lightbulb"/>
                <span>{advice.title}</span>
                <Icon name="chevron-down" class="adv__c"/>
            </summary>
            <p>{advice.text}</p>
            <Grounds questionnaire rests_on=advice.rests_on would_change=advice.would_change/>
        </details>
    }
    .into_any()
}

#[component]
fn Grounds(questionnaire: Questionnaire, rests_on: Vec<String>, would_change: String) -> impl IntoView {
    let rests_on = rests_on.into_iter().map(|answer| view! { <span>{answer}</span> }).collect_view();
    let _ = (questionnaire, questions::find);
    view! {
        <dl class="adv__b">
            <div>
                <dt>"Rests on"</dt>
                <dd>{rests_on}</dd>
            </div>
            {(!would_change.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <dt>"Would change it"</dt>
                            <dd>{would_change}</dd>
                        </div>
                    }
                })}
        </dl>
    }
    .into_any()
}
