//! `event-without-publisher` (COM108): A part waits for an event that nobody announces.

use crate::review::{
    Finding, Severity,
    graph::Graph,
    rule::{Group, Rule, Source, listed},
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM108",
    slug: "event-without-publisher",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "A part waits for an event that nobody announces.",
    why: "Its work never starts, and no error says so.",
    cure: "Link the part that announces it, or stop waiting for it.",
    example: "\
mail-worker -subscribe-> bus events=order.created
",
    sources: &[Source::at(
        "G. Hohpe and B. Woolf, Enterprise Integration Patterns, “Publish-Subscribe Channel”",
        "https://www.enterpriseintegrationpatterns.com/patterns/messaging/PublishSubscribeChannel.html",
    )],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let awaited = graph.subscribers.iter().filter(|(event, _)| !graph.publishers.contains_key(*event));
    awaited
        .map(|(event, subscribers)| {
            let edges: Vec<_> = subscribers.iter().map(|i| &graph.links[*i]).collect();
            let names: Vec<&str> = edges.iter().map(|edge| graph.name(&edge.link.from)).collect();
            RULE.on(event.as_str(), event.as_str())
                .with_elements(edges.iter().map(|edge| edge.link.from.clone()).collect())
                .with_links(edges.iter().map(|edge| edge.id.clone()).collect())
                .says(
                    format!("Nobody announces {event}"),
                    format!("What {} should do on {event} never starts, and no error says so.", listed(&names)),
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
        expect(&RULE, "mail-worker -subscribe-> bus events=order.created", &["order.created"]);
        expect(&RULE, "orders -publish-> bus events=order.created\nmail-worker -subscribe-> bus events=order.created", &[]);
    }
}
