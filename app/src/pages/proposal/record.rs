//! One decision in full: context, options compared, consequences, the answers that led here.

use super::{Proposed, decisions::waits, effective::choice_edit};
use crate::components::{Icon, prose::Prose};
use domain::{
    Edit,
    decision::{Consequence, Decision, DecisionOption, Mark, Record, Status},
    ids::TopicId,
};
use leptos::prelude::*;

/// Most bars a mark can have.
const BARS: u8 = 4;

/// A decision as a page.
#[component]
pub(super) fn RecordView(proposed: Proposed, record: Record) -> impl IntoView {
    let id = format!("adr-{:03}", record.number);
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
        <article class="padr scroll" id=id aria-labelledby="h-adr" tabindex="0">
            <header class="adr__h">
                <div class="row-head">
                    <span class="code-chip">{format!("ADR-{:03}", record.number)}</span>
                    <Standing record=record.clone()/>
                </div>
                <h2 id="h-adr">{record.title.clone()}</h2>
            </header>
            <Override proposed record=record.clone()/>
            <section>
                <h3 class="h-sec">"Context"</h3>
                <p>
                    <Prose text=record.context.clone()/>
                </p>
            </section>
            <section>
                <h3 class="h-sec">"Options compared"</h3>
                <Comparison proposed record=record.clone()/>
            </section>
            <div class="two">
                <section>
                    <h3 class="h-sec">"Consequences"</h3>
                    <ul class="con">{consequences}</ul>
                </section>
                {led}
            </div>
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
    if record.override_reason.is_some() {
        view! { <span class="chip chip--acc">"Overridden"</span> }.into_any()
    } else if waits(&record) {
        view! { <span class="chip chip--warn">"Waits for you"</span> }.into_any()
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

/// What a person decided: their reason and the way back, or the way to say yes.
#[component]
fn Override(proposed: Proposed, record: Record) -> impl IntoView {
    let state = proposed.state;
    if let Some(reason) = record.override_reason.clone() {
        let name = name_of(&record, &record.proposed);
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
        let accept = move |_| {
            let Ok(topic) = TopicId::new(record.topic.clone()) else { return };
            let decision = Decision { choice: record.choice.clone(), status: Status::Accepted, override_reason: None };
            state.dispatch(Edit::SetDecision { topic, decision: Some(decision) }, format!("Accepted: {}", record.subject));
        };
        return view! {
            <section class="note note--warn">
                <div class="note__h">
                    <Icon name="circle-help"/>
                    <strong>"The answers leave this open. The proposal is a start."</strong>
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

fn name_of(record: &Record, slug: &str) -> String {
    record.options.iter().find(|option| option.slug == slug).map_or(slug.to_owned(), |option| option.name.clone())
}

/// The options side by side, the chosen one first.
#[component]
fn Comparison(proposed: Proposed, record: Record) -> impl IntoView {
    let mut options: Vec<DecisionOption> = record.options.clone();
    options.sort_by_key(|option| (option.slug != record.choice, std::cmp::Reverse(option.score)));
    let heads = options
        .iter()
        .map(|option| {
            let chosen = option.slug == record.choice;
            let icon = (!option.icon.is_empty()).then(|| view! { <Icon name=option.icon.clone()/> });
            view! {
                <th scope="col">
                    <span class="cmp__n">
                        {icon} {option.name.clone()} {chosen.then(|| view! { <span class="chip chip--acc">"Chosen"</span> })}
                    </span>
                </th>
            }
        })
        .collect_view();
    let rows = record
        .criteria
        .iter()
        .enumerate()
        .map(|(i, criterion)| {
            let marks = options.iter().map(|option| view! { <td>{option.marks.get(i).map(mark)}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row">{criterion.clone()}</th>
                    {marks}
                </tr>
            }
        })
        .collect_view();
    let feet = options.iter().map(|option| foot(proposed, &record, option)).collect_view();
    view! {
        <div class="cmpw" tabindex="0" role="group" aria-label="Options compared, table">
            <table class="cmp">
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <td></td>
                        {feet}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn foot(proposed: Proposed, record: &Record, option: &DecisionOption) -> impl IntoView + use<> {
    let best = option.slug == record.proposed;
    if option.slug == record.choice {
        let text = if best { "Fits best" } else { "Your choice" };
        return view! {
            <td>
                <span class="faint">{text}</span>
            </td>
        }
        .into_any();
    }
    let wish = (record.clone(), option.slug.clone());
    let ask = move |_| proposed.wish.set(Some(wish.clone()));
    view! {
        <td>
            <button type="button" class="btn btn--sm" aria-haspopup="dialog" disabled=!proposed.state.can_edit() on:click=ask>
                {format!("Choose {}", option.name)}
            </button>
            {best.then(|| view! { <span class="faint">"Fits best"</span> })}
        </td>
    }
    .into_any()
}

/// Bars and a word; the bars' length comes from the markup, so that a strict style policy holds.
fn mark(mark: &Mark) -> impl IntoView + use<> {
    let bars = (0..BARS).map(|i| view! { <i class=if i < mark.bars { "on" } else { "" }></i> }).collect_view();
    view! {
        <span class="rt" aria-hidden="true">
            {bars}
        </span>
        <span>{mark.word.clone()}</span>
        <span class="vh">{format!(", {} of {BARS}", mark.bars)}</span>
    }
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
