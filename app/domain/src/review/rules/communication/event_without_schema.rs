//! `event-without-schema` (COM112): it is not said what an event carries.

use crate::{
    design::{Event, FieldType},
    edit::Edit,
    ids::EventId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM112",
    slug: "event-without-schema",
    group: Group::Communication,
    severity: Severity::Note,
    summary: "It is not said what an event carries.",
    why: "Every consumer guesses its fields from what it sees today, and breaks when one of them changes. No contract can be tested.",
    cure: "Name its fields and their types: the id of what it is about at least. Add fields later, and never change one.",
    example: "\
orders -publish-> bus events=order.placed
mail-worker -subscribe-> bus events=order.placed
",
    sources: &[
        Source::at("AsyncAPI documentation, “Messages”", "https://www.asyncapi.com/docs/concepts/message"),
        Source::at("CloudEvents specification", "https://cloudevents.io/"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Handling Change Between Microservices”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    // What nobody hears or nobody announces has a rule of its own.
    let flowing = graph.publishers.iter().filter(|(event, _)| graph.subscribers.contains_key(*event));
    let bare = flowing.filter_map(|(event, publishers)| {
        let known = graph.design.events.get(*event)?;
        known.fields.is_empty().then_some((*event, known, publishers))
    });
    bare.map(|(event, known, publishers)| {
        let hearing = graph.subscribers.get(event).map(Vec::as_slice).unwrap_or_default();
        let links: Vec<usize> = publishers.iter().chain(hearing).copied().collect();
        let field = subject_of(event);
        let described = Event { fields: [(field.clone(), FieldType::Uuid)].into(), ..known.clone() };
        RULE.on(event.as_str(), event.as_str())
            .with_elements(links.iter().map(|i| graph.links[*i].link.from.clone()).collect())
            .with_links(links.iter().map(|i| graph.links[*i].id.clone()).collect())
            .says(
                format!("{event} has no fields"),
                format!("Whoever consumes {event} guesses what is in it, and breaks when that changes."),
            )
            .fixed(
                "Say what it is about",
                vec![format!("{event}: {field}, a UUID")],
                Edit::SetEvent { id: event.clone(), event: Some(described) },
            )
    })
    .collect()
}

/// The field that names what an event is about: `order.placed` is about an `order_id`.
fn subject_of(event: &EventId) -> String {
    let first = event.as_str().split('.').next().unwrap_or_default().replace('-', "_");
    let fits = first.starts_with(|c: char| c.is_ascii_lowercase()) && first.len() <= 30;
    if fits { format!("{first}_id") } else { "subject_id".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -publish-> bus events=order.placed\nb -subscribe-> bus events=order.placed", &["order.placed"]);
        expect(
            &RULE,
            "a -publish-> bus events=order.placed\nb -subscribe-> bus events=order.placed\nevent order.placed: order_id=uuid",
            &[],
        );
        expect(&RULE, "a -publish-> bus events=order.placed", &[]);
    }
}
