//! `single-point-of-failure` (REL107): A part that everything needs runs only once.

use crate::{
    design::{Element, ElementKind},
    edit::{Edit, ElementField},
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL107",
    slug: "single-point-of-failure",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "A part that everything needs runs only once.",
    why: "While its one copy is down, is being updated or is moving to another machine, everything that needs it is down as well.",
    cure: "Run at least two copies of services and gateways. Stores and brokers need a standby or a managed service.",
    example: "\
web -rest-> gateway
gateway -rest-> orders
journey buy: web-gateway gateway-orders availability=99.9
",
    sources: &[
        Source::at("Google, Site Reliability Engineering, “Embracing Risk”", "https://sre.google/sre-book/embracing-risk/"),
        Source::at(
            "Google, Site Reliability Engineering, “Managing Critical State”",
            "https://sre.google/sre-book/managing-critical-state/",
        ),
    ],
    check,
};

/// From this availability on, in percent, one copy is not enough: it leaves 43 minutes a month.
const DEMANDING: f64 = 99.9;

fn check(graph: &Graph) -> Vec<Finding> {
    let Some(wanted) = graph.availability.filter(|wanted| *wanted >= DEMANDING) else { return Vec::new() };
    let needed = needed(graph);
    let alone =
        graph.nodes.iter().filter(|node| needed.contains(node.id) && node.element.kind.is_deployed() && node.element.replica_count() < 2);
    alone
        .map(|node| {
            let name = graph.name(node.id);
            let keeps = matches!(node.element.kind, ElementKind::Datastore | ElementKind::Broker);
            let title = if keeps { format!("{name} has no standby") } else { format!("{name} runs only once") };
            let finding = RULE.on_element(graph, node.id).says(
                title,
                format!("You ask for {wanted} %. While {name} restarts or its machine fails, everything that needs it is down."),
            );
            // A second copy of a store is not a standby: that takes replication, which is a decision of its own.
            if keeps { finding } else { finding.fixed("Run two copies", vec!["replicas: 2, was 1".into()], twice(node.id, node.element)) }
        })
        .collect()
}

fn twice(id: &ElementId, element: &Element) -> Edit {
    let mut edits = Vec::new();
    if element.max_replicas.is_some_and(|max| max < 2) {
        edits.push(set_element(id, ElementField::MaxReplicas(Some(2))));
    }
    edits.push(set_element(id, ElementField::Replicas(Some(2))));
    Edit::batch(edits)
}

/// The parts of demanding journeys; where none is drawn, everything somebody calls or writes to.
fn needed<'a>(graph: &'a Graph) -> BTreeSet<&'a ElementId> {
    let demanding = graph.design.journeys.values().filter(|journey| journey.availability.is_some_and(|a| a.percent() >= DEMANDING));
    let steps = demanding.flat_map(|journey| &journey.steps).filter_map(|step| graph.design.links.get(&step.link));
    let drawn: BTreeSet<&ElementId> = steps.flat_map(|link| [&link.from, &link.to]).collect();
    if drawn.is_empty() { graph.links.iter().map(|edge| &edge.link.to).collect() } else { drawn }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "web -rest-> gateway\ngateway -rest-> orders\njourney buy: gateway-orders availability=99.9", &["gateway", "orders"]);
        expect(&RULE, "web -rest-> gateway\ngateway -rest-> orders\njourney buy: gateway-orders availability=99", &[]);
        expect(
            &RULE,
            "gateway -rest-> orders\ngateway: replicas=2\norders: replicas=3\njourney buy: gateway-orders availability=99.95",
            &[],
        );
        expect(&RULE, "orders -owns-> orders-db\njourney buy: orders-orders-db availability=99.9\norders: replicas=2", &["orders-db"]);
    }
}
