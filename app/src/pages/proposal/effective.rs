//! The proposal as a person left it: with what they chose otherwise. Pure.

use domain::{
    Design, Edit,
    decision::{ChooseError, Decision, choose},
    discovery::Proposal,
    ids::TopicId,
};

/// The proposed design with what a person accepted or chose otherwise, as the project's design remembers it.
pub(super) fn with_overrides(proposal: &Proposal, current: &Design) -> Design {
    let mut design = proposal.design.clone();
    for (topic, decision) in &current.decisions {
        let proposed = proposal.decisions.iter().find(|record| record.topic == topic.as_str()).map(|record| record.proposed.as_str());
        // Saying yes holds for what was proposed then; another proposal asks again.
        if decision.override_reason.is_none() && proposed != Some(decision.choice.as_str()) {
            continue;
        }
        // What no longer fits the answers is left out; the record then shows what is proposed.
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
        let decision = reason.map(|reason| Decision { override_reason: Some(reason.to_owned()), ..Decision::new(option) });
        return Ok(Edit::SetDecision { topic, decision });
    }
    choose(current, topic, option, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        decision::records,
        discovery::{Answer, Answers, propose},
        ids::QuestionId,
    };

    fn shop() -> Answers {
        let say = |id: &str, answer: Answer| (QuestionId::new(id).unwrap(), answer);
        Answers::from([
            say("archetype", Answer::text("e-commerce")),
            say("engineers", Answer::Number(9)),
            say("teams", Answer::Number(3)),
            say("peak-rps", Answer::Number(2_000)),
            say("target", Answer::text("kubernetes")),
        ])
    }

    #[test]
    fn an_override_is_remembered_before_there_is_a_drawing_and_applied_with_it() {
        let proposal = propose(Some("Shop"), &shop());
        let mut current = Design::new("Shop");
        current.brief = shop();
        let broker = proposal.decisions.iter().find(|record| record.topic == "broker").unwrap();
        let other =
            broker.options.iter().map(|option| option.slug.clone()).find(|slug| *slug != broker.proposed && slug != "none").unwrap();
        current.apply(choice_edit(&current, "broker", &other, Some("We know it")).unwrap()).unwrap();
        let shown = records(&with_overrides(&proposal, &current)).into_iter().find(|record| record.topic == "broker").unwrap();
        assert_eq!((shown.choice, shown.override_reason.as_deref()), (other, Some("We know it")));
        current.apply(choice_edit(&current, "broker", &broker.proposed, None).unwrap()).unwrap();
        assert!(current.decisions.is_empty());
    }

    #[test]
    fn saying_yes_to_another_proposal_does_not_count() {
        let proposal = propose(Some("Shop"), &shop());
        let mut current = Design::new("Shop");
        let stale = Decision::new("no-such-option");
        current.decisions.insert(TopicId::new("broker").unwrap(), stale);
        assert_eq!(with_overrides(&proposal, &current), proposal.design);
    }
}
