//! Designs whose parts all speak to each other: small as a text, and much to write down.

use super::*;
use crate::plan::contract::MOST_MESSAGE_FIELDS;
use domain::arbitrary::crowded;
use std::{collections::BTreeSet, sync::Arc};

#[test]
fn a_message_is_held_once_however_many_parts_send_and_hear_it() {
    let (services, events) = (40, 10);
    let design = crowded(services, events, 6);
    let plan = Plan::new(&design, &Work::unlimited()).expect("a plan");
    let (mut held, mut messages, mut channels) = (0, BTreeSet::new(), BTreeSet::new());
    for contract in &plan.contracts {
        let sent = contract.publishes.iter().map(|p| (&p.message, &p.channel));
        for (message, channel) in sent.chain(contract.consumes.iter().map(|s| (&s.message, &s.channel))) {
            held += 1;
            messages.insert(Arc::as_ptr(message));
            channels.insert(Arc::as_ptr(channel));
        }
        assert!(contract.publishes.iter().all(|p| p.is_heard));
    }
    assert_eq!((held, messages.len(), channels.len()), (services * events, events, events));
}

#[test]
fn what_no_bundle_holds_is_refused_with_what_would_fit() {
    let fitting = crowded(500, 50, 9);
    Plan::new(&fitting, &Work::unlimited()).expect("as much as fits");
    let error = generate(&crowded(501, 50, 9), &Options::default(), &Work::unlimited()).expect_err("too much");
    assert!(matches!(error, GenerateError::TooMuch(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("have 250500 fields") && text.contains(&format!("holds {MOST_MESSAGE_FIELDS}")), "{text}");
}
