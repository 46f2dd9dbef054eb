//! `unowned-data` (DATA003): A store is read, and nobody writes it.

use crate::{
    design::{ElementKind, LinkKind, Sensitivity},
    edit::{Edit, ElementField, LinkField},
    review::{
        Finding, Severity,
        graph::{Graph, is_backend},
        rule::{Group, Rule, Source, set_element, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA003",
    slug: "unowned-data",
    group: Group::Data,
    severity: Severity::Warning,
    summary: "A store is read, and nobody writes it.",
    why: "Somebody fills it by hand or by a script that is not drawn, and nobody answers for what is in it.",
    cure: "Say who owns the data: one part writes it, all others ask.",
    example: "\
reports -reads-> facts-db
",
    sources: &[
        Source::at("microservices.io, “Database per service”", "https://microservices.io/patterns/data/database-per-service.html"),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Data Ownership”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for store in graph.of_kind(ElementKind::Datastore).filter(|store| graph.owners(store).next().is_none()) {
        let readers: Vec<_> = graph.into(store).filter(|edge| edge.link.kind == LinkKind::Reads).collect();
        if readers.is_empty() {
            continue;
        }
        let name = graph.name(store.id);
        let mut finding = RULE
            .on_element(graph, store.id)
            .says(format!("Nobody owns {name}"), format!("{name} is read, and no part writes it. Nobody answers for what is in it."));
        if let [reader] = readers[..]
            && is_backend(graph.from(reader).element)
        {
            let owner = graph.name(&reader.link.from);
            let mut edits = vec![set_link(reader.id, LinkField::Kind(LinkKind::Owns))];
            let mut changes = vec![format!("{owner} owns {name}")];
            let contexts = graph.contexts_of(graph.from(reader).element);
            let sensitive = contexts.flat_map(|(_, context)| &context.entities).any(|entity| entity.sensitivity != Sensitivity::Plain);
            if sensitive && !store.element.encrypted {
                edits.push(set_element(store.id, ElementField::Encrypted(true)));
                changes.push("encrypted: yes".into());
            }
            finding = finding.fixed(format!("Let {owner} own it"), changes, Edit::batch(edits));
        }
        findings.push(finding);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "reports -reads-> facts-db", &["facts-db"]);
        expect(&RULE, "reports -owns-> facts-db", &[]);
        expect(&RULE, "reports -caches-> facts-cache", &[]);
    }
}
