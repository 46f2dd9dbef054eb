//! `context-circle` (STR105): contexts need each other, although no two services do.

use crate::{
    ids::{ContextId, ElementId},
    review::{
        Finding, Severity,
        graph::{Edge, Graph, circles},
        rule::{Group, Rule, Source, listed},
    },
};
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::review) static RULE: Rule = Rule {
    code: "STR105",
    slug: "context-circle",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "Contexts call each other in a circle.",
    why: "Neither can change its interface without the other, so the teams plan and release together. The border runs through the middle of something.",
    cure: "Decide which of the two leads: let the other follow its events, or move what both need into one context.",
    example: "\
orders -rest-> stock
stock-worker -rest-> billing
[ordering] orders billing
[warehouse] stock stock-worker
",
    sources: &[
        Source::at("M. Fowler, “Bounded Context”", "https://martinfowler.com/bliki/BoundedContext.html"),
        Source::book("R. Martin, Clean Architecture, “The Acyclic Dependencies Principle”"),
        Source::book("E. Evans, Domain-Driven Design, “Context Map”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let contexts: Vec<&ContextId> = graph.design.contexts.keys().collect();
    let position: BTreeMap<&ContextId, usize> = contexts.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let of = |node: usize| graph.nodes[node].element.context.as_ref().and_then(|id| position.get(id)).copied();
    // Circles of services are told by their own rule.
    let known: BTreeSet<usize> = graph.circles.iter().flatten().copied().collect();
    let mut callees: Vec<Vec<usize>> = vec![Vec::new(); contexts.len()];
    let mut crossings: Vec<(&Edge, usize, usize)> = Vec::new();
    for edge in graph.links.iter().filter(|edge| graph.is_inner_call(edge)) {
        if known.contains(&edge.from) && known.contains(&edge.to) {
            continue;
        }
        if let (Some(from), Some(to)) = (of(edge.from), of(edge.to))
            && from != to
        {
            callees[from].push(to);
            crossings.push((edge, from, to));
        }
    }
    let found = circles(&callees).into_iter();
    found
        .map(|circle| {
            let inside: Vec<&Edge> =
                crossings.iter().filter(|(_, from, to)| circle.contains(from) && circle.contains(to)).map(|(edge, ..)| *edge).collect();
            let ends: BTreeSet<&ElementId> = inside.iter().flat_map(|edge| [&edge.link.from, &edge.link.to]).collect();
            let names: Vec<&str> =
                circle.iter().filter_map(|i| graph.design.contexts.get(contexts[*i])).map(|context| context.name.as_str()).collect();
            let first = circle.first().map_or("", |i| contexts[*i].as_str());
            RULE.on(first, &listed(&names))
                .with_elements(ends.into_iter().cloned().collect())
                .with_links(inside.iter().map(|edge| edge.id.clone()).collect())
                .says(
                    format!("{} need each other", listed(&names)),
                    format!(
                        "Calls lead from {} back to where they came from, so none of them can change or be released alone.",
                        listed(&names)
                    ),
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
        expect(&RULE, "a -rest-> b\nb-2 -rest-> a-2\n[x] a a-2\n[y] b b-2", &["x"]);
        expect(&RULE, "a -rest-> b\nb-2 -rest-> c\n[x] a\n[y] b b-2\n[z] c", &[]);
        expect(&RULE, "a -rest-> b\nb -rest-> a\n[x] a\n[y] b", &[]);
        expect(&RULE, "a -rest-> b\nb-2 -rest-> a-2\n[x] a a-2 b b-2", &[]);
    }
}
