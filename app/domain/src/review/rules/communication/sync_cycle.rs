//! `sync-cycle` (COM103): services call each other in a circle.

use crate::{
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, listed},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM103",
    slug: "sync-cycle",
    group: Group::Communication,
    severity: Severity::Error,
    summary: "Services call each other in a circle.",
    why: "None of them can start, be released or be repaired without the others. Under load they wait for each other, and all stop.",
    cure: "Let one of the calls become an event, or move what both need into one of them.",
    example: "\
orders -rest-> stock
stock -rest-> orders
",
    sources: &[
        Source::at(
            "D. Taibi and V. Lenarduzzi, “On the Definition of Microservice Bad Smells”, IEEE Software 35(3), 2018",
            "https://doi.org/10.1109/MS.2018.2141031",
        ),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Types of Coupling”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let circles = graph.circles.iter();
    circles
        .map(|circle| {
            let ids: Vec<&ElementId> = circle.iter().map(|node| graph.nodes[*node].id).collect();
            let names: Vec<&str> = ids.iter().map(|id| graph.name(id)).collect();
            let inside =
                graph.links.iter().filter(|edge| graph.is_inner_call(edge) && circle.contains(&edge.from) && circle.contains(&edge.to));
            RULE.on_elements(graph, &ids).with_links(inside.map(|edge| edge.id.clone()).collect()).says(
                format!("{} call each other in a circle", listed(&names)),
                "None of them can be released or repaired without the others. Under load they wait for each other, and all stop."
                    .to_owned(),
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
        expect(&RULE, "orders -rest-> stock\nstock -rest-> orders", &["orders+stock"]);
        expect(&RULE, "a -rest-> b\nb -rest-> c\nc -rest-> a\nc -rest-> d\nd -rest-> e\ne -rest-> d", &["a+b+c", "d+e"]);
        expect(&RULE, "a -rest-> b\na -rest-> c\nb -rest-> c\nc -publish-> bus\na -subscribe-> bus", &[]);
    }
}
