//! `cache-needed` (REL111): a part cannot work without its cache.

use crate::{
    design::LinkKind,
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL111",
    slug: "cache-needed",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "A part cannot work without its cache.",
    why: "A cache may forget everything at any moment: it restarts, it is full, it moves. What fails then was kept in the wrong place, and what all comes back at once can take the store behind it down.",
    cure: "Ask the store when the cache does not answer, with a limit on how many may do so at the same time. What must not be lost belongs into a store.",
    example: "\
catalog -caches-> catalog-cache critical
catalog -owns-> catalog-db
",
    sources: &[
        Source::at(
            "AWS Builders’ Library, “Caching challenges and strategies”",
            "https://aws.amazon.com/builders-library/caching-challenges-and-strategies/",
        ),
        Source::at(
            "Azure Architecture Center, “Cache-Aside pattern”",
            "https://learn.microsoft.com/en-us/azure/architecture/patterns/cache-aside",
        ),
    ],
    check,
};

/// What can always be done, for a start.
const PLAN: &str = "ask the store, a few at a time";

fn check(graph: &Graph) -> Vec<Finding> {
    let needed = graph.links.iter().filter(|edge| edge.link.kind == LinkKind::Caches && edge.link.critical && edge.link.fallback.is_none());
    needed
        .map(|edge| {
            let (from, cache) = (graph.name(&edge.link.from), graph.name(&edge.link.to));
            RULE.on_link(graph, edge.id)
                .says(
                    format!("{from} cannot work without {cache}"),
                    format!("{cache} may forget everything at any moment, and then {from} fails until it is full again."),
                )
                .fixed(
                    "Ask the store instead",
                    vec![format!("fallback: {PLAN}")],
                    set_link(edge.id, LinkField::Fallback(Some(PLAN.into()))),
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
        expect(&RULE, "a -caches-> hot-cache critical", &["a-hot-cache"]);
        expect(&RULE, "a -caches-> hot-cache", &[]);
        expect(&RULE, "a -caches-> hot-cache critical fallback=ask_the_store", &[]);
    }
}
