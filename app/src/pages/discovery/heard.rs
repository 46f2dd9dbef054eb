//! What was understood from the purpose: each word with the capability it speaks of, to be taken away or added to. A correction
//! is an answer to the question after it.

use super::Questionnaire;
use crate::components::Icon;
use domain::{
    Edit,
    discovery::{
        Answer, Brief, Heard, Sense,
        capability::{self, Family},
        facts::{ReadAnswer, read_answers},
        heard, questions, unclear,
    },
    ids::QuestionId,
};
use leptos::prelude::*;

/// The words that were understood, under the field of the purpose.
#[component]
pub(super) fn HeardWords(questionnaire: Questionnaire) -> impl IntoView {
    let answers = questionnaire.answers;
    let said =
        Memo::new(move |_| answers.with(|answers| matches!(answers.get("purpose"), Some(Answer::Text(text)) if !text.trim().is_empty())));
    let words = Memo::new(move |_| answers.with(heard));
    let chosen = Memo::new(move |_| answers.with(|answers| chosen(&Brief::read(answers))));
    let set = move |slug: &str, on: bool| {
        let Ok(question) = QuestionId::new("capabilities") else { return };
        let mut entries = chosen.get_untracked();
        entries.retain(|entry| entry != slug);
        if on {
            entries.push(slug.to_owned());
        }
        let label = capability::find(slug).map_or(slug, |capability| capability.label);
        let label = if on { format!("Added: {label}") } else { format!("Took away: {label}") };
        questionnaire.state.dispatch(Edit::SetAnswer { question, answer: Some(Answer::Many(entries)) }, label);
    };
    let locked = !questionnaire.state.can_edit();
    let word = move |heard: Heard| {
        let Heard { words, capability: slug, label, sense, taken } = heard;
        let (class, icon, verb) = if taken { ("hw", "x", "Take away") } else { ("hw hw--off", "plus", "Take in again:") };
        let name = format!("{verb} {label}");
        view! {
            <li class=class>
                <q>{words}</q>
                <Icon name="arrow-right"/>
                <span class="vh">"means"</span>
                <strong>{label}</strong>
                {note(sense)}
                <button type="button" class="chip__x" aria-label=name disabled=locked on:click=move |_| set(&slug, !taken)>
                    <Icon name=icon/>
                </button>
            </li>
        }
    };
    let read = Memo::new(move |_| answers.with(read_answers));
    let fact = move |fact: ReadAnswer| {
        let ReadAnswer { question, answer, words } = fact;
        let asked = questions::find(&question);
        let (subject, value) = asked.map_or_else(Default::default, |asked| (asked.subject, answer.describe(asked)));
        let name = format!("Not this: {subject}");
        let label = format!("Not sure yet: {subject}");
        let forget = move |_| {
            let Ok(question) = QuestionId::new(question.clone()) else { return };
            questionnaire.state.dispatch(Edit::SetAnswer { question, answer: Some(Answer::NotSure) }, label.clone());
        };
        view! {
            <li class="hw">
                <q>{words}</q>
                <Icon name="arrow-right"/>
                <span class="vh">"means"</span>
                <strong>{format!("{subject}: {value}")}</strong>
                <button type="button" class="chip__x" aria-label=name disabled=locked on:click=forget>
                    <Icon name="x"/>
                </button>
            </li>
        }
    };
    let open = Memo::new(move |_| answers.with(unclear));
    let asked = move || open.get().into_iter().map(|unclear| view! { <p class="q__d">{unclear.question}</p> }).collect_view();
    let groups = move || {
        let chosen = chosen.get();
        Family::ALL
            .into_iter()
            .map(|family| {
                let of_family = capability::ALL.iter().filter(|c| c.family == family && !chosen.iter().any(|slug| slug == c.slug));
                let options = of_family.map(|c| view! { <option value=c.slug>{c.label}</option> }).collect_view();
                view! { <optgroup label=family.label()>{options}</optgroup> }
            })
            .collect_view()
    };
    let add = move |event: leptos::ev::Event| {
        let slug = event_target_value(&event);
        if !slug.is_empty() {
            set(&slug, true);
        }
    };
    let shown = move || {
        said.get().then(|| {
            view! {
                <div class="hws" role="group" aria-label="Understood from your words">
                    <p class="lbl">"Understood from your words"</p>
                    <ul>
                        <For each=move || words.get() key=|heard| (heard.capability.clone(), heard.words.clone(), heard.taken) children=word/>
                        <For each=move || read.get() key=|read| (read.question.clone(), read.words.clone()) children=fact/>
                    </ul>
                    {asked}
                    <select class="field hws__a" aria-label="Add a capability" disabled=locked on:change=add>
                        <option value="">"Add a capability …"</option>
                        {groups}
                    </select>
                </div>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// What is said beside a capability that is not asked for.
fn note(sense: Sense) -> Option<&'static str> {
    match sense {
        Sense::Wanted => None,
        Sense::RuledOut => Some("ruled out"),
        Sense::Existing => Some("there already"),
    }
}

/// Every capability that counts now: chosen, or suggested as long as nobody has chosen.
fn chosen(brief: &Brief) -> Vec<String> {
    brief.capabilities.iter().map(|capability| capability.slug.to_owned()).chain(brief.own_capabilities.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_holds_own_words_as_well() {
        let id = QuestionId::new("capabilities").unwrap();
        let brief = Brief::read(&[(id, Answer::many(["orders", "Drone fleet"]))].into());
        assert_eq!(chosen(&brief), ["orders", "Drone fleet"]);
    }
}
