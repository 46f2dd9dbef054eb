//! What must hold for the decisions of any Design, proposed or drawn by hand.

use super::*;
use crate::{Design, arbitrary, discovery::propose, starters};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn an_empty_design_has_nothing_to_decide() {
    assert_eq!(records(&Design::new("Empty")), []);
}

#[test]
fn numbers_and_topics_are_distinct() {
    let design = starters::find("e-commerce").unwrap().design().unwrap();
    let records = records(&design);
    assert_eq!(records.iter().map(|r| r.number).collect::<Vec<_>>(), (1..=14).collect::<Vec<_>>());
    assert_eq!(records.iter().map(|r| &r.topic).collect::<BTreeSet<_>>().len(), 14);
}

#[test]
fn a_record_cites_the_real_names() {
    let design = starters::find("e-commerce").unwrap().design().unwrap();
    let record = records(&design).into_iter().find(|record| record.topic == "broker").unwrap();
    assert_eq!(record.title, "RabbitMQ carries the events");
    assert!(
        record.context.starts_with(
            "Three parts announce facts that others act on: order.created, payment.failed, payment.processed and user.registered."
        ),
        "{}",
        record.context
    );
    assert!(record.answers.iter().any(|answer| answer.answer == "300 requests a second at peak"), "{:?}", record.answers);
}

#[test]
fn a_choice_keeps_its_reason_until_the_proposal_is_chosen_again() {
    let mut design = starters::find("e-commerce").unwrap().design().unwrap();
    design.apply(choose(&design, "gateway", "kong", Some("Partners get keys of their own")).unwrap()).unwrap();
    assert_eq!(design.elements["api-gateway"].technology.as_ref().unwrap().as_str(), "kong");
    assert_eq!(design.decisions["gateway"].override_reason.as_deref(), Some("Partners get keys of their own"));
    design.apply(choose(&design, "gateway", "nginx", Some("Never mind")).unwrap()).unwrap();
    assert_eq!(design.decisions["gateway"].override_reason, None);
}

#[test]
fn what_cannot_be_chosen_says_what_can() {
    let design = starters::find("e-commerce").unwrap().design().unwrap();
    assert_eq!(choose(&design, "weather", "rain", None), Err(ChooseError::NoTopic("weather".into())));
    let error = choose(&design, "gateway", "envoy", None).unwrap_err().to_string();
    assert_eq!(error, "“envoy” is not an option of “gateway”; the options are nginx, traefik, kong");
}

#[test]
fn a_decision_that_the_design_no_longer_shows_is_forgotten() {
    let mut design = propose(None, &Default::default()).design;
    design.apply(choose(&design, "observability", "full", Some("We want to see everything")).unwrap()).unwrap();
    design.platform.observability.traces = None;
    let record = records(&design).into_iter().find(|record| record.topic == "observability").unwrap();
    assert_eq!((record.choice.as_str(), record.override_reason), ("logs", None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_drawn_design_can_be_decided(design in arbitrary::designs()) {
        for record in records(&design) {
            prop_assert!(!record.title.is_empty() && !record.context.is_empty() && !record.consequences.is_empty(), "{}", record.topic);
            for option in &record.options {
                let mut changed = design.clone();
                let edit = choose(&design, &record.topic, &option.slug, None);
                prop_assert!(edit.is_ok(), "{} {}: {:?}", record.topic, option.slug, edit);
                changed.apply(edit.unwrap()).unwrap();
                prop_assert_eq!(changed.problems(), []);
            }
        }
    }
}
