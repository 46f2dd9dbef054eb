//! Discovery: the questionnaire, one part a page, with what the answers mean so far beside it. Every answer is an edit, saved
//! as you go; what it means is computed by the domain, here and on the server alike.

mod certainty;
mod forming;
mod heard;
mod inputs;
mod number;
mod parts;
mod question_card;
mod side_panel;

use crate::{
    browser,
    components::{Icon, Title, keys::Keys},
    navigation::Navigator,
    state::ProjectState,
};
use domain::discovery::{Answers, Part, Question, questions};
use forming::Forming;
use leptos::{ev::KeyboardEvent, prelude::*};
use parts::PartList;
use question_card::QuestionCard;
use side_panel::SidePanel;

/// What every piece of the page works with.
#[derive(Clone, Copy)]
struct Questionnaire {
    state: ProjectState,
    answers: Memo<Answers>,
    /// The questions that matter now, in order.
    shown: Memo<Vec<&'static str>>,
    part: Memo<Part>,
}

impl Questionnaire {
    fn of(state: ProjectState, asked: Memo<Option<String>>) -> Self {
        let design = state.design();
        let answers = Memo::new(move |_| design.with(|design| design.brief.clone()));
        let shown = Memo::new(move |_| answers.with(|answers| questions::shown(answers).iter().map(|question| question.id).collect()));
        let part = Memo::new(move |_| {
            let asked = asked.get();
            Part::ALL.into_iter().find(|part| asked.as_deref() == Some(part.slug())).unwrap_or(Part::Business)
        });
        Self { state, answers, shown, part }
    }
    /// The shown questions of a part, with their numbers.
    fn numbered(&self, part: Part) -> Vec<(usize, &'static Question)> {
        let numbered = |ids: &Vec<&'static str>| -> Vec<(usize, &'static Question)> {
            let all = ids.iter().enumerate().filter_map(|(i, id)| Some((i + 1, questions::find(id)?)));
            all.filter(|(_, question)| question.part == part).collect()
        };
        self.shown.with(numbered)
    }
    /// The page of a part.
    fn address(&self, part: Part) -> String {
        format!("/p/{}/discovery?part={}", self.state.id(), part.slug())
    }
    fn proposal(&self) -> String {
        format!("/p/{}/proposal", self.state.id())
    }
}

fn before(part: Part) -> Option<Part> {
    Part::ALL.into_iter().rev().find(|other| *other < part)
}

fn after(part: Part) -> Option<Part> {
    Part::ALL.into_iter().find(|other| *other > part)
}

/// The questionnaire of a project.
#[component]
pub fn DiscoveryPage() -> impl IntoView {
    let state = ProjectState::expect();
    let navigator = Navigator::expect();
    let questionnaire = Questionnaire::of(state, navigator.asked("part"));
    let design = state.design();
    let part = questionnaire.part;
    let forming = Forming::of(questionnaire);
    Effect::new(move |before: Option<Part>| {
        let part = part.get();
        if before.is_some_and(|before| before != part) {
            browser::scroll_to_top("main");
            browser::focus("part-h");
        }
        part
    });
    let onwards = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            // What is being typed is taken before the page goes.
            browser::blur();
            let next = after(part.get_untracked()).map_or_else(|| questionnaire.proposal(), |next| questionnaire.address(next));
            navigator.go(&next);
        }
    };
    let ids = move || questionnaire.numbered(part.get()).into_iter().map(|(_, question)| question.id).collect::<Vec<_>>();
    let place = move || Part::ALL.iter().position(|other| *other == part.get()).unwrap_or_default() + 1;
    view! {
        <Title text=Signal::derive(move || design.with(|design| format!("Discovery: {} · Groundplan", design.name)))/>
        <div class="app app--disc" on:keydown=onwards>
            <PartList questionnaire/>
            <main class="dmain scroll" id="main" tabindex="-1">
                <div class="dmain__in">
                    <header class="dmain__h">
                        <p class="faint">{move || format!("Part {} of {}", place(), Part::ALL.len())}</p>
                        <h2 id="part-h" tabindex="-1">{move || part.get().label()}</h2>
                        <p class="muted">{move || part.get().summary()}</p>
                    </header>
                    <For
                        each=ids
                        key=|id| *id
                        children=move |id| {
                            questions::find(id).map(|question| view! { <QuestionCard questionnaire question/> })
                        }
                    />
                </div>
                <Footer questionnaire/>
            </main>
            <SidePanel questionnaire forming/>
        </div>
    }
    .into_any()
}

/// Back, the proposal at any time, and onwards.
#[component]
fn Footer(questionnaire: Questionnaire) -> impl IntoView {
    let part = questionnaire.part;
    let back = move || {
        before(part.get()).map(|before| {
            view! {
                <a class="btn" href=questionnaire.address(before)>
                    <Icon name="arrow-left"/>
                    {before.label()}
                </a>
            }
        })
    };
    let proposal =
        move || after(part.get()).map(|_| view! { <a class="btn btn--quiet" href=questionnaire.proposal()>"See the proposal now"</a> });
    let onwards = move || {
        let (address, label) = match after(part.get()) {
            Some(next) => (questionnaire.address(next), format!("Continue to {}", next.label())),
            None => (questionnaire.proposal(), "See the proposal".to_owned()),
        };
        view! {
            <a class="btn btn--primary" href=address>
                {label}
                <Icon name="arrow-right"/>
            </a>
        }
    };
    view! {
        <div class="dfoot">
            {back}
            <span class="dfoot__h faint">
                <Keys keys="Ctrl+Enter"/>
                " continues"
            </span>
            {proposal}
            {onwards}
        </div>
    }
    .into_any()
}
