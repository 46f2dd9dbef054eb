//! `write-without-saga` (DATA008): one request changes several places, and nothing undoes the first when the second fails.

use crate::{
    design::{ElementKind, LinkKind},
    edit::{Edit, LinkField},
    review::{
        Finding, Severity,
        graph::{Edge, Graph, Node},
        rule::{Group, Rule, Source, listed, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA008",
    slug: "write-without-saga",
    group: Group::Data,
    severity: Severity::Warning,
    summary: "One request changes several places, and nothing undoes the first when the second fails.",
    why: "There is no transaction across services. When the payment fails after the order is stored, one of the two is wrong and stays wrong.",
    cure: "Make it a saga: each step has one that takes it back, or can be repeated until it succeeds. Or store the change, announce it through an outbox, and let the others follow.",
    example: "\
orders -owns-> orders-db
orders -rest-> stock critical timeout_ms=2000 circuit_breaker
orders -rest-> payments critical timeout_ms=2000 circuit_breaker
stock -owns-> stock-db
payments -owns-> payments-db
",
    sources: &[
        Source::at("microservices.io, “Saga”", "https://microservices.io/patterns/data/saga.html"),
        Source::at(
            "Azure Architecture Center, “Compensating Transaction pattern”",
            "https://learn.microsoft.com/en-us/azure/architecture/patterns/compensating-transaction",
        ),
        Source::at("H. Garcia-Molina and K. Salem, “Sagas”, SIGMOD 1987", "https://doi.org/10.1145/38713.38742"),
    ],
    check,
};

/// What can be said of any saga, for a start.
const UNDO: &str = "take back the steps before it, the last first";

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in graph.backends() {
        // An outbox is the other way to keep them in step.
        if graph.out(node).any(|edge| edge.link.kind == LinkKind::Publish && edge.link.outbox) {
            continue;
        }
        let writes: Vec<&Edge> = graph.out(node).filter(|edge| is_risky_write(graph, edge)).collect();
        let places = writes.len() + usize::from(keeps_data(graph, node));
        if writes.is_empty() || places < 2 {
            continue;
        }
        let name = graph.name(node.id);
        let others: Vec<&str> = writes.iter().map(|edge| graph.name(&edge.link.to)).collect();
        let mut elements = vec![node.id.clone()];
        elements.extend(writes.iter().map(|edge| edge.link.to.clone()));
        let changes = others.iter().map(|other| format!("when {other} fails: {UNDO}")).collect();
        let edits = writes.iter().map(|edge| set_link(edge.id, LinkField::Fallback(Some(UNDO.into())))).collect();
        findings.push(
            RULE.on_element(graph, node.id)
                .with_elements(elements)
                .with_links(writes.iter().map(|edge| edge.id.clone()).collect())
                .says(
                    format!("{name} changes {places} places without a saga"),
                    format!("When {} fails half way, what {name} did before stays done, and nobody puts it right.", listed(&others)),
                )
                .fixed("Undo the earlier steps", changes, Edit::batch(edits)),
        );
    }
    findings
}

/// A call the caller needs, to somebody who keeps data of another context, that can be neither repeated nor taken back.
fn is_risky_write(graph: &Graph, edge: &Edge) -> bool {
    let link = edge.link;
    let plain = link.kind.is_call() && link.kind != LinkKind::Websocket && link.critical && !link.idempotent && link.fallback.is_none();
    let elsewhere = graph.realm(edge.from) != graph.realm(edge.to);
    plain && elsewhere && (graph.kind_of(edge.to) == ElementKind::External || keeps_data(graph, graph.to(edge)))
}

fn keeps_data(graph: &Graph, node: &Node) -> bool {
    graph.out(node).any(|edge| edge.link.kind == LinkKind::Owns)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        let stores = "orders -owns-> orders-db\npayments -owns-> payments-db";
        expect(&RULE, &format!("{stores}\norders -rest-> payments critical"), &["orders"]);
        expect(&RULE, &format!("{stores}\norders -rest-> payments critical idempotent"), &[]);
        expect(&RULE, &format!("{stores}\norders -rest-> payments critical fallback=cancel_the_order"), &[]);
        expect(&RULE, &format!("{stores}\norders -rest-> payments"), &[]);
        expect(&RULE, &format!("{stores}\norders -rest-> payments critical\norders -publish-> bus outbox"), &[]);
        expect(&RULE, &format!("{stores}\norders -rest-> payments critical\n[shop] orders payments"), &[]);
        expect(&RULE, "orders -rest-> payments critical\npayments -owns-> payments-db", &[]);
        expect(&RULE, "orders -uses-> ext-bank critical\norders -owns-> orders-db", &["orders"]);
    }
}
