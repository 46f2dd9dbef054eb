//! What must hold for the decisions of any Design, proposed or drawn by hand.

use super::*;
use crate::{
    Design, arbitrary,
    design::ElementKind,
    discovery::propose,
    edit::{Edit, ElementField},
    ids::TechnologyId,
    review, starters,
    work::Work,
};
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
    assert!(records.len() > 28, "{}", records.len());
    assert_eq!(records.iter().map(|r| r.number).collect::<BTreeSet<_>>().len(), records.len());
    assert_eq!(records.iter().map(|r| &r.topic).collect::<BTreeSet<_>>().len(), records.len());
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
    let error = choose(&design, "weather", "rain", None).unwrap_err().to_string();
    assert!(error.starts_with("this design has no decision “weather”; its decisions are decomposition, "), "{error}");
    let error = choose(&design, "gateway", "envoy", None).unwrap_err().to_string();
    assert_eq!(error, "“envoy” is not an option of “gateway”; the options are nginx, traefik, kong, aws-api-gateway, azure-api-management");
}

#[test]
fn a_decision_that_the_design_no_longer_shows_is_forgotten() {
    let mut design = propose(None, &Default::default()).design;
    design.apply(choose(&design, "observability", "full", Some("We want to see everything")).unwrap()).unwrap();
    design.platform.observability.traces = None;
    let record = records(&design).into_iter().find(|record| record.topic == "observability").unwrap();
    assert_eq!((record.choice.as_str(), record.override_reason), ("logs", None));
}

fn shop() -> Design {
    starters::find("e-commerce").unwrap().design().unwrap()
}

/// Gives the broker another technology, as somebody does on the canvas.
fn swap(design: &Design, technology: &str) -> Edit {
    let broker = design.elements_of(ElementKind::Broker).next().unwrap().0.clone();
    Edit::ChangeElement { id: broker, change: ElementField::Technology(TechnologyId::new(technology).ok()) }
}

fn broker(design: &Design) -> Record {
    records(design).into_iter().find(|record| record.topic == "broker").unwrap()
}

#[test]
fn every_topic_names_questions_and_rules_that_exist() {
    for topic in TOPICS {
        assert!(topic.questions.iter().all(|id| crate::discovery::questions::find(id).is_some()), "{}: {:?}", topic.slug, topic.questions);
        assert!(
            topic.rules.iter().all(|code| crate::review::rules().iter().any(|rule| rule.code == *code)),
            "{}: {:?}",
            topic.slug,
            topic.rules
        );
    }
    assert_eq!(TOPICS.iter().map(|topic| topic.slug).collect::<BTreeSet<_>>().len(), TOPICS.len());
}

#[test]
fn a_later_edit_supersedes_what_it_contradicts_and_undo_restores_both() {
    let before = shop();
    let mut design = before.clone();
    let applied = apply_with_log(&mut design, swap(&before, "kafka")).unwrap();
    let (old, new) = (broker(&before), broker(&design));
    assert_eq!((new.choice.as_str(), new.status), ("kafka", Status::Proposed));
    assert!(records(&before).iter().all(|record| record.number < new.number), "a number is given once");
    let past = &new.superseded[0];
    assert_eq!((past.number, past.choice.as_str(), past.title.as_str()), (old.number, "rabbitmq", "RabbitMQ carries the events"));
    assert_eq!(past.replaced_by, new.number);
    let others =
        |design: &Design| records(design).into_iter().filter(|r| r.topic != "broker").map(|r| (r.topic, r.number)).collect::<Vec<_>>();
    assert_eq!(others(&before), others(&design));
    let mut again = before.clone();
    again.apply(applied.edit).unwrap();
    assert_eq!(again, design, "who receives the edit gets the same");
    design.apply(applied.inverse).unwrap();
    assert_eq!(design, before);
}

#[test]
fn a_file_that_was_changed_by_hand_tells_the_same() {
    let mut design = shop();
    let to_kafka = swap(&design, "kafka");
    design.apply(to_kafka).unwrap();
    let told = broker(&design);
    let follower = follow_up(&design).unwrap();
    design.apply(follower).unwrap();
    assert_eq!(broker(&design), told);
    assert_eq!(follow_up(&design), None);
}

#[test]
fn a_draft_is_redrafted_and_going_back_drops_it() {
    let before = shop();
    let mut design = before.clone();
    apply_with_log(&mut design, swap(&before, "kafka")).unwrap();
    let draft = broker(&design);
    apply_with_log(&mut design, swap(&before, "nats")).unwrap();
    let redraft = broker(&design);
    assert_eq!((redraft.choice.as_str(), redraft.number, redraft.superseded.len()), ("nats", draft.number, 1));
    apply_with_log(&mut design, swap(&before, "rabbitmq")).unwrap();
    assert_eq!(design.decisions, before.decisions);
}

