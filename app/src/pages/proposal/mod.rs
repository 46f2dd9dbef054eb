//! The proposal: what the answers lead to, with every decision and its reasons. Computed by the domain from the answers, here
//! and on the server alike; opening it in the studio makes it the design.

mod alternatives;
mod comparison;
mod contexts;
mod cut;
mod decisions;
mod effective;
mod move_dialog;
mod numbers;
mod override_dialog;
mod record;
mod verdict;
mod way;
mod why;

use crate::{components::Title, navigation::Navigator, state::ProjectState};
use contexts::Contexts;
use cut::CutView;
use decisions::DecisionList;
use domain::{
    Design,
    decision::Record,
    discovery::{Proposal, given_name, migration_plan, opened, propose},
};
use leptos::prelude::*;
use move_dialog::{MoveDialog, Moving};
use numbers::NumbersView;
use override_dialog::OverrideDialog;
use record::RecordView;
use verdict::VerdictStrip;
use way::WayView;
use why::WhyView;

/// An option somebody wants instead of the chosen one: the record and the option's slug.
type Wish = (Record, String);

/// Pages beside the decisions, by the word in the address.
const CUT: &str = "cut";
const WAY: &str = "way";
const NUMBERS: &str = "numbers";

/// The id of what was chosen: on a narrow screen it stands below the list, and its links lead there.
const SHOWN: &str = "decision";

/// What every piece of the page works with.
#[derive(Clone, Copy)]
struct Proposed {
    state: ProjectState,
    /// What the answers lead to, without anybody's overrides.
    proposal: Memo<Proposal>,
    /// The design the page speaks of: the proposal with the overrides, or the project's own design once there is one.
    design: Memo<Design>,
    records: Memo<Vec<Record>>,
    /// The project has a design of its own.
    drawn: Memo<bool>,
    /// The topic or page shown; nothing shows the verdict.
    topic: Memo<Option<String>>,
    wish: RwSignal<Option<Wish>>,
    moving: RwSignal<Option<Moving>>,
    /// What runs today is a monolith, and there is a way out of it.
    has_way: Memo<bool>,
}

impl Proposed {
    fn of(state: ProjectState, asked: Memo<Option<String>>) -> Self {
        let current = state.design();
        let answers = Memo::new(move |_| current.with(|design| (design.name.clone(), design.brief.clone())));
        let proposal = Memo::new(move |_| answers.with(|(name, answers)| propose(given_name(name), answers)));
        let drawn = Memo::new(move |_| current.with(|design| !design.elements.is_empty()));
        let design = Memo::new(move |_| {
            current.with(|current| if drawn.get() { current.clone() } else { proposal.with(|proposal| opened(proposal, current)) })
        });
        let records = Memo::new(move |_| design.with(domain::decision::records));
        let has_way = Memo::new(move |_| design.with(|design| migration_plan(design).is_some()));
        let known = move |topic: &String| match topic.as_str() {
            CUT | NUMBERS => true,
            WAY => has_way.get(),
            _ => records.with(|records| records.iter().any(|r| r.topic == *topic)),
        };
        let topic = Memo::new(move |_| asked.get().filter(known));
        Self { state, proposal, design, records, drawn, topic, wish: RwSignal::new(None), moving: RwSignal::new(None), has_way }
    }
    /// The page of a decision, or of the verdict.
    fn address(&self, topic: Option<&str>) -> String {
        let page = format!("/p/{}/proposal", self.state.id());
        topic.map_or(page.clone(), |topic| format!("{page}?decision={topic}"))
    }
    /// The page of a question.
    fn question_address(&self, id: &str) -> String {
        let part = domain::discovery::questions::find(id).map_or("business", |question| question.part.slug());
        format!("/p/{}/discovery?part={part}#q-{id}", self.state.id())
    }
    /// The number a question has among those that matter.
    fn question_number(&self, id: &str) -> Option<usize> {
        let shown = self.design.with_untracked(|design| domain::discovery::questions::shown(&design.brief));
        shown.iter().position(|question| question.id == id).map(|i| i + 1)
    }
}

/// The proposal of a project.
#[component]
pub fn ProposalPage() -> impl IntoView {
    let state = ProjectState::expect();
    let proposed = Proposed::of(state, Navigator::expect().asked("decision"));
    let design = state.design();
    let record = Memo::new(move |_| {
        let topic = proposed.topic.get()?;
        proposed.records.with(|records| records.iter().find(|record| record.topic == topic).cloned())
    });
    let shown = move || match (record.get(), proposed.topic.get().as_deref()) {
        (Some(record), _) => view! { <RecordView proposed record/> }.into_any(),
        (None, Some(CUT)) => view! { <CutView proposed/> }.into_any(),
        (None, Some(WAY)) => view! { <WayView proposed/> }.into_any(),
        (None, Some(NUMBERS)) => view! { <NumbersView proposed/> }.into_any(),
        (None, _) => view! { <WhyView proposed/> }.into_any(),
    };
    view! {
        <Title text=Signal::derive(move || design.with(|design| format!("Proposal: {} · Groundplan", design.name)))/>
        <main id="main" class="app app--prop">
            <VerdictStrip proposed/>
            <Contexts proposed/>
            <DecisionList proposed/>
            {shown}
        </main>
        <OverrideDialog proposed/>
        <MoveDialog proposed/>
    }
    .into_any()
}
