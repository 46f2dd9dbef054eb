//! `retry-amplification` (REL106): retries of several parts multiply each other.

use crate::{
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL106",
    slug: "retry-amplification",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "Retries of several parts multiply each other.",
    why: "Each part of a chain repeats what the part above it already repeats. A struggling part gets many times its load just when it can bear least.",
    cure: "Repeat in one place, next to the failure; everything above passes the error on.",
    example: "\
web -rest-> orders
orders -rest-> payments retries=2 idempotent
payments -rest-> bank retries=2 idempotent
",
    sources: &[
        Source::at(
            "Google, Site Reliability Engineering, “Addressing Cascading Failures”",
            "https://sre.google/sre-book/addressing-cascading-failures/",
        ),
        Source::at(
            "AWS Builders’ Library, “Timeouts, retries, and backoff with jitter”",
            "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
        ),
    ],
    check,
};

/// More attempts than this for one request are too many.
const MANY_ATTEMPTS: u64 = 8;

fn check(graph: &Graph) -> Vec<Finding> {
    let worst = attempts_below(graph);
    let mut findings = Vec::new();
    for call in graph.calls() {
        let own = attempts(graph.repetitions(call));
        let above = graph.into(graph.from(call)).any(|caller| caller.link.kind.is_call() && attempts(graph.repetitions(caller)) > 1);
        let total = own.saturating_mul(worst[call.to]);
        if own < 2 || above || worst[call.to] < 2 || total <= MANY_ATTEMPTS {
            continue;
        }
        let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
        findings.push(
            RULE.on_link(graph, call.id)
                .says(
                    format!("One request can become {total} attempts"),
                    format!("{from} repeats its call to {to}, which repeats its own. When the last part struggles, it gets up to {total} times its load."),
                )
                .fixed("Retry only next to the failure", vec![format!("retries from {from} to {to}: none")], set_link(call.id, LinkField::Retries(None))),
        );
    }
    findings
}

fn attempts(repetitions: u8) -> u64 {
    1 + u64::from(repetitions)
}

/// By node: the most attempts one request to it can cause further down. Circles count once; their own rule names them.
fn attempts_below(graph: &Graph) -> Vec<u64> {
    let mut worst = vec![1_u64; graph.nodes.len()];
    let mut order: Vec<usize> = (0..graph.nodes.len()).collect();
    order.sort_by_key(|node| graph.depth[*node]);
    for node in order {
        let calls = graph.out(&graph.nodes[node]).filter(|call| call.link.kind.is_call());
        worst[node] = calls.map(|call| attempts(graph.repetitions(call)).saturating_mul(worst[call.to])).max().unwrap_or(1);
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(
            &RULE,
            "web -rest-> orders\norders -rest-> payments retries=2 idempotent\npayments -rest-> bank retries=2 idempotent",
            &["orders-payments"],
        );
        expect(&RULE, "orders -rest-> payments retries=2 idempotent\npayments -rest-> bank", &[]);
        expect(&RULE, "orders -rest-> payments retries=1 idempotent\npayments -rest-> bank retries=1 idempotent", &[]);
        expect(&RULE, "a -rest-> b retries=1 idempotent\nb -rest-> c retries=1 idempotent\nc -uses-> ext retries=2 idempotent", &["a-b"]);
    }
}
