//! `edge-reaches-data` (DATA006): a frontend or a gateway talks to a store itself.

use super::reaching_into_data::ask;
use crate::{
    design::{ElementKind, LinkKind},
    review::{
        Finding, Severity,
        graph::{Edge, Graph},
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA006",
    slug: "edge-reaches-data",
    group: Group::Data,
    severity: Severity::Warning,
    summary: "A frontend or a gateway talks to a store itself.",
    why: "The part that faces the outside holds the key to the data, no service checks who may see what, and a changed table breaks what is already installed.",
    cure: "Let the service that owns the data answer for it. The edge shows and routes; it keeps nothing but a cache.",
    example: "\
web -reads-> orders-db
orders -owns-> orders-db
",
    sources: &[
        Source::at("microservices.io, “API gateway”", "https://microservices.io/patterns/apigateway.html"),
        Source::at(
            "OWASP, “Database Security Cheat Sheet”",
            "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
        ),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let kinds = [LinkKind::Owns, LinkKind::Reads];
    let direct = graph.links.iter().filter(|edge| kinds.contains(&edge.link.kind) && is_edge(graph, edge.from));
    direct
        .map(|edge| {
            let (from, store) = (graph.name(&edge.link.from), graph.name(&edge.link.to));
            let finding = RULE.on_link(graph, edge.id).says(
                format!("{from} goes to {store} itself"),
                format!("{from} faces the outside and holds the key to {store}; no service checks who may see what."),
            );
            let owner = graph.owners(graph.to(edge)).find(|owner| graph.kind_of(owner.from) == ElementKind::Service);
            match owner.filter(|owner| !graph.reaches(owner.from, edge.from)) {
                Some(owner) => {
                    let writer = graph.name(&owner.link.from);
                    let changes = vec![format!("{from} calls {writer} by REST instead of using {store}")];
                    finding.fixed(format!("Ask {writer} instead"), changes, ask(graph, edge, owner))
                }
                None => finding,
            }
        })
        .collect()
}

/// What faces the outside.
fn is_edge(graph: &Graph, node: usize) -> bool {
    matches!(graph.kind_of(node), ElementKind::Frontend | ElementKind::Gateway)
}

/// Whether this rule speaks about a link, so that others need not.
pub(super) fn covers(graph: &Graph, edge: &Edge) -> bool {
    is_edge(graph, edge.from)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "web -reads-> orders-db\norders -owns-> orders-db", &["web-orders-db"]);
        expect(&RULE, "gateway -owns-> orders-db", &["gateway-orders-db"]);
        expect(&RULE, "gateway -caches-> hot-cache\norders -owns-> orders-db", &[]);
    }
}
