//! `event-without-consumer` (COM107): an event is announced, and nobody listens.

use crate::{
    edit::{Edit, LinkField},
    ids::EventId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM107",
    slug: "event-without-consumer",
    group: Group::Communication,
    severity: Severity::Note,
    summary: "An event is announced, and nobody listens.",
    why: "It costs work to keep right, and nobody would notice if it were wrong.",
    cure: "Link the part that should hear it, or stop announcing it.",
    example: "\
orders -publish-> bus events=order.created
",
    sources: &[Source::at(
        "G. Hohpe and B. Woolf, Enterprise Integration Patterns, “Event Message”",
        "https://www.enterpriseintegrationpatterns.com/patterns/messaging/EventMessage.html",
    )],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let unheard = graph.publishers.iter().filter(|(event, _)| !graph.subscribers.contains_key(*event));
    unheard
        .map(|(event, publishers)| {
            let links = publishers.iter().map(|i| graph.links[*i].id.clone()).collect();
            let elements = publishers.iter().map(|i| graph.links[*i].link.from.clone()).collect();
            RULE.on(event.as_str(), event.as_str())
                .with_elements(elements)
                .with_links(links)
                .says(
                    format!("Nobody listens to {event}"),
                    format!("{event} is announced and no part consumes it. Perhaps a link is missing."),
                )
                .fixed("Stop announcing it", vec![format!("{event}: removed")], silence(graph, event, publishers))
        })
        .collect()
}

fn silence(graph: &Graph, event: &EventId, publishers: &[usize]) -> Edit {
    let mut edits: Vec<Edit> = publishers
        .iter()
        .map(|i| {
            let edge = &graph.links[*i];
            let rest = edge.link.events.iter().filter(|other| *other != event).cloned().collect();
            set_link(edge.id, LinkField::Events(rest))
        })
        .collect();
    edits.push(Edit::SetEvent { id: event.clone(), event: None });
    Edit::batch(edits)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -publish-> bus events=order.created", &["order.created"]);
        expect(&RULE, "orders -publish-> bus events=order.created\nmail-worker -subscribe-> bus events=order.created", &[]);
    }
}
