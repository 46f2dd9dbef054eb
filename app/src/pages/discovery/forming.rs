//! The proposal for the answers so far, what the last answer changed in it, and what is not certain yet.

use super::{
    Questionnaire,
    certainty::{changed, uncertain},
};
use crate::alive::Alive;
use domain::{
    Design,
    discovery::{Proposal, given_name, propose},
    ids::ElementId,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::{collections::BTreeSet, time::Duration};

/// Asking what every open question would change takes some milliseconds; it waits until the person does.
const CERTAINTY_AFTER: Duration = Duration::from_millis(250);

/// The proposal as it forms.
#[derive(Clone, Copy)]
pub(super) struct Forming {
    pub proposal: Memo<Proposal>,
    /// Parts the last answer added or changed.
    pub changed: RwSignal<BTreeSet<ElementId>>,
    /// Parts an open question may still take away.
    pub uncertain: RwSignal<BTreeSet<ElementId>>,
}

impl Forming {
    pub(super) fn of(questionnaire: Questionnaire) -> Self {
        let answers = questionnaire.answers;
        let name = Memo::new(move |_| questionnaire.state.design().with(|design| design.name.clone()));
        let proposal = Memo::new(move |_| answers.with(|answers| propose(given_name(&name.get()), answers)));
        let forming = Self { proposal, changed: RwSignal::new(BTreeSet::new()), uncertain: RwSignal::new(BTreeSet::new()) };
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let alive = Alive::here();
        Effect::new(move |before: Option<Design>| {
            let design = proposal.with(|proposal| proposal.design.clone());
            if let Some(before) = before {
                forming.changed.set(changed(&before, &design));
            }
            let pending = timer.try_update_value(Option::take).flatten();
            if let Some(pending) = pending {
                pending.clear();
            }
            let ask = {
                let design = design.clone();
                move || forming.uncertain.set(uncertain(&answers.get_untracked(), &design))
            };
            timer.set_value(alive.after_with_handle(CERTAINTY_AFTER, ask));
            design
        });
        forming
    }
}
