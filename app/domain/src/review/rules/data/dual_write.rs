//! `dual-write` (DATA005): A change and its event are written one after the other.

use crate::{
    design::LinkKind,
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA005",
    slug: "dual-write",
    group: Group::Data,
    severity: Severity::Warning,
    summary: "A change and its event are written one after the other.",
    why: "When the process stops between the two, the change is stored and nobody hears of it, or the other way round. Such gaps are found weeks later.",
    cure: "Store the event in the same transaction as the change, and send it from there: the outbox.",
    example: "\
orders -owns-> orders-db
orders -publish-> bus events=order.created
",
    sources: &[
        Source::at("microservices.io, “Transactional outbox”", "https://microservices.io/patterns/data/transactional-outbox.html"),
        Source::book("C. Richardson, Microservices Patterns, chapter 3"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let announcing = graph.links.iter().filter(|edge| edge.link.kind == LinkKind::Publish && !edge.link.outbox);
    let writing = announcing.filter(|edge| graph.out(graph.from(edge)).any(|other| other.link.kind == LinkKind::Owns));
    writing
        .map(|edge| {
            let (from, bus) = (graph.name(&edge.link.from), graph.name(&edge.link.to));
            RULE.on_link(graph, edge.id)
                .says(
                    format!("{from} can lose events"),
                    format!("{from} stores a change and then tells {bus}. If it stops in between, the others never hear of the change."),
                )
                .fixed("Send events through an outbox", vec!["outbox: on".into()], set_link(edge.id, LinkField::Outbox(true)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -owns-> orders-db\norders -publish-> bus events=order.created", &["orders-bus"]);
        expect(&RULE, "orders -owns-> orders-db\norders -publish-> bus events=order.created outbox", &[]);
        expect(&RULE, "orders -publish-> bus events=order.created", &[]);
    }
}
