//! `unnamed-event` (COM110): it is not said which events a link carries.

use crate::review::{
    Finding, Severity,
    graph::Graph,
    rule::{Group, Rule, Source},
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM110",
    slug: "unnamed-event",
    group: Group::Communication,
    severity: Severity::Note,
    summary: "It is not said which events a link carries.",
    why: "Nobody knows what to listen to, and the contract cannot be written down.",
    cure: "Name the facts it carries, such as “order.created”.",
    example: "\
orders -publish-> bus
",
    sources: &[Source::at("AsyncAPI documentation, “Messages”", "https://www.asyncapi.com/docs/concepts/message")],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let vague = graph.links.iter().filter(|edge| edge.link.kind.is_event() && edge.link.events.is_empty());
    vague
        .map(|edge| {
            let from = graph.name(&edge.link.from);
            RULE.on_link(graph, edge.id).says(
                format!("{from} names no events"),
                format!("The link from {from} says that messages flow, and not which. Nobody can rely on it."),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -publish-> bus", &["orders-bus"]);
        expect(&RULE, "orders -publish-> bus events=order.created\norders -owns-> orders-db", &[]);
    }
}
