//! `no-api-version` (COM109): an interface has no version.

use crate::{
    design::ElementKind,
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM109",
    slug: "no-api-version",
    group: Group::Communication,
    severity: Severity::Note,
    summary: "An interface has no version.",
    why: "The first change that does not fit the old form breaks every caller at the same moment.",
    cure: "Put a major version into the path, and keep the old one until nobody uses it.",
    example: "\
gateway -rest-> orders
",
    sources: &[
        Source::book("S. Newman, Building Microservices, 2nd ed., “Handling Change Between Microservices”"),
        Source::at("Google API Improvement Proposals, “API Versioning”", "https://google.aip.dev/185"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let called = graph.of_kind(ElementKind::Service).filter(|node| graph.into(node).any(|edge| edge.link.kind.is_call()));
    called
        .filter(|node| node.element.api_version.is_none())
        .map(|node| {
            let name = graph.name(node.id);
            RULE.on_element(graph, node.id)
                .says(
                    format!("The interface of {name} has no version"),
                    format!("The first change of {name} that does not fit breaks all its callers at once."),
                )
                .fixed(
                    "Call it v1",
                    vec!["interface version: v1".into()],
                    set_element(node.id, ElementField::ApiVersion(Some("v1".into()))),
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
        expect(&RULE, "gateway -rest-> orders", &["orders"]);
        expect(&RULE, "gateway -rest-> orders\norders: api_version=v2\norders -owns-> orders-db", &[]);
    }
}
