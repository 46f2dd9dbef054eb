//! `no-gateway` (COM101): frontends call several services directly.

use crate::{
    design::{Element, ElementKind, Link, LinkKind},
    edit::{Edit, LinkField},
    ids::{ElementId, TechnologyId},
    review::{
        Finding, Severity,
        graph::{Edge, Graph},
        rule::{Group, Rule, Source, listed, set_link},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM101",
    slug: "no-gateway",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "Frontends call several services directly.",
    why: "Every service must check tokens, limit requests and be reachable from outside, and moving one breaks every app that is installed.",
    cure: "Put a gateway in front: one address, one place for tokens, limits and certificates.",
    example: "\
web -rest-> orders
web -rest-> stock
",
    sources: &[
        Source::at("microservices.io, “API gateway”", "https://microservices.io/patterns/apigateway.html"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “User Interfaces”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    if graph.of_kind(ElementKind::Gateway).next().is_some() {
        return Vec::new();
    }
    let direct: Vec<&Edge> = graph.calls().filter(|call| from_outside(graph, call)).collect();
    let services: BTreeSet<&ElementId> = direct.iter().map(|call| &call.link.to).collect();
    if services.len() < 2 {
        return Vec::new();
    }
    let names: Vec<&str> = services.iter().map(|id| graph.name(id)).collect();
    let finding = RULE
        .on_design(&listed(&names))
        .with_elements(services.iter().map(|id| (*id).clone()).collect())
        .with_links(direct.iter().map(|call| call.id.clone()).collect())
        .says(
            format!("{} services face the outside without a gateway", services.len()),
            "Each of them must check tokens, limit requests and keep its address for ever. One that forgets is open.".to_owned(),
        )
        .fixed(
            "Add an nginx gateway",
            vec!["gateway: new, nginx".into(), format!("frontends reach {} through it", listed(&names))],
            gateway(graph, &direct),
        );
    vec![finding]
}

fn from_outside(graph: &Graph, call: &Edge) -> bool {
    graph.is_in_browser(call.from) && graph.kind_of(call.to) == ElementKind::Service
}

/// A gateway between the frontends and what they call; calls that are the same afterwards become one.
fn gateway(graph: &Graph, direct: &[&Edge]) -> Edit {
    let id = graph.design.free_element_id("gateway");
    let mut element = Element::new(ElementKind::Gateway);
    element.technology = TechnologyId::new("nginx").ok();
    let mut edits = vec![Edit::add_element(id.clone(), element, None)];
    let frontends: BTreeSet<&ElementId> = direct.iter().map(|call| &call.link.from).collect();
    let mut taken = BTreeSet::new();
    for frontend in frontends {
        let wanted = graph.design.free_link_id(frontend, &id);
        let slug = crate::ids::first_free(wanted.as_str(), |slug| taken.contains(slug) || graph.design.links.contains_key(slug));
        taken.insert(slug.clone());
        if let Ok(link) = crate::ids::LinkId::new(slug) {
            edits.push(Edit::add_link(link, Link::new(frontend.clone(), id.clone(), LinkKind::Rest)));
        }
    }
    let mut kept = BTreeSet::new();
    for call in direct {
        let again = !kept.insert((&call.link.to, call.link.kind, &call.link.label));
        if again && !is_step(graph, call) {
            edits.push(Edit::RemoveLink { id: call.id.clone() });
            continue;
        }
        edits.push(set_link(call.id, LinkField::From(id.clone())));
        if call.link.timeout_ms.is_none() && call.link.kind != LinkKind::Websocket {
            let timeout = graph.patience_ms(call.to).saturating_add(500).clamp(2_000, 3_600_000);
            edits.push(set_link(call.id, LinkField::TimeoutMs(Some(timeout))));
        }
    }
    Edit::batch(edits)
}

fn is_step(graph: &Graph, call: &Edge) -> bool {
    graph.design.journeys.values().any(|journey| journey.steps.iter().any(|step| step.link == *call.id))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "web -rest-> orders\nweb -rest-> stock", &["design"]);
        expect(&RULE, "web -rest-> orders", &[]);
        expect(&RULE, "web -rest-> orders\nweb -rest-> stock\nweb: technology=nextjs", &[]);
        expect(&RULE, "web -rest-> orders\nweb -rest-> stock\ngateway -rest-> orders", &[]);
        expect(&RULE, "web-a -rest-> orders\nweb-b -rest-> orders\nweb-b -rest-> stock", &["design"]);
    }
}
