//! `synchronous-everywhere` (COM106): all services talk by calls, and none by events.

use crate::{
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM106",
    slug: "synchronous-everywhere",
    group: Group::Communication,
    severity: Severity::Note,
    summary: "All services talk by calls, and none by events.",
    why: "Everybody must be up at the same moment for anything to work, and every new consumer means a change of the caller.",
    cure: "Announce facts others only need to hear of, such as “order placed”, as events.",
    example: "\
orders -rest-> stock
orders -rest-> payments
stock -rest-> mail
payments -rest-> mail
",
    sources: &[
        Source::at("microservices.io, “Messaging”", "https://microservices.io/patterns/communication-style/messaging.html"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Event-Driven Communication”"),
    ],
    check,
};

/// Services, and calls between them, from which on it is worth a thought.
const SERVICES: usize = 4;
const CALLS: usize = 4;

fn check(graph: &Graph) -> Vec<Finding> {
    let calls: Vec<_> = graph.links.iter().filter(|edge| graph.is_inner_call(edge)).collect();
    let talking: BTreeSet<&ElementId> = calls.iter().flat_map(|edge| [&edge.link.from, &edge.link.to]).collect();
    let events = graph.links.iter().any(|edge| edge.link.kind.is_event());
    if events || calls.len() < CALLS || talking.len() < SERVICES {
        return Vec::new();
    }
    let finding = RULE
        .on_design("the whole design")
        .with_elements(talking.iter().map(|id| (*id).clone()).collect())
        .with_links(calls.iter().map(|edge| edge.id.clone()).collect())
        .says(
            "Everything waits for everything",
            format!("{} services talk in {} calls and no event: all must be up for anything to work.", talking.len(), calls.len()),
        );
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -rest-> b\na -rest-> c\nb -rest-> d\nc -rest-> d", &["design"]);
        expect(&RULE, "a -rest-> b\na -rest-> c\nb -rest-> d\nc -rest-> d\nd -publish-> bus", &[]);
        expect(&RULE, "a -rest-> b\na -rest-> c", &[]);
    }
}
