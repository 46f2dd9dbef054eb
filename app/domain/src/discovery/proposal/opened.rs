//! The proposal becomes the Design: with what a person accepted or chose otherwise before anything was drawn.

use super::{Proposal, propose};
use crate::{Design, Edit, decision::choose, edit::diff};

/// What a Design is called before anybody named it. The proposal then finds a name in the answers.
pub const UNNAMED: &str = "New system";

/// The name to propose under: the one somebody gave, if anybody did.
pub fn given_name(name: &str) -> Option<&str> {
    (name != UNNAMED).then_some(name)
}

/// The proposed Design with what a person accepted or chose otherwise, as the current Design remembers it.
pub fn opened(proposal: &Proposal, current: &Design) -> Design {
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

/// What makes the proposal the Design. Nothing where there are no answers, or where something is drawn already.
pub fn opening(current: &Design) -> Option<Edit> {
    if current.brief.is_empty() || !current.elements.is_empty() {
        return None;
    }
    let proposal = propose(given_name(&current.name), &current.brief);
    Some(diff(current, &opened(&proposal, current)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arbitrary::shop_answers,
        decision::{Decision, records},
        ids::TopicId,
    };

    #[test]
    fn answers_become_the_design_once_and_can_be_taken_back() {
        let mut current = Design::new(UNNAMED);
        assert_eq!(opening(&current), None, "nothing was answered");
        current.brief = shop_answers();
        let before = current.clone();
        let inverse = current.apply(opening(&current).unwrap()).unwrap();
        assert!(!current.elements.is_empty() && current.name != UNNAMED);
        assert_eq!(opening(&current), None, "it is drawn");
        current.apply(inverse).unwrap();
        assert_eq!(current, before);
    }

    #[test]
    fn what_a_person_chose_otherwise_comes_with_it() {
        let proposal = propose(Some("Shop"), &shop_answers());
        let mut current = Design::new("Shop");
        current.brief = shop_answers();
        let broker = proposal.decisions.iter().find(|record| record.topic == "broker").unwrap();
        let other =
            broker.options.iter().map(|option| option.slug.clone()).find(|slug| *slug != broker.proposed && slug != "none").unwrap();
        let chosen = Decision { override_reason: Some("We know it".into()), ..Decision::new(other.clone()) };
        current.decisions.insert(TopicId::new("broker").unwrap(), chosen);
        current.apply(opening(&current).unwrap()).unwrap();
        let shown = records(&current).into_iter().find(|record| record.topic == "broker").unwrap();
        assert_eq!((shown.choice, shown.override_reason.as_deref()), (other, Some("We know it")));
    }

    #[test]
    fn saying_yes_to_another_proposal_does_not_count() {
        let proposal = propose(Some("Shop"), &shop_answers());
        let mut current = Design::new("Shop");
        current.decisions.insert(TopicId::new("broker").unwrap(), Decision::new("no-such-option"));
        assert_eq!(opened(&proposal, &current), proposal.design);
    }
}
