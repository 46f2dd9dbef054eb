//! `reaching-into-data` (DATA002): A part reads the store of another context.

use super::edge_reaches_data;
use crate::{
    design::{ElementKind, LinkKind},
    edit::{Edit, LinkField},
    review::{
        Finding, Severity,
        graph::{Edge, Graph},
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA002",
    slug: "reaching-into-data",
    group: Group::Data,
    severity: Severity::Warning,
    summary: "A part reads the store of another context.",
    why: "The tables become an interface nobody agreed on: the owner cannot change them any more without breaking readers it does not know.",
    cure: "Ask the owner through its interface, or keep a copy that its events bring up to date.",
    example: "\
orders -owns-> orders-db
reports -reads-> orders-db
",
    sources: &[
        Source::at("microservices.io, “Database per service”", "https://microservices.io/patterns/data/database-per-service.html"),
        Source::at("microservices.io, “API Composition”", "https://microservices.io/patterns/data/api-composition.html"),
        Source::at("microservices.io, “CQRS”", "https://microservices.io/patterns/data/cqrs.html"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for edge in graph.links.iter().filter(|edge| edge.link.kind == LinkKind::Reads && !edge_reaches_data::covers(graph, edge)) {
        let owners: Vec<&Edge> = graph.owners(graph.to(edge)).collect();
        let at_home = owners.iter().any(|owner| graph.realm(owner.from) == graph.realm(edge.from));
        let Some(owner) = owners.first().filter(|_| !at_home) else { continue };
        let (reader, store, writer) = (graph.name(&edge.link.from), graph.name(&edge.link.to), graph.name(&owner.link.from));
        let mut finding = RULE.on_link(graph, edge.id).says(
            format!("{reader} reads the data of {writer}"),
            format!("{writer} cannot change a table in {store} any more without breaking {reader}, and may not even know it."),
        );
        // A call back to somebody who calls us would close a circle.
        if graph.kind_of(owner.from) == ElementKind::Service && !graph.reaches(owner.from, edge.from) {
            let changes = vec![format!("{reader} calls {writer} by REST instead of reading {store}")];
            finding = finding.fixed(format!("Ask {writer} instead"), changes, ask(graph, edge, owner));
        }
        findings.push(finding);
    }
    findings
}

/// The edits that turn a link to a store into a call to its owner.
pub(super) fn ask(graph: &Graph, edge: &Edge, owner: &Edge) -> Edit {
    let timeout = graph.patience_ms(owner.from).saturating_add(500).clamp(2_000, 3_600_000);
    let mut edits = vec![
        set_link(edge.id, LinkField::To(owner.link.from.clone())),
        set_link(edge.id, LinkField::Kind(LinkKind::Rest)),
        set_link(edge.id, LinkField::TimeoutMs(Some(edge.link.timeout_ms.unwrap_or(timeout)))),
    ];
    if !edge.link.idempotent {
        edits.push(set_link(edge.id, LinkField::Idempotent(true)));
    }
    Edit::batch(edits)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -owns-> orders-db\nreports -reads-> orders-db", &["reports-orders-db"]);
        expect(&RULE, "orders -owns-> orders-db\nreports -reads-> orders-db\n[ordering] orders reports", &[]);
        expect(&RULE, "reports -reads-> orders-db", &[]);
    }
}
