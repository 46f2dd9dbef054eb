//! `unbounded-growth` (DATA004): it is not said how much a store may keep.

use crate::{
    design::{ElementKind, LinkKind},
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA004",
    slug: "unbounded-growth",
    group: Group::Data,
    severity: Severity::Note,
    summary: "It is not said how much a store may keep.",
    why: "It grows until the disk is full, and then everything that writes to it stops at once.",
    cure: "Plan a size, watch it, and say when old data goes.",
    example: "\
orders -owns-> orders-db
",
    sources: &[
        Source::at("Google, Site Reliability Engineering, “Data Integrity”", "https://sre.google/sre-book/data-integrity/"),
        Source::book("M. Nygard, Release It!, 2nd ed., “Steady State”"),
    ],
    check,
};

/// A start for a store nobody has measured, in GiB.
const START_GIB: u32 = 10;

fn check(graph: &Graph) -> Vec<Finding> {
    let stores = graph.nodes.iter().filter(|node| matches!(node.element.kind, ElementKind::Datastore | ElementKind::Broker));
    // A cache may forget, so it cannot overflow.
    let keeping = stores.filter(|node| !node.into.is_empty() && !graph.into(node).all(|edge| edge.link.kind == LinkKind::Caches));
    keeping
        .filter(|node| node.element.storage_gib.is_none())
        .map(|node| {
            let name = graph.name(node.id);
            RULE.on_element(graph, node.id)
                .says(
                    format!("{name} has no planned size"),
                    format!("{name} grows until its disk is full, and then everything that writes to it stops."),
                )
                .fixed(
                    format!("Plan {START_GIB} GiB"),
                    vec![format!("storage: {START_GIB} GiB")],
                    set_element(node.id, ElementField::StorageGib(Some(START_GIB))),
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
        expect(&RULE, "orders -owns-> orders-db", &["orders-db"]);
        expect(&RULE, "orders -owns-> orders-db\norders-db: storage_gib=20\norders -caches-> hot-cache", &[]);
        expect(&RULE, "orders -publish-> bus", &["bus"]);
    }
}
