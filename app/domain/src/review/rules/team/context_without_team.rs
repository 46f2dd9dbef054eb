//! `context-without-team` (TEAM103): A context has no team, although others do.

use crate::review::{
    Finding, Severity,
    graph::Graph,
    rule::{Group, Rule, Source},
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "TEAM103",
    slug: "context-without-team",
    group: Group::Team,
    severity: Severity::Note,
    summary: "A context has no team, although others do.",
    why: "Nobody is woken when it fails, and nobody decides when it must change.",
    cure: "Name the team that owns it.",
    example: "\
orders -rest-> stock
[ordering] orders team=Blue
[warehouse] stock
",
    sources: &[Source::at("M. Skelton and M. Pais, Team Topologies, “Stream-aligned teams”", "https://teamtopologies.com/key-concepts")],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let contexts = &graph.design.contexts;
    if contexts.values().all(|context| context.team.is_none()) {
        return Vec::new();
    }
    let orphans = contexts.iter().filter(|(_, context)| context.team.is_none());
    orphans
        .map(|(id, context)| {
            let members = graph.design.members(id).map(|(member, _)| member.clone()).collect();
            RULE.on(id.as_str(), &context.name).with_elements(members).says(
                format!("Nobody owns {}", context.name),
                format!("Other contexts have a team. When something fails in {}, nobody is asked.", context.name),
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
        expect(&RULE, "[a] orders team=Blue\n[b] stock", &["b"]);
        expect(&RULE, "[a] orders team=Blue\n[b] stock team=Red", &[]);
        expect(&RULE, "[a] orders\n[b] stock", &[]);
    }
}
