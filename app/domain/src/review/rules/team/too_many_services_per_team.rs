//! `too-many-services-per-team` (TEAM101): one team looks after too many services.

use crate::{
    ids::{ElementId, slugify},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};
use std::collections::BTreeMap;

pub(in crate::review) static RULE: Rule = Rule {
    code: "TEAM101",
    slug: "too-many-services-per-team",
    group: Group::Team,
    severity: Severity::Warning,
    summary: "One team looks after too many services.",
    why: "Every service wants updates, alarms and somebody who knows it. A team with too many does none of that well, and stops changing them.",
    cure: "Merge services that always change together, or give some to another team.",
    example: "\
[shop] orders carts prices team=Blue
[service] returns support reviews team=Blue
",
    sources: &[
        Source::at("M. Skelton and M. Pais, Team Topologies, “Team-sized architecture”", "https://teamtopologies.com/key-concepts"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Ownership”"),
    ],
    check,
};

/// What one team can know well, services and workers together.
const MOST: usize = 5;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut teams: BTreeMap<&str, Vec<&ElementId>> = BTreeMap::new();
    for node in graph.backends() {
        let context = node.element.context.as_ref().and_then(|id| graph.design.contexts.get(id));
        if let Some(team) = context.and_then(|context| context.team.as_deref()) {
            teams.entry(team).or_default().push(node.id);
        }
    }
    let crowded = teams.into_iter().enumerate().filter(|(_, (_, services))| services.len() > MOST);
    crowded
        .map(|(nth, (team, services))| {
            // Names of teams are free text: two may have the same slug, and then their place tells them apart.
            let subject = format!("{}-{}", slugify(team, "team"), nth + 1);
            RULE.on(&subject, team).with_elements(services.iter().map(|id| (*id).clone()).collect()).says(
                format!("{team} looks after {} services", services.len()),
                format!("More than {MOST} are hard to know well. Alarms, updates and changes of each will have to wait for the others."),
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
        expect(&RULE, "[a] s-1 s-2 s-3 team=Blue\n[b] s-4 s-5 s-6 team=Blue", &["blue-1"]);
        expect(&RULE, "[a] s-1 s-2 s-3 team=Blue\n[b] s-4 s-5 s-6 team=Red", &[]);
        expect(&RULE, "[a] s-1 s-2 s-3 s-4 s-5 s-6", &[]);
    }
}
