//! `server-per-tiny-context` (COST102): many small stores each run a server of their own, on a small budget.

use crate::{
    design::ElementKind,
    discovery::brief::Budget,
    ids::{ElementId, TechnologyId},
    review::{
        Finding, Severity,
        graph::{Graph, Node},
        rule::{Group, Rule, Source, listed},
    },
};
use std::collections::BTreeMap;

pub(in crate::review) static RULE: Rule = Rule {
    code: "COST102",
    slug: "server-per-tiny-context",
    group: Group::Cost,
    severity: Severity::Note,
    summary: "Many small stores each run a server of their own, on a small budget.",
    why: "A database server takes its memory, its backups and its updates whether it keeps ten rows or ten million. What must be separate is the data and the account, not the server.",
    cure: "One server with a database and an account for each owner keeps the data apart for a fraction of the price. Give a context its own server when its load or its rules ask for it.",
    example: "\
[a] menu menu-db entities=dishes
[b] tables tables-db entities=tables
[c] news news-db entities=posts
menu -owns-> menu-db
tables -owns-> tables-db
news -owns-> news-db
menu-db: technology=postgresql
tables-db: technology=postgresql
news-db: technology=postgresql
brief: budget=under-50
",
    sources: &[
        Source::at("microservices.io, “Database per service”", "https://microservices.io/patterns/data/database-per-service.html"),
        Source::book("S. Newman, Monolith to Microservices, “Separating the Database Logically”"),
    ],
    check,
};

/// Servers of one technology from which on it is worth a thought.
const MANY: usize = 3;
/// Entities, and GiB, up to which a store is tiny.
const FEW_ENTITIES: usize = 3;
const SMALL_GIB: u32 = 20;

fn check(graph: &Graph) -> Vec<Finding> {
    let small = graph.brief("budget").is_some_and(|brief| matches!(brief.budget, Budget::Under50 | Budget::Under250));
    if !small {
        return Vec::new();
    }
    let mut servers: BTreeMap<&TechnologyId, Vec<&ElementId>> = BTreeMap::new();
    for store in graph.of_kind(ElementKind::Datastore).filter(|store| is_tiny(graph, store)) {
        if let Some(technology) = &store.element.technology {
            servers.entry(technology).or_default().push(store.id);
        }
    }
    let crowds = servers.into_iter().filter(|(_, stores)| stores.len() >= MANY);
    crowds
        .map(|(technology, stores)| {
            let product = crate::catalog::find(technology.as_str()).map_or(technology.as_str(), |entry| entry.name);
            let names: Vec<&str> = stores.iter().map(|id| graph.name(id)).collect();
            RULE.on(technology.as_str(), &listed(&names)).with_elements(stores.iter().map(|id| (*id).clone()).collect()).says(
                format!("{} {product} servers for small stores", stores.len()),
                format!(
                    "{} keep little, and each has a server to pay, back up and update. One with several databases would do.",
                    listed(&names)
                ),
            )
        })
        .collect()
}

/// One owner with a few entities, and no reason to stand alone.
fn is_tiny(graph: &Graph, store: &Node) -> bool {
    let mut owners = graph.owners(store);
    let (Some(owner), None) = (owners.next(), owners.next()) else { return false };
    let entities: usize = graph.contexts_of(graph.from(owner).element).map(|(_, context)| context.entities.len()).sum();
    let protected = matches!(graph.sensitivity(store), crate::design::Sensitivity::Card | crate::design::Sensitivity::Health);
    entities <= FEW_ENTITIES && store.element.storage_gib.is_none_or(|gib| gib <= SMALL_GIB) && !protected
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        let stores =
            |count: usize| -> String { (0..count).map(|n| format!("s-{n} -owns-> s-{n}-db\ns-{n}-db: technology=postgresql\n")).collect() };
        expect(&RULE, &format!("{}brief: budget=under-50", stores(3)), &["postgresql"]);
        expect(&RULE, &format!("{}brief: budget=under-50", stores(2)), &[]);
        expect(&RULE, &format!("{}brief: budget=more", stores(3)), &[]);
        expect(&RULE, &stores(3), &[]);
        expect(&RULE, &format!("{}s-0-db: storage_gib=200\nbrief: budget=under-50", stores(3)), &[]);
    }
}
