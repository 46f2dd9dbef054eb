//! One question: its words, why it is asked, the way to answer it, and the way not to.

use super::{
    Questionnaire,
    heard::HeardWords,
    inputs::{Levels, Many, One, Text},
    number::Number,
};
use crate::{browser, device};
use domain::{
    Edit,
    discovery::{Answer, Input, Question},
    ids::QuestionId,
};
use leptos::prelude::*;

/// One question, its current answer, and the way to change it.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub question: &'static Question,
    pub answer: Memo<Option<Answer>>,
    questionnaire: Questionnaire,
}

impl Asked {
    /// Answers the question, or takes the answer back. Saying the same again does nothing.
    pub fn say(&self, answer: Option<Answer>) {
        if self.answer.get_untracked() == answer {
            return;
        }
        let Ok(question) = QuestionId::new(self.question.id) else { return };
        let verb = if answer.is_some() { "Answered" } else { "Took back" };
        let label = format!("{verb}: {}", self.question.subject);
        self.questionnaire.state.dispatch(Edit::SetAnswer { question, answer }, label);
    }
    /// Where this tab keeps what is being typed.
    pub fn draft_key(&self) -> String {
        format!("{}{}", self.drafts(), browser::tab_name())
    }
    /// What tabs were typing, each with where it is kept.
    pub fn kept_drafts(&self) -> Vec<(String, String)> {
        let text = |key: String| browser::stored(&key).map(|text| (key, text));
        browser::stored_keys(&self.drafts()).into_iter().filter_map(text).collect()
    }
    fn drafts(&self) -> String {
        device::drafts(&self.questionnaire.state.id(), self.question.id)
    }
    pub fn locked(&self) -> bool {
        !self.questionnaire.state.can_edit()
    }
    /// What is taken for the capabilities as long as nobody has chosen any.
    pub fn suggested(&self) -> Vec<String> {
        if self.question.id != "capabilities" {
            return Vec::new();
        }
        let brief = self.questionnaire.answers.with(domain::discovery::Brief::read);
        brief.capabilities.iter().map(|capability| capability.slug.to_owned()).collect()
    }
}

/// A question as a card.
#[component]
pub(super) fn QuestionCard(questionnaire: Questionnaire, question: &'static Question) -> impl IntoView {
    let answers = questionnaire.answers;
    let answer = Memo::new(move |_| answers.with(|answers| answers.get(question.id).cloned()));
    let asked = Asked { question, answer, questionnaire };
    let number = Memo::new(move |_| questionnaire.shown.with(|ids| ids.iter().position(|id| *id == question.id)).unwrap_or_default() + 1);
    let unsure = move || answer.get() == Some(Answer::NotSure);
    let toggle = move |_| asked.say(if unsure() { None } else { Some(Answer::NotSure) });
    let input = match question.input {
        Input::One(choices) => view! { <One asked choices/> }.into_any(),
        Input::Many { choices, free } => view! { <Many asked choices free=free.is_some()/> }.into_any(),
        Input::Number { unit, min, max, suggestions, .. } => view! { <Number asked unit min max suggestions/> }.into_any(),
        Input::Text { placeholder, .. } => view! { <Text asked placeholder/> }.into_any(),
        Input::Levels(subjects) => view! { <Levels asked subjects/> }.into_any(),
    };
    view! {
        <fieldset class="q" id=format!("q-{}", question.id)>
            <legend>
                <span class="q__n num">{move || number.get()}</span>
                <span>{question.text}</span>
            </legend>
            <p class="q__w">{question.help}</p>
            {input}
            {(question.id == "purpose").then(|| view! { <HeardWords questionnaire/> })}
            <p class="q__d" hidden=move || !unsure()>
                "Taken for now: "
                {question.default_text}
            </p>
            <button
                type="button"
                class="btn btn--sm btn--quiet q__ns"
                aria-pressed=move || unsure().to_string()
                aria-label=format!("Not sure yet: {}", question.subject)
                disabled=asked.locked()
                on:click=toggle
            >
                "Not sure yet"
            </button>
        </fieldset>
    }
    .into_any()
}
