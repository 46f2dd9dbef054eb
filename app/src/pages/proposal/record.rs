//! One decision in full: context, options compared, consequences, the answers that led here.

use super::{
    Proposed, SHOWN,
    comparison::Comparison,
    decisions::{BackToList, waits},
    effective::choice_edit,
};
use crate::components::{Icon, prose::Prose};
use domain::{
    Edit,
    decision::{Consequence, Decision, Past, Record, Status},
    ids::TopicId,
};
use leptos::prelude::*;

/// A decision as a page.
#[component]
pub(super) fn RecordView(proposed: Proposed, record: Record) -> impl IntoView {
    let answers = record
        .answers
        .iter()
        .map(|answer| {
            let number = proposed.question_number(&answer.question);
            view! {
                <li>
                    <a href=proposed.question_address(&answer.question)>
                        <span class="num">{number}</span>
                        <span>{answer.subject.clone()} <b>{answer.answer.clone()}</b></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let consequences = record.consequences.iter().map(consequence).collect_view();
    let led = (!record.answers.is_empty()).then(|| {
        view! {
            <section>
                <h3 class="h-sec">"Answers that led here"</h3>
                <ul class="ans">{answers}</ul>
            </section>
        }
    });
    view! {
        <article class="padr scroll" id=SHOWN aria-labelledby="h-adr" tabindex="0">
            <BackToList/>
            <header class="adr__h">
                <div class="row-head">
                    <span class="code-chip">{format!("ADR-{:03}", record.number)}</span>
                    <span class="adr__s">
                        {record.lacking().map(|text| view! { <span class="chip chip--warn">{text}</span> })} <Standing record=record.clone()/>
                    </span>
                </div>
                <h2 id="h-adr">{record.title.clone()}</h2>
            </header>
            <Override proposed record=record.clone()/>
            <History record=record.clone()/>
            <section>
                <h3 class="h-sec">"Context"</h3>
                <p>
                    <Prose text=record.context.clone()/>
                </p>
            </section>
            {(record.status != Status::Deprecated)
                .then(|| {
                    view! {
                        <section>
                            <h3 class="h-sec">"Options compared"</h3>
                            <Comparison proposed record=record.clone()/>
                        </section>
                    }
                })}
            <div class="two">
                <section>
                    <h3 class="h-sec">"Consequences"</h3>
                    <ul class="con">{consequences}</ul>
                </section>
                {led}
            </div>
            <Watched record=record.clone()/>
            {(!record.revisit_when.is_empty())
                .then(|| {
                    view! {
                        <section class="note revisit">
                            <div class="note__h">
                                <Icon name="rotate-ccw"/>
                                <strong>"Look again when"</strong>
                            </div>
                            <p>
                                <Prose text=record.revisit_when.clone()/>
                            </p>
                        </section>
                    }
                })}
        </article>
    }
    .into_any()
}

#[component]
fn Standing(record: Record) -> impl IntoView {
    if record.status == Status::Deprecated {
        view! { <span class="chip">"Not asked any more"</span> }.into_any()
    } else if record.override_reason.is_some() {
        view! { <span class="chip chip--acc">"Overridden"</span> }.into_any()
    } else if waits(&record) {
        let text = if record.superseded.is_empty() { "Waits for you" } else { "Draft" };
        view! { <span class="chip chip--warn">{text}</span> }.into_any()
    } else {
        view! {
            <span class="chip chip--ok">
                <Icon name="check"/>
                "Accepted"
            </span>
        }
        .into_any()
    }
}

/// What was decided before, the newest first.
#[component]
fn History(record: Record) -> impl IntoView {
    if record.superseded.is_empty() {
        return ().into_any();
    }
    let entry = |past: &Past| {
        let reason = past.override_reason.clone().map(|reason| view! { <span class="faint">{reason}</span> });
        view! {
            <li>
                <span class="code-chip">{format!("ADR-{:03}", past.number)}</span>
                <span>{past.title.clone()} {reason}</span>
                <span class="chip">{format!("Superseded by ADR-{:03}", past.replaced_by)}</span>
            </li>
        }
    };
    let entries = record.superseded.iter().rev().map(entry).collect_view();
    view! {
        <section>
            <h3 class="h-sec">"Decided before"</h3>
            <ol class="past">{entries}</ol>
        </section>
    }
    .into_any()
}

/// The review rules that watch over it.
#[component]
fn Watched(record: Record) -> impl IntoView {
    if record.rules.is_empty() {
        return ().into_any();
    }
    let rules = record
        .rules
        .iter()
        .map(|rule| {
            view! {
                <li>
                    <a href=format!("/rules/{}", rule.code)>
                        <span class="code-chip">{rule.code.clone()}</span>
                        <span>{rule.title.clone()}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <h3 class="h-sec">"Review rules that watch over it"</h3>
            <ul class="past">{rules}</ul>
        </section>
    }
    .into_any()
}

/// What a person decided: their reason and the way back, or the way to say yes.
#[component]
fn Override(proposed: Proposed, record: Record) -> impl IntoView {
    let state = proposed.state;
    if let Some(reason) = record.override_reason.clone().filter(|_| record.status != Status::Deprecated) {
        let name = record.name_of(&record.proposed).to_owned();
        let back = move |_| {
            let edit = state.design().with_untracked(|design| choice_edit(design, &record.topic, &record.proposed, None));
            if let Ok(edit) = edit {
                state.dispatch(edit, format!("Undid the override: {}", record.subject));
            }
        };
        return view! {
            <section class="note note--acc">
                <div class="note__h">
                    <Icon name="pencil"/>
                    <strong>{format!("Overridden: Groundplan would choose {name}")}</strong>
                    <button type="button" class="btn btn--sm" disabled=!state.can_edit() on:click=back>
                        <Icon name="undo-2"/>
                        "Undo"
                    </button>
                </div>
                <p>{reason}</p>
            </section>
        }
        .into_any();
    }
    if waits(&record) && state.can_edit() {
        let drafted = record.superseded.last().cloned();
        let text = match &drafted {
            Some(past) => {
                format!("The design was changed: {} before, {} now. Accept the new decision, or go back.", past.name, record.chosen_name())
            }
            None => "The answers leave this open. The proposal is a start.".to_owned(),
        };
        let say_why = (record.choice != record.proposed).then(|| {
            let wish = (record.clone(), record.choice.clone());
            let ask = move |_| proposed.wish.set(Some(wish.clone()));
            view! {
                <button type="button" class="btn btn--sm" aria-haspopup="dialog" on:click=ask>
                    "Accept it and say why"
                </button>
            }
        });
        let back = drafted.map(|past| {
            let record = record.clone();
            let label = format!("Back to {}", past.name);
            let go = move |_| {
                let edit = state
                    .design()
                    .with_untracked(|design| choice_edit(design, &record.topic, &past.choice, past.override_reason.as_deref()));
                if let Ok(edit) = edit {
                    state.dispatch(edit, format!("Went back: {}", record.subject));
                }
            };
            view! {
                <button type="button" class="btn btn--sm" on:click=go>
                    <Icon name="undo-2"/>
                    {label}
                </button>
            }
        });
        let accept = move |_| {
            let Ok(topic) = TopicId::new(record.topic.clone()) else { return };
            let kept = state.design().with_untracked(|design| design.decisions.get(&topic).cloned());
            let kept = kept.filter(|decision| decision.choice == record.choice).unwrap_or_else(|| Decision::new(record.choice.clone()));
            let decision = Decision { status: Status::Accepted, ..kept };
            state.dispatch(Edit::SetDecision { topic, decision: Some(decision) }, format!("Accepted: {}", record.subject));
        };
        return view! {
            <section class="note note--warn">
                <div class="note__h">
                    <Icon name="circle-help"/>
                    <strong>{text}</strong>
                    {back}
                    {say_why}
                    <button type="button" class="btn btn--sm" on:click=accept>
                        "Accept it"
                    </button>
                </div>
            </section>
        }
        .into_any();
    }
    ().into_any()
}

fn consequence(consequence: &Consequence) -> impl IntoView + use<> {
    let (class, icon, word) = if consequence.good { ("con--p", "plus", "Good: ") } else { ("con--m", "minus", "Price: ") };
    view! {
        <li class=class>
            <Icon name=icon/>
            <span>
                <span class="vh">{word}</span>
                <Prose text=consequence.text.clone()/>
            </span>
        </li>
    }
}
