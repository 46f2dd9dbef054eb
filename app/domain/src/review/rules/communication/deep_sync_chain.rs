//! `deep-sync-chain` (COM104): A request waits for a long chain of services.

use crate::review::{
    Finding, Severity,
    graph::Graph,
    rule::{Group, Rule, Source},
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM104",
    slug: "deep-sync-chain",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "A request waits for a long chain of services.",
    why: "The times of all of them add up, and so do their failures: four parts that work 99.9 % of the time work together 99.6 %. This is a monolith with a network inside.",
    cure: "Let parts of the chain follow an event, keep copies of what is asked for often, or merge services that always answer together.",
    example: "\
checkout -rest-> orders
orders -rest-> payments
payments -rest-> fraud
",
    sources: &[
        Source::book("S. Newman, Building Microservices, 2nd ed., “Distributed Monolith”"),
        Source::at(
            "Google, Site Reliability Engineering, “Addressing Cascading Failures”",
            "https://sre.google/sre-book/addressing-cascading-failures/",
        ),
        Source::book("M. Nygard, Release It!, 2nd ed., “Cascading Failures”"),
    ],
    check,
};

/// Calls in a row between services from which on a chain is long.
const LONG: usize = 3;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (start, node) in graph.nodes.iter().enumerate().filter(|(start, _)| graph.depth[*start] >= LONG) {
        // Only the top of a chain: everything below is part of it.
        if graph.into(node).any(|edge| graph.is_inner_call(edge)) {
            continue;
        }
        let chain = graph.longest_chain(start);
        let names: Vec<&str> = chain.iter().map(|node| graph.name(graph.nodes[*node].id)).collect();
        let links = chain
            .windows(2)
            .filter_map(|pair| graph.out(&graph.nodes[pair[0]]).find(|edge| edge.to == pair[1] && edge.link.kind.is_call()));
        findings.push(
            RULE.on_element(graph, node.id)
                .with_elements(chain.iter().map(|node| graph.nodes[*node].id.clone()).collect())
                .with_links(links.map(|edge| edge.id.clone()).collect())
                .says(
                    format!("{} services answer one after the other", chain.len()),
                    format!("{} wait for each other: their times add up, and when one fails all do.", names.join(", ")),
                ),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -rest-> b\nb -rest-> c\nc -rest-> d", &["a"]);
        expect(&RULE, "a -rest-> b\nb -rest-> c\nb -rest-> d\ngateway -rest-> a", &[]);
    }
}
