//! `shared-database` (DATA001): several services write the same store.

use crate::{
    design::{Element, ElementKind},
    edit::{Edit, LinkField},
    ids::{ElementId, first_free, slugify},
    review::{
        Finding, Severity,
        graph::{Edge, Graph, Node, Realm},
        rule::{Group, Rule, Source, listed, set_link},
    },
};
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA001",
    slug: "shared-database",
    group: Group::Data,
    severity: Severity::Error,
    summary: "Several services write the same store.",
    why: "Nobody can change a table without breaking somebody else, and a slow query of one stops all. The services cannot be released or scaled alone.",
    cure: "Give each its own store. What the others need to know goes through a call or an event.",
    example: "\
orders -owns-> shop-db
stock -owns-> shop-db
",
    sources: &[
        Source::at("microservices.io, “Database per service”", "https://microservices.io/patterns/data/database-per-service.html"),
        Source::at("microservices.io, “Shared database”", "https://microservices.io/patterns/data/shared-database.html"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Information Hiding”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for store in graph.of_kind(ElementKind::Datastore) {
        // A service and a worker of one context may share: one team changes both together.
        let mut realms: BTreeMap<Realm, Vec<&Edge>> = BTreeMap::new();
        for edge in graph.owners(store) {
            realms.entry(graph.realm(edge.from)).or_default().push(edge);
        }
        if realms.len() < 2 {
            continue;
        }
        let name = graph.name(store.id);
        let owners: BTreeSet<&ElementId> = realms.values().flatten().map(|edge| &edge.link.from).collect();
        let names: Vec<&str> = owners.iter().map(|id| graph.name(id)).collect();
        let (changes, edit) = separate(graph, store, &realms);
        let mut elements = vec![store.id.clone()];
        elements.extend(owners.into_iter().cloned());
        findings.push(
            RULE.on_element(graph, store.id)
                .with_elements(elements)
                .with_links(graph.owners(store).map(|edge| edge.id.clone()).collect())
                .says(
                    format!("{} share {name}", listed(&names)),
                    format!("All of them write {name}: a changed table or a slow query of one breaks the others, and none can be released alone."),
                )
                .fixed("Give each its own store", changes, edit),
        );
    }
    findings
}

/// The store stays with its own context, or with the first writer; every other gets a new one of the same technology.
fn separate(graph: &Graph, store: &Node, realms: &BTreeMap<Realm, Vec<&Edge>>) -> (Vec<String>, Edit) {
    let home = store.element.context.as_ref().map(Realm::Context).filter(|home| realms.contains_key(home));
    let stays = home.or_else(|| realms.keys().next().copied());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let (mut changes, mut edits) = (Vec::new(), Vec::new());
    for (realm, edges) in realms.iter().filter(|(realm, _)| Some(**realm) != stays) {
        let Some(writer) = edges.first().map(|edge| graph.from(edge)) else { continue };
        let wanted = slugify(&format!("{}-db", writer.id), "store");
        let slug = first_free(&wanted, |slug| graph.design.elements.contains_key(slug) || taken.contains(slug));
        taken.insert(slug.clone());
        let Ok(id) = ElementId::new(slug) else { continue };
        let context = if let Realm::Context(context) = realm { Some((*context).clone()) } else { None };
        let own = Element {
            technology: store.element.technology.clone(),
            replicas: store.element.replicas,
            storage_gib: store.element.storage_gib,
            context,
            encrypted: true,
            ..Element::new(ElementKind::Datastore)
        };
        changes.push(format!("{id}: new, written by {}", graph.name(writer.id)));
        edits.push(Edit::add_element(id.clone(), own, None));
        edits.extend(edges.iter().map(|edge| set_link(edge.id, LinkField::To(id.clone()))));
    }
    (changes, Edit::batch(edits))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -owns-> shop-db\nstock -owns-> shop-db", &["shop-db"]);
        expect(&RULE, "orders -owns-> shop-db\norders-worker -owns-> shop-db\n[ordering] orders orders-worker", &[]);
        expect(&RULE, "orders -owns-> shop-db\nstock -reads-> shop-db", &[]);
    }
}
