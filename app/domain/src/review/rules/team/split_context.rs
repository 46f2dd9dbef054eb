//! `split-context` (TEAM104): one context belongs to several teams.

use crate::{
    design::LinkKind,
    ids::{ContextId, ElementId},
    review::{
        Finding, Severity,
        graph::{Edge, Graph, is_backend},
        rule::{Group, Rule, Source},
    },
};
use std::collections::BTreeMap;

pub(in crate::review) static RULE: Rule = Rule {
    code: "TEAM104",
    slug: "split-context",
    group: Group::Team,
    severity: Severity::Warning,
    summary: "One context belongs to several teams.",
    why: "Each change needs the agreement of all of them, the words inside begin to mean different things, and in an outage each waits for the other.",
    cure: "Give the context to one team, or cut it where the teams already differ.",
    example: "\
[ordering] orders orders-db team=Blue_and_Red entities=orders,refunds
orders -owns-> orders-db
",
    sources: &[
        Source::book("E. Evans, Domain-Driven Design, “Maintaining Model Integrity”"),
        Source::at("M. Conway, “How Do Committees Invent?”", "https://www.melconway.com/Home/Committees_Paper.html"),
        Source::at("M. Skelton and M. Pais, Team Topologies, “Stream-aligned teams”", "https://teamtopologies.com/key-concepts"),
    ],
    check,
};

/// What stands between the names of teams that share something.
const JOINED_BY: &[&str] = &[" and ", " & ", " + ", ", ", " / ", "/", ";"];

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    let strangers = strangers(graph);
    for (id, context) in &graph.design.contexts {
        let Some(team) = context.team.as_deref() else { continue };
        let several = JOINED_BY.iter().any(|joint| team.contains(joint));
        let stranger = strangers.get(id).filter(|_| !several);
        if !several && stranger.is_none() {
            continue;
        }
        let mut elements: Vec<ElementId> = graph.design.members(id).map(|(member, _)| member.clone()).collect();
        let finding = RULE.on(id.as_str(), &context.name);
        findings.push(match stranger {
            None => finding.with_elements(elements).says(
                format!("{team} share {}", context.name),
                format!("Every change of {} needs all of them, and in an outage each waits for the other.", context.name),
            ),
            Some((edge, theirs)) => {
                let (writer, store) = (graph.name(&edge.link.from), graph.name(&edge.link.to));
                elements.push(edge.link.from.clone());
                finding.with_elements(elements).with_links(vec![edge.id.clone()]).says(
                    format!("{team} and {theirs} share {}", context.name),
                    format!("{writer} of {theirs} writes {store}, which belongs to {team}. Every change of it needs both."),
                )
            }
        });
    }
    findings
}

/// By context: a part of another team that writes a store inside, and that team. It belongs to the context in all but name.
fn strangers<'a>(graph: &'a Graph) -> BTreeMap<&'a ContextId, (&'a Edge<'a>, &'a str)> {
    let mut strangers = BTreeMap::new();
    for edge in graph.links.iter().filter(|edge| edge.link.kind == LinkKind::Owns && is_backend(graph.from(edge).element)) {
        let homes = (&graph.from(edge).element.context, &graph.to(edge).element.context);
        let (Some(theirs), Some(ours)) = homes else { continue };
        let team_of = |id| graph.design.contexts.get(id).and_then(|context| context.team.as_deref());
        if let (Some(their_team), Some(our_team)) = (team_of(theirs), team_of(ours))
            && their_team != our_team
        {
            strangers.entry(ours).or_insert((edge, their_team));
        }
    }
    strangers
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "[a] orders team=Blue_and_Red", &["a"]);
        expect(&RULE, "[a] orders team=Blue/Red", &["a"]);
        expect(&RULE, "[a] orders team=Anderson", &[]);
        expect(&RULE, "[a] a a-db team=Blue\n[b] b team=Red\nb -owns-> a-db", &["a"]);
        expect(&RULE, "[a] a a-db team=Blue\n[b] b team=Blue\nb -owns-> a-db", &[]);
    }
}
