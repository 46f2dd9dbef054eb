//! `orphan-element` (STR101): A part has no link to any other.

use crate::review::{
    Finding, Severity,
    graph::Graph,
    rule::{Group, Rule, Source},
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "STR101",
    slug: "orphan-element",
    group: Group::Structure,
    severity: Severity::Note,
    summary: "A part has no link to any other.",
    why: "It costs money and attention, and nothing uses it. Or a link was forgotten.",
    cure: "Link it to what needs it, or remove it.",
    example: "\
gateway -rest-> orders
orders -owns-> orders-db
stock-db: port=5432
",
    sources: &[Source::at(
        "D. Taibi and V. Lenarduzzi, “On the Definition of Microservice Bad Smells”, IEEE Software 35(3), 2018",
        "https://doi.org/10.1109/MS.2018.2141031",
    )],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    // The first part of a new design is not lonely yet.
    if graph.links.is_empty() {
        return Vec::new();
    }
    let parts = graph.nodes.iter().filter(|node| node.element.kind != crate::design::ElementKind::Note);
    let lonely = parts.filter(|node| node.out.is_empty() && node.into.is_empty());
    lonely
        .map(|node| {
            let name = graph.name(node.id);
            RULE.on_element(graph, node.id)
                .says(
                    format!("Nothing is linked to {name}"),
                    format!("{name} would run, and nothing would use it. Perhaps a link is missing."),
                )
                .fixed("Remove it", vec![format!("{name}: removed")], graph.design.removal_of_elements(&BTreeSet::from([node.id.clone()])))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "gateway -rest-> orders\nstock-db: port=5432", &["stock-db"]);
        expect(&RULE, "gateway -rest-> orders", &[]);
        expect(&RULE, "orders: port=3001", &[]);
    }
}
