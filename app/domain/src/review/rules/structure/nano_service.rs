//! `nano-service` (STR102): A service is too small to be worth running alone.

use crate::{
    design::ElementKind,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "STR102",
    slug: "nano-service",
    group: Group::Structure,
    severity: Severity::Note,
    summary: "A service is too small to be worth running alone.",
    why: "It adds a network call, a pipeline and an alarm for work that its only caller could do in a function.",
    cure: "Make it a module of its caller until it has data and callers of its own.",
    example: "\
orders -rest-> tax
[tax] tax entities=rates
",
    sources: &[
        Source::book("A. Rotem-Gal-Oz, SOA Patterns, “Nanoservices”"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “How Big Should a Microservice Be?”"),
    ],
    check,
};

/// A service with fewer entities than this may be too small.
const FEW: usize = 2;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in graph.of_kind(ElementKind::Service).filter(|node| node.element.modules.is_empty()) {
        let entities: usize = graph.contexts_of(node.element).map(|(_, context)| context.entities.len()).sum();
        let callers: Vec<_> = graph.into(node).filter(|edge| edge.link.kind.is_call()).collect();
        let only_inner = matches!(callers[..], [caller] if graph.is_inner_call(caller));
        // What talks to the outside world, to events or to others has a reason to stand alone.
        let busy = graph.out(node).any(|edge| !edge.link.kind.is_data());
        if node.element.context.is_none() || entities >= FEW || !only_inner || busy {
            continue;
        }
        let (name, caller) = (graph.name(node.id), graph.name(&callers[0].link.from));
        findings.push(RULE.on_element(graph, node.id).says(
            format!("{name} may be too small"),
            format!(
                "Only {caller} calls it, and it keeps next to nothing. As a module of {caller} it would need no network, pipeline or alarm."
            ),
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
        expect(&RULE, "orders -rest-> tax\n[tax] tax entities=rates", &["tax"]);
        expect(&RULE, "orders -rest-> tax\nstock -rest-> tax\n[tax] tax entities=rates", &[]);
        expect(&RULE, "orders -rest-> tax\ntax -uses-> ext\n[tax] tax", &[]);
        expect(&RULE, "gateway -rest-> tax\n[tax] tax", &[]);
    }
}
