//! `lock-step-release` (TEAM102): several teams release one part together.

use crate::review::{
    Finding, Severity,
    graph::Graph,
    rule::{Group, Rule, Source, listed},
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "TEAM102",
    slug: "lock-step-release",
    group: Group::Team,
    severity: Severity::Note,
    summary: "Several teams release one part together.",
    why: "Each team waits for the others’ tests before its own change can go out.",
    cure: "Agree on one owner of the release, or take the module of one team out first.",
    example: "\
shop: modules=ordering,billing
[ordering] orders-worker team=Blue
[billing] billing-worker team=Red
",
    sources: &[
        Source::at("M. Conway, “How Do Committees Invent?”", "https://www.melconway.com/Home/Committees_Paper.html"),
        Source::book("M. Skelton and M. Pais, Team Topologies, “Monoliths and fracture planes”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in &graph.nodes {
        let teams: BTreeSet<&str> = graph.contexts_of(node.element).filter_map(|(_, context)| context.team.as_deref()).collect();
        if teams.len() < 2 {
            continue;
        }
        let (name, teams) = (graph.name(node.id), teams.into_iter().collect::<Vec<_>>());
        findings.push(RULE.on_element(graph, node.id).says(
            format!("{} teams release {name} together", teams.len()),
            format!("{} share one deployable: a change of one waits for the tests of the others.", listed(&teams)),
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
        expect(&RULE, "[a] a-worker team=Blue\n[b] b-worker team=Red\nshop: modules=a,b", &["shop"]);
        expect(&RULE, "[a] a-worker team=Blue\n[b] b-worker team=Blue\nshop: modules=a,b", &[]);
    }
}
