//! `god-service` (STR103): one service does too much.

use crate::{
    design::ElementKind,
    ids::ContextId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};
use std::collections::BTreeMap;

pub(in crate::review) static RULE: Rule = Rule {
    code: "STR103",
    slug: "god-service",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "One service does too much.",
    why: "Every change touches it, every team waits for it, and when it fails everything fails.",
    cure: "Split it along the entities that change together, starting with the one that needs other people or other load.",
    example: "\
gateway -rest-> shop
[shop] shop entities=orders,items,carts,prices,stock,people,addresses,invoices,refunds,parcels,coupons,reviews,returns
",
    sources: &[
        Source::at(
            "D. Taibi and V. Lenarduzzi, “On the Definition of Microservice Bad Smells”, IEEE Software 35(3), 2018",
            "https://doi.org/10.1109/MS.2018.2141031",
        ),
        Source::book("S. Newman, Building Microservices, 2nd ed., “How Big Should a Microservice Be?”"),
    ],
    check,
};

/// More entities than this in one service are too many for one responsibility.
const MOST_ENTITIES: usize = 12;
/// Links to and from other services beyond which a service is the middle of everything.
const MOST_LINKS: usize = 12;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut residents: BTreeMap<&ContextId, usize> = BTreeMap::new();
    for context in graph.of_kind(ElementKind::Service).filter_map(|node| node.element.context.as_ref()) {
        *residents.entry(context).or_default() += 1;
    }
    // A modular monolith is large on purpose.
    for node in graph.of_kind(ElementKind::Service).filter(|node| node.element.modules.is_empty()) {
        let alone = node.element.context.as_ref().is_some_and(|context| residents.get(context) == Some(&1));
        let entities = if alone { graph.contexts_of(node.element).map(|(_, context)| context.entities.len()).sum() } else { 0 };
        let links = graph.into(node).chain(graph.out(node)).filter(|edge| graph.is_inner_call(edge)).count();
        let reason = if entities > MOST_ENTITIES {
            format!("owns {entities} entities; up to {MOST_ENTITIES} are one responsibility")
        } else if links > MOST_LINKS {
            format!("has {links} calls to and from other services; up to {MOST_LINKS} can be kept in mind")
        } else {
            continue;
        };
        let name = graph.name(node.id);
        findings.push(RULE.on_element(graph, node.id).says(
            format!("{name} does too much"),
            format!("It {reason}. Every change goes through it, and when it fails everything does."),
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
        expect(&RULE, "orders -rest-> a\n[all] orders entities=e1,e2,e3,e4,e5,e6,e7,e8,e9,e10,e11,e12,e13", &["orders"]);
        expect(&RULE, "orders -rest-> a\n[all] orders entities=e1,e2,e3", &[]);
        expect(
            &RULE,
            "hub -rest-> s-0\nhub -rest-> s-1\nhub -rest-> s-2\nhub -rest-> s-3\nhub -rest-> s-4\nhub -rest-> s-5\nhub -rest-> s-6\nhub -rest-> s-7\nhub -rest-> s-8\nhub -rest-> s-9\nhub -rest-> s-10\nhub -rest-> s-11\nhub -rest-> s-12",
            &["hub"],
        );
        expect(&RULE, "[all] a-worker entities=e1,e2,e3,e4,e5,e6,e7,e8,e9,e10,e11,e12,e13\nshop: modules=all\n", &[]);
    }
}
