//! The list of parts with their questions and how far each is.

use super::Questionnaire;
use crate::components::Icon;
use domain::discovery::{Part, questions};
use leptos::prelude::*;

/// Progress, parts, and the questions of the parts that are open.
#[component]
pub(super) fn PartList(questionnaire: Questionnaire) -> impl IntoView {
    let answers = questionnaire.answers;
    let counts = Memo::new(move |_| answers.with(questions::answered));
    let words = move || {
        let (answered, shown) = counts.get();
        format!("{answered} of {shown} answered")
    };
    let bar = move || {
        let (answered, shown) = counts.get();
        (answered * 200).checked_div(shown).unwrap_or_default().to_string()
    };
    let parts = Part::ALL.map(|part| view! { <PartEntry questionnaire part/> });
    view! {
        <nav class="pane pane--l dsteps" aria-label="Questionnaire">
            <div class="scroll" tabindex="0" role="group" aria-label="Parts, list">
                <div class="dsteps__h">
                    <h1>"Discovery"</h1>
                    <p class="faint num" role="status">
                        {words}
                    </p>
                    <svg class="bar-svg" viewBox="0 0 200 5" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar-svg__b" width="200" height="5" rx="2.5"></rect>
                        <rect class="bar-svg__v" width=bar height="5" rx="2.5"></rect>
                    </svg>
                </div>
                <ol class="dsl">{parts}</ol>
            </div>
            <p class="dsteps__f">"Every answer can change later. The proposal shows which answers each decision rests on."</p>
        </nav>
    }
    .into_any()
}

#[component]
fn PartEntry(questionnaire: Questionnaire, part: Part) -> impl IntoView {
    let answers = questionnaire.answers;
    let count = Memo::new(move |_| {
        let all = answers.with(questions::progress);
        all.into_iter().find(|progress| progress.part == part).map_or((0, 0), |progress| (progress.answered, progress.shown))
    });
    let current = move || questionnaire.part.get() == part;
    let done = move || count.get().0 == count.get().1;
    let class = move || match (current(), done()) {
        (true, _) => "ds ds--now",
        (false, true) => "ds ds--done",
        (false, false) => "ds",
    };
    let number = Part::ALL.iter().position(|other| *other == part).unwrap_or_default() + 1;
    let sign = move || {
        if done() && !current() { view! { <Icon name="check"/> }.into_any() } else { number.into_any() }
    };
    let list = move || {
        current().then(|| {
            let entries = questionnaire.numbered(part).into_iter().map(|(_, question)| {
                let answered = move || answers.with(|answers| answers.contains_key(question.id));
                view! {
                    <li>
                        <a href=format!("#q-{}", question.id)>
                            {move || {
                                if answered() {
                                    view! {
                                        <Icon name="check"/>
                                        <span class="vh">"Answered: "</span>
                                    }
                                        .into_any()
                                } else {
                                    view! { <i></i> }.into_any()
                                }
                            }}
                            {question.subject}
                        </a>
                    </li>
                }
            });
            view! { <ol>{entries.collect_view()}</ol> }
        })
    };
    view! {
        <li class=class>
            <a href=questionnaire.address(part) class="ds__a" aria-current=move || current().then_some("step")>
                <span class="ds__i">{sign}</span>
                <span>{part.label()}</span>
                <span class="ds__c num">{move || format!("{} of {}", count.get().0, count.get().1)}</span>
            </a>
            {list}
        </li>
    }
    .into_any()
}