#[test]
fn an_accepted_draft_is_history_once_it_is_contradicted_itself() {
    let mut design = shop();
    let to_kafka = swap(&design, "kafka");
    apply_with_log(&mut design, to_kafka).unwrap();
    design.apply(choose(&design, "broker", "kafka", Some("We want last month's orders again")).unwrap()).unwrap();
    let accepted = broker(&design);
    assert_eq!((accepted.status, accepted.superseded.len()), (Status::Accepted, 1));
    let back = swap(&design, "rabbitmq");
    apply_with_log(&mut design, back).unwrap();
    let chain: Vec<_> = broker(&design).superseded.into_iter().map(|past| (past.name, past.override_reason.is_some())).collect();
    assert_eq!(chain, [("RabbitMQ".to_owned(), false), ("Apache Kafka".to_owned(), true)]);
}

#[test]
fn choosing_what_a_draft_replaced_is_going_back() {
    let before = shop();
    let mut design = before.clone();
    apply_with_log(&mut design, swap(&before, "kafka")).unwrap();
    design.apply(choose(&design, "broker", "rabbitmq", None).unwrap()).unwrap();
    assert_eq!(design.decisions, before.decisions);
}

#[test]
fn what_depends_on_a_choice_is_rewritten_with_it() {
    let mut design = shop();
    let target = if design.platform.target == crate::design::Target::Kubernetes { "compose" } else { "kubernetes" };
    design.apply(choose(&design, "deployment", target, Some("That is what we have")).unwrap()).unwrap();
    let discovery = records(&design).into_iter().find(|record| record.topic == "discovery").unwrap();
    assert_eq!(discovery.choice, format!("{target}-dns"));
    assert!(discovery.superseded.is_empty() && follow_up(&design).is_none());
}

#[test]
fn what_a_person_chose_with_a_reason_is_never_rewritten_without_a_trace() {
    let calls = |record: &Record| record.topic.starts_with("protocol-") && record.choice == "rest" && record.options.len() == 3;
    let designs = starters::all().iter().map(|starter| starter.design().unwrap());
    let (mut design, topic) =
        designs.filter_map(|design| Some((design.clone(), records(&design).into_iter().find(calls)?.topic))).next().unwrap();
    design.apply(choose(&design, &topic, "grpc", Some("Measured")).unwrap()).unwrap();
    for style in ["rest-grpc", "rest"] {
        if let Ok(edit) = choose(&design, "communication", style, Some("All of them")) {
            design.apply(edit).unwrap();
        }
    }
    let protocol = records(&design).into_iter().find(|record| record.topic == topic).unwrap();
    assert_eq!(protocol.choice, "rest");
    assert_eq!(protocol.superseded.first().and_then(|past| past.override_reason.as_deref()), Some("Measured"));
}

#[test]
fn what_the_bundle_does_not_make_is_said_of_what_is_chosen() {
    let mut design = shop();
    let told = |design: &Design| gaps(design).iter().map(Unrealised::to_do).collect::<Vec<_>>();
    assert!(!told(&design).iter().any(|gap| gap.contains("Istio")));
    design.platform.target = crate::design::Target::Kubernetes;
    design.apply(choose(&design, "service-authentication", "istio", Some("We run it")).unwrap()).unwrap();
    assert!(told(&design).iter().any(|gap| gap.starts_with("Trust between parts, Istio: ")), "{:?}", told(&design));
    let record = records(&design).into_iter().find(|record| record.topic == "service-authentication").unwrap();
    assert_eq!(record.lacking(), Some("not realised"));
    assert!(record.consequences.iter().any(|consequence| !consequence.good && consequence.text.starts_with("Planned, not generated: ")));
}

#[test]
fn what_is_missing_elsewhere_is_not_missing_on_kubernetes() {
    let mut design = shop();
    design.platform.secrets = crate::design::SecretStore::Vault;
    design.platform.release = crate::design::ReleaseStrategy::Canary;
    let missing = |design: &Design| gaps(design).into_iter().filter(|gap| ["secrets", "release"].contains(&gap.what)).count();
    for (target, count) in [(crate::design::Target::Kubernetes, 0), (crate::design::Target::Compose, 2)] {
        design.platform.target = target;
        assert_eq!(missing(&design), count, "{target:?}");
    }
}

#[test]
fn what_each_store_asks_for_is_not_asked_for_the_whole_again() {
    let mut design = shop();
    design.platform.protection = crate::design::Protection::Encrypted;
    let asked = |design: &Design| gaps(design).into_iter().filter(|gap| gap.gap.by_hand == "choose encrypted disks where it runs");
    for element in design.elements.values_mut() {
        element.encrypted = false;
    }
    assert_eq!(asked(&design).map(|gap| gap.place).collect::<Vec<_>>(), [Place::Design]);
    let store = design.elements_of(ElementKind::Datastore).next().map(|(id, _)| id.clone()).unwrap();
    design.elements.get_mut(&store).unwrap().encrypted = true;
    assert_eq!(asked(&design).map(|gap| gap.place).collect::<Vec<_>>(), [Place::Element(store)]);
}

