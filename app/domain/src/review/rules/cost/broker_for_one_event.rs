//! `broker-for-one-event` (COST103): a broker runs for one message between two parts.

use crate::{
    design::{ElementKind, LinkKind},
    ids::EventId,
    review::{
        Finding, Severity,
        graph::{Edge, Graph},
        rule::{Group, Rule, Source},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "COST103",
    slug: "broker-for-one-event",
    group: Group::Cost,
    severity: Severity::Note,
    summary: "A broker runs for one message between two parts.",
    why: "A broker is a store with its own memory, disk, backups and alarms. For one message with one reader it costs more to run than the message is worth.",
    cure: "A table of waiting work in the sender’s own store does the same. Bring the broker when a second event or a second reader comes.",
    example: "\
orders -owns-> orders-db
orders -publish-> bus events=order.placed
mail-worker -subscribe-> bus events=order.placed
",
    sources: &[
        Source::at("microservices.io, “Transactional outbox”", "https://microservices.io/patterns/data/transactional-outbox.html"),
        Source::at("PostgreSQL documentation, “The Locking Clause”", "https://www.postgresql.org/docs/current/sql-select.html"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for broker in graph.of_kind(ElementKind::Broker) {
        let links: Vec<&Edge> = graph.into(broker).filter(|edge| edge.link.kind.is_event()).collect();
        let events: BTreeSet<&EventId> = links.iter().flat_map(|edge| &edge.link.events).collect();
        let (sending, hearing): (Vec<&Edge>, Vec<&Edge>) = links.iter().copied().partition(|edge| edge.link.kind == LinkKind::Publish);
        let ([sender], [reader], 1) = (&sending[..], &hearing[..], events.len()) else { continue };
        // A system outside has no table of ours to leave its work in.
        if graph.kind_of(sender.from) == ElementKind::External {
            continue;
        }
        let (name, from, to) = (graph.name(broker.id), graph.name(&sender.link.from), graph.name(&reader.link.from));
        findings.push(RULE.on_element(graph, broker.id).with_links(links.iter().map(|edge| edge.id.clone()).collect()).says(
            format!("{name} carries one event"),
            format!("{name} runs day and night to bring one message from {from} to {to}. A table of waiting work would do."),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -publish-> bus events=x.y\nb -subscribe-> bus events=x.y", &["bus"]);
        expect(&RULE, "a -publish-> bus events=x.y,x.z\nb -subscribe-> bus events=x.y,x.z", &[]);
        expect(&RULE, "a -publish-> bus events=x.y\nb -subscribe-> bus events=x.y\nc -subscribe-> bus events=x.y", &[]);
        expect(&RULE, "a -publish-> bus events=x.y", &[]);
        expect(&RULE, "ext-devices -publish-> bus events=x.y\nb -subscribe-> bus events=x.y", &[]);
    }
}
