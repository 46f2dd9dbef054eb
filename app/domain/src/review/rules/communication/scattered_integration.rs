//! `scattered-integration` (COM114): many services speak to the same external system.

use crate::{
    design::{ElementKind, LinkKind},
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::{Graph, Realm, is_backend},
        rule::{Group, Rule, Source, listed},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM114",
    slug: "scattered-integration",
    group: Group::Communication,
    severity: Severity::Note,
    summary: "Many services speak to the same external system.",
    why: "Its keys, its limits and its words are in each of them. When the provider changes or is replaced, all must change at the same time.",
    cure: "Let one service speak to it and translate into your own words; the others ask that service, or hear its events.",
    example: "\
orders -uses-> ext-mail
billing -uses-> ext-mail
support -uses-> ext-mail
",
    sources: &[
        Source::at(
            "Azure Architecture Center, “Anti-corruption Layer pattern”",
            "https://learn.microsoft.com/en-us/azure/architecture/patterns/anti-corruption-layer",
        ),
        Source::book("E. Evans, Domain-Driven Design, “Anticorruption Layer”"),
    ],
    check,
};

/// Contexts that may speak to one external system before it is scattered.
const MOST: usize = 2;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for external in graph.of_kind(ElementKind::External) {
        let uses: Vec<_> =
            graph.into(external).filter(|edge| edge.link.kind == LinkKind::Uses && is_backend(graph.from(edge).element)).collect();
        let realms: BTreeSet<Realm> = uses.iter().map(|edge| graph.realm(edge.from)).collect();
        if realms.len() <= MOST {
            continue;
        }
        let callers: BTreeSet<&ElementId> = uses.iter().map(|edge| &edge.link.from).collect();
        let names: Vec<&str> = callers.iter().map(|id| graph.name(id)).collect();
        let name = graph.name(external.id);
        let mut elements = vec![external.id.clone()];
        elements.extend(callers.iter().map(|id| (*id).clone()));
        findings.push(
            RULE.on_element(graph, external.id).with_elements(elements).with_links(uses.iter().map(|edge| edge.id.clone()).collect()).says(
                format!("{} services speak to {name}", names.len()),
                format!("{} each know the keys, limits and words of {name}. When it changes, all of them must.", listed(&names)),
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
        expect(&RULE, "a -uses-> ext-mail\nb -uses-> ext-mail\nc -uses-> ext-mail", &["ext-mail"]);
        expect(&RULE, "a -uses-> ext-mail\nb -uses-> ext-mail", &[]);
        expect(&RULE, "a -uses-> ext-mail\nb -uses-> ext-mail\nc -uses-> ext-mail\n[x] a b c", &[]);
    }
}
