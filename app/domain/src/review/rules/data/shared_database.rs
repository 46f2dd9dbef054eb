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
        let writers = writers(graph, store);
        if writers.len() < 2 {
            continue;
        }
        let name = graph.name(store.id);
        let owners: BTreeSet<&ElementId> = writers.values().flatten().map(|edge| &edge.link.from).collect();
        let names: Vec<&str> = owners.iter().map(|id| graph.name(id)).collect();
        let (changes, edit) = separate(graph, store, &writers);
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

/// Who writes a store, by the part that answers for it. A service and the workers of its context may share: one team changes them
/// together. Two services may not, whoever builds them.
fn writers<'g>(graph: &'g Graph, store: &'g Node<'_>) -> BTreeMap<&'g ElementId, Vec<&'g Edge<'g>>> {
    let edges: Vec<&Edge> = graph.owners(store).collect();
    let is_service = |edge: &&&Edge| graph.kind_of(edge.from) == ElementKind::Service;
    let mut of_realm: BTreeMap<Realm, &ElementId> = BTreeMap::new();
    for edge in edges.iter().filter(is_service).chain(&edges) {
        of_realm.entry(graph.realm(edge.from)).or_insert(&edge.link.from);
    }
    let mut writers: BTreeMap<&ElementId, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        let own = if is_service(&&edge) { &edge.link.from } else { of_realm[&graph.realm(edge.from)] };
        writers.entry(own).or_default().push(edge);
    }
    writers
}

/// The store stays with a writer of its own context, or with the first one; every other gets a new one of the same technology.
fn separate(graph: &Graph, store: &Node, writers: &BTreeMap<&ElementId, Vec<&Edge>>) -> (Vec<String>, Edit) {
    let context_of = |id: &ElementId| graph.design.elements.get(id).and_then(|element| element.context.clone());
    let home = writers.keys().find(|id| store.element.context.is_some() && context_of(id) == store.element.context);
    let stays = home.or_else(|| writers.keys().next()).copied();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let (mut changes, mut edits) = (Vec::new(), Vec::new());
    for (writer, edges) in writers.iter().filter(|(writer, _)| Some(**writer) != stays) {
        let wanted = slugify(&format!("{writer}-db"), "store");
        let slug = first_free(&wanted, |slug| graph.design.elements.contains_key(slug) || taken.contains(slug));
        taken.insert(slug.clone());
        let Ok(id) = ElementId::new(slug) else { continue };
        let own = Element {
            technology: store.element.technology.clone(),
            replicas: store.element.replicas,
            storage_gib: store.element.storage_gib,
            context: context_of(writer),
            encrypted: true,
            ..Element::new(ElementKind::Datastore)
        };
        changes.push(format!("{id}: new, written by {}", graph.name(writer)));
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
        expect(&RULE, "members -owns-> shop-db\ncontacts -owns-> shop-db\n[accounts] members contacts shop-db", &["shop-db"]);
    }
}