#[test]
fn what_nothing_would_make_sense_of_is_refused_with_the_reason() {
    let design = shop();
    let language = records(&design).into_iter().find(|record| record.topic.starts_with("language-")).unwrap();
    assert!(without_answer(&design, &language.topic).contains("go"), "nor is it offered");
    let refused = choose(&design, &language.topic, "go", Some("We like it"));
    assert!(matches!(&refused, Err(ChooseError::NoAnswer { title, .. }) if title.ends_with("in Go has no code")), "{refused:?}");
}

#[test]
fn what_nothing_asks_for_any_more_keeps_its_number_and_says_so() {
    let before = shop();
    let mut design = before.clone();
    design.apply(choose(&design, "broker", "kafka", Some("We want last month's orders again")).unwrap()).unwrap();
    let asked = broker(&design);
    let removal = design.removal_of_elements(&design.elements_of(ElementKind::Broker).map(|(id, _)| id.clone()).collect());
    let applied = apply_with_log(&mut design, removal).unwrap();
    let left = broker(&design);
    assert_eq!((left.number, left.status, left.title.as_str()), (asked.number, Status::Deprecated, "Message broker: Apache Kafka"));
    assert_eq!(left.override_reason.as_deref(), Some("We want last month's orders again"));
    assert!(matches!(choose(&design, "broker", "nats", None), Err(ChooseError::NoTopic { .. })));
    design.apply(applied.inverse).unwrap();
    assert_eq!(broker(&design), asked);
}

#[test]
fn what_a_person_said_survives_a_system_drawn_anew() {
    let mut design = shop();
    let topic = records(&design).into_iter().find(|record| record.topic == "store-order-db").unwrap();
    let other = topic.options.iter().find(|option| option.slug != topic.choice).unwrap();
    design.apply(choose(&design, &topic.topic, &other.slug, Some("We run it")).unwrap()).unwrap();
    design.apply(choose(&design, "decomposition", "modular-monolith", Some("Two have left")).unwrap()).unwrap();
    let said = records(&design).into_iter().find(|record| record.topic == topic.topic).unwrap();
    assert_eq!((said.number, said.override_reason.as_deref()), (topic.number, Some("We run it")));
}

#[test]
fn who_chooses_one_database_accepts_what_it_costs_and_takes_that_back() {
    let before = shop();
    let mut design = before.clone();
    design.apply(choose(&design, "data-ownership", "one-database", Some("One person looks after it")).unwrap()).unwrap();
    let shared: Vec<_> = review::review(&design, &Work::unlimited()).findings.into_iter().filter(|f| f.code == "DATA001").collect();
    assert!(
        !shared.is_empty() && shared.iter().all(|f| f.waived.as_deref() == Some("Data ownership: One person looks after it")),
        "{shared:?}"
    );
    design.apply(choose(&design, "data-ownership", "database-each", None).unwrap()).unwrap();
    assert_eq!(design.waivers, before.waivers);
    let long = "One person looks after it,\nas before. ".repeat(10);
    design.apply(choose(&design, "data-ownership", "one-database", Some(&long)).unwrap()).unwrap();
    assert!(design.waivers.values().any(|reason| reason.starts_with("Data ownership: One person looks after it, as before. One")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_drawn_design_can_be_decided(design in arbitrary::designs()) {
        for record in records(&design) {
            prop_assert!(!record.title.is_empty() && !record.context.is_empty() && !record.consequences.is_empty(), "{}", record.topic);
            for option in record.options.iter().filter(|_| record.status != Status::Deprecated) {
                let mut changed = design.clone();
                let edit = choose(&design, &record.topic, &option.slug, None);
                // What nothing would make sense of is refused with the reason.
                if matches!(edit, Err(ChooseError::NoAnswer { .. })) {
                    continue;
                }
                prop_assert!(edit.is_ok(), "{} {}: {:?}", record.topic, option.slug, edit);
                changed.apply(edit.unwrap()).unwrap();
                prop_assert_eq!(changed.problems(), []);
            }
        }
    }

    #[test]
    fn the_log_follows_any_edit_and_undo_restores_the_bytes(design in arbitrary::designs(), tape in arbitrary::tapes()) {
        let (mut changed, mut tape) = (design.clone(), tape);
        let edit = arbitrary::edit(&mut tape, &design);
        if let Ok(applied) = apply_with_log(&mut changed, edit) {
            prop_assert_eq!(changed.problems(), []);
            prop_assert_eq!(follow_up(&changed), None);
            changed.apply(applied.inverse).unwrap();
            prop_assert_eq!(changed, design);
        }
    }
}
