//! `unauthenticated-services` (SEC106): whoever is inside the network may ask for card or health data.

use crate::{
    design::{Sensitivity, ServiceAuthentication},
    edit::{Edit, PlatformField},
    ids::{ElementId, LinkId},
    review::{
        Finding, Severity,
        graph::{Edge, Graph},
        rule::{Group, Rule, Source, listed},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC106",
    slug: "unauthenticated-services",
    group: Group::Security,
    severity: Severity::Note,
    summary: "Whoever is inside the network may ask for card or health data.",
    why: "One part that is broken into, or one forgotten test container, can then ask every other part for everything. A network border keeps out only those who are outside.",
    cure: "Let services prove who they are: signed tokens are the small step, mutual TLS or a mesh the larger one. Each answers only those it expects.",
    example: "\
orders -rest-> payments
[payments] payments entities=cards:card
",
    sources: &[
        Source::at(
            "OWASP, “Microservices Security Cheat Sheet”",
            "https://cheatsheetseries.owasp.org/cheatsheets/Microservices_Security_Cheat_Sheet.html",
        ),
        Source::at("NIST SP 800-204A, “Building Secure Microservices-based Applications”", "https://csrc.nist.gov/pubs/sp/800/204/a/final"),
        Source::at("NIST SP 800-207, “Zero Trust Architecture”", "https://csrc.nist.gov/pubs/sp/800/207/final"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    if graph.design.platform.service_authentication != ServiceAuthentication::NetworkOnly {
        return Vec::new();
    }
    let calls: Vec<&Edge> = graph.links.iter().filter(|edge| graph.is_inner_call(edge) && guards_much(graph, edge)).collect();
    let asked: BTreeSet<&ElementId> = calls.iter().map(|call| &call.link.to).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = asked.iter().map(|id| graph.name(id)).collect();
    let links: Vec<LinkId> = calls.iter().map(|call| call.id.clone()).collect();
    let edit = Edit::ChangePlatform { change: PlatformField::ServiceAuthentication(ServiceAuthentication::SignedTokens) };
    let finding = RULE
        .on_design(&listed(&names))
        .with_elements(asked.into_iter().cloned().collect())
        .with_links(links)
        .says(
            format!("{} cannot tell who asks", listed(&names)),
            format!("One part that is broken into can ask {} for card or health data, and gets it.", listed(&names)),
        )
        .fixed("Sign calls between services", vec!["service authentication: signed tokens".into()], edit);
    vec![finding]
}

/// The called part answers for card or health data.
fn guards_much(graph: &Graph, edge: &Edge) -> bool {
    let contexts = graph.contexts_of(graph.to(edge).element);
    let mut kept = contexts.flat_map(|(_, context)| &context.entities).map(|entity| entity.sensitivity);
    graph.realm(edge.from) != graph.realm(edge.to) && kept.any(|kept| matches!(kept, Sensitivity::Card | Sensitivity::Health))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -rest-> b\n[c] b entities=cards:card", &["design"]);
        expect(&RULE, "a -rest-> b\n[c] b entities=people:personal", &[]);
        expect(&RULE, "a -rest-> b\n[c] b entities=cards:card\nplatform: service_authentication=mutual-tls", &[]);
        expect(&RULE, "a -rest-> b\n[c] a b entities=cards:card", &[]);
    }
}
