//! `consumer-without-dead-letter` (REL108): A message that cannot be handled has nowhere to go.

use crate::{
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL108",
    slug: "consumer-without-dead-letter",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "A message that cannot be handled has nowhere to go.",
    why: "It is either lost, or handed out again for ever and blocks the messages behind it.",
    cure: "After a few attempts put the message aside in a dead-letter queue, and tell somebody.",
    example: "\
mail-worker -subscribe-> bus events=order.created
",
    sources: &[
        Source::at(
            "G. Hohpe and B. Woolf, Enterprise Integration Patterns, “Dead Letter Channel”",
            "https://www.enterpriseintegrationpatterns.com/patterns/messaging/DeadLetterChannel.html",
        ),
        Source::at("RabbitMQ documentation, “Dead Letter Exchanges”", "https://www.rabbitmq.com/docs/dlx"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let consumers = graph.links.iter().filter(|edge| edge.link.kind == crate::design::LinkKind::Subscribe && !edge.link.dead_letter);
    consumers
        .map(|edge| {
            let from = graph.name(&edge.link.from);
            RULE.on_link(graph, edge.id)
                .says(
                    format!("{from} has no dead-letter queue"),
                    format!("One message that {from} cannot handle is lost, or comes back for ever and holds up those behind it."),
                )
                .fixed("Add a dead-letter queue", vec!["dead letter: on".into()], set_link(edge.id, LinkField::DeadLetter(true)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "mail-worker -subscribe-> bus events=order.created", &["mail-worker-bus"]);
        expect(&RULE, "mail-worker -subscribe-> bus events=order.created dead_letter\norders -publish-> bus events=order.created", &[]);
    }
}
