//! The proposal as a person left it: with what they chose otherwise. Pure.

use domain::{
    Design, Edit,
    decision::{ChooseError, Decision, Status, choose},
    discovery::Proposal,
    ids::TopicId,
};

/// The proposed design with the overrides kept in the project's design applied to it.
pub(super) fn with_overrides(proposal: &Proposal, current: &Design) -> Design {
    let mut design = proposal.design.clone();
    for (topic, decision) in current.decisions.iter().filter(|(_, decision)| decision.override_reason.is_some()) {
        // An override that no longer fits the answers is left out; the record then shows what is proposed.
        if let Ok(edit) = choose(&design, topic.as_str(), &decision.choice, decision.override_reason.as_deref()) {
            let _ = design.apply(edit);
        }
    }
    design
}

/// The edit that chooses an option for a topic. `reason` is absent when the proposed option is taken again. A project without
/// a drawing remembers only the choice; the proposal applies it.
pub(super) fn choice_edit(current: &Design, topic: &str, option: &str, reason: Option<&str>) -> Result<Edit, ChooseError> {
    if let (true, Ok(topic)) = (current.elements.is_empty(), TopicId::new(topic)) {
        let decision =
            reason.map(|reason| Decision { choice: option.to_owned(), status: Status::Accepted, override_reason: Some(reason.to_owned()) });
        return Ok(Edit::SetDecision { topic, decision });
    }
    choose(current, topic, option, reason)
}
