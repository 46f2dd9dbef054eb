//! `entity-owned-twice` (DATA007): two contexts own an entity of the same name.

use crate::{
    design::Context,
    ids::ContextId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, listed},
    },
};
use std::collections::BTreeMap;

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA007",
    slug: "entity-owned-twice",
    group: Group::Data,
    severity: Severity::Warning,
    summary: "Two contexts own an entity of the same name.",
    why: "Both write it, the two copies drift apart, and nobody can say which one is right. Or they are two different things with one name, which confuses everybody who talks about them.",
    cure: "Let one context own it and the others keep what they need from its events. If they are two things, give them two names.",
    example: "\
[ordering] orders entities=orders,customers
[support] tickets entities=tickets,customers
",
    sources: &[
        Source::at("M. Fowler, “Bounded Context”", "https://martinfowler.com/bliki/BoundedContext.html"),
        Source::at("microservices.io, “Database per service”", "https://microservices.io/patterns/data/database-per-service.html"),
        Source::book("E. Evans, Domain-Driven Design, “Ubiquitous Language”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut owners: BTreeMap<&str, Vec<(&ContextId, &Context)>> = BTreeMap::new();
    for (id, context) in &graph.design.contexts {
        for entity in &context.entities {
            owners.entry(&entity.name).or_default().push((id, context));
        }
    }
    let doubled = owners.into_iter().filter(|(_, contexts)| contexts.len() > 1);
    doubled
        .map(|(entity, contexts)| {
            let names: Vec<&str> = contexts.iter().map(|(_, context)| context.name.as_str()).collect();
            let members = contexts.iter().flat_map(|(id, _)| graph.design.members(id)).map(|(id, _)| id.clone()).collect();
            RULE.on(&entity.replace('_', "-"), &listed(&names)).with_elements(members).says(
                format!("{} all own {entity}", listed(&names)).replacen(
                    " all own",
                    if names.len() == 2 { " both own" } else { " all own" },
                    1,
                ),
                format!("When the {entity} of {} differ, nobody can say which are right.", listed(&names)),
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
        expect(&RULE, "[a] orders entities=orders,order_items\n[b] stock entities=order_items", &["order-items"]);
        expect(&RULE, "[a] orders entities=orders\n[b] stock entities=items", &[]);
    }
}
