//! Choosing otherwise, before anything is drawn and after. Pure.

use domain::{
    Design, Edit,
    decision::{ChooseError, Decision, choose},
    ids::TopicId,
};

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
        arbitrary::shop_answers,
        decision::records,
        discovery::{opened, propose},
    };

    #[test]
    fn an_override_is_remembered_before_there_is_a_drawing_and_applied_with_it() {
        let proposal = propose(Some("Shop"), &shop_answers());
        let mut current = Design::new("Shop");
        current.brief = shop_answers();
        let broker = proposal.decisions.iter().find(|record| record.topic == "broker").unwrap();
        let other =
            broker.options.iter().map(|option| option.slug.clone()).find(|slug| *slug != broker.proposed && slug != "none").unwrap();
        current.apply(choice_edit(&current, "broker", &other, Some("We know it")).unwrap()).unwrap();
        let shown = records(&opened(&proposal, &current)).into_iter().find(|record| record.topic == "broker").unwrap();
        assert_eq!((shown.choice, shown.override_reason.as_deref()), (other, Some("We know it")));
        current.apply(choice_edit(&current, "broker", &broker.proposed, None).unwrap()).unwrap();
        assert!(current.decisions.is_empty());
    }
}
