//! `gateway-bypassed` (COM102): there is a way in beside the gateway.

use crate::{
    design::{ElementKind, Link, LinkKind},
    edit::{Edit, ElementField, LinkField},
    review::{
        Finding, Severity,
        graph::{Edge, Graph, Node},
        rule::{Group, Rule, Source, set_element, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM102",
    slug: "gateway-bypassed",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "There is a way in beside the gateway.",
    why: "What the gateway guards, such as tokens and limits, is not guarded on that way.",
    cure: "Let every call from outside pass the gateway, and close the other ways.",
    example: "\
web -rest-> gateway
gateway -rest-> stock
web -rest-> orders
",
    sources: &[
        Source::at("microservices.io, “API gateway”", "https://microservices.io/patterns/apigateway.html"),
        Source::at(
            "OWASP API Security Top 10, “Improper Inventory Management”",
            "https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/",
        ),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let Some(first) = graph.of_kind(ElementKind::Gateway).next() else { return Vec::new() };
    let direct = graph.calls().filter(|call| graph.is_in_browser(call.from) && graph.kind_of(call.to) == ElementKind::Service);
    let mut findings: Vec<Finding> = direct
        .map(|call| {
            let own = graph.out(graph.from(call)).find(|other| graph.kind_of(other.to) == ElementKind::Gateway);
            let gateway = own.map_or(first, |other| graph.to(other));
            let (from, to, by) = (graph.name(&call.link.from), graph.name(&call.link.to), graph.name(gateway.id));
            RULE.on_link(graph, call.id)
                .says(
                    format!("{from} calls {to} past {by}"),
                    format!("What {by} guards, such as tokens and limits, is not guarded on this way."),
                )
                .fixed(
                    format!("Go through {by}"),
                    vec![format!("{from} calls {to} through {by}")],
                    through(graph, call, gateway, own.is_some()),
                )
        })
        .collect();
    let open = graph.of_kind(ElementKind::Service).filter(|node| node.element.exposed);
    findings.extend(open.map(|node| {
        let name = graph.name(node.id);
        RULE.on_side(graph, node.id, "open")
            .says(
                format!("{name} is open beside the gateway"),
                format!("Whoever knows the address of {name} goes past the tokens and limits of {}.", graph.name(first.id)),
            )
            .fixed("Close it to the outside", vec!["exposed: no".into()], set_element(node.id, ElementField::Exposed(false)))
    }));
    findings
}

fn through(graph: &Graph, call: &Edge, gateway: &Node, linked: bool) -> Edit {
    let mut edits = Vec::new();
    if !linked {
        let link = Link::new(call.link.from.clone(), gateway.id.clone(), LinkKind::Rest);
        edits.push(Edit::add_link(graph.design.free_link_id(&call.link.from, gateway.id), link));
    }
    let is_step = graph.design.journeys.values().any(|journey| journey.steps.iter().any(|step| step.link == *call.id));
    let known =
        graph.out(gateway).any(|other| other.to == call.to && other.link.kind == call.link.kind && other.link.label == call.link.label);
    if known && !is_step {
        edits.push(Edit::RemoveLink { id: call.id.clone() });
    } else {
        edits.push(set_link(call.id, LinkField::From(gateway.id.clone())));
        if call.link.timeout_ms.is_none() && call.link.kind != LinkKind::Websocket {
            let timeout = graph.patience_ms(call.to).saturating_add(500).clamp(2_000, 3_600_000);
            edits.push(set_link(call.id, LinkField::TimeoutMs(Some(timeout))));
        }
    }
    Edit::batch(edits)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "web -rest-> gateway\ngateway -rest-> stock\nweb -rest-> orders", &["web-orders"]);
        expect(&RULE, "web -rest-> gateway\ngateway -rest-> orders\norders: exposed", &["orders+open"]);
        expect(&RULE, "web -rest-> gateway\ngateway -rest-> orders", &[]);
        expect(&RULE, "web -rest-> orders", &[]);
        expect(&RULE, "gateway -rest-> web\nweb -rest-> orders\nweb: technology=nextjs", &[]);
    }
}
