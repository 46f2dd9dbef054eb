//! `no-retry` (REL109): a call that could safely be repeated gives up at once.

use crate::{
    design::{LinkKind, Resilience},
    edit::{Edit, LinkField},
    review::{
        Finding, Severity,
        graph::{Edge, Graph, is_backend},
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL109",
    slug: "no-retry",
    group: Group::Resilience,
    severity: Severity::Note,
    summary: "A call that could safely be repeated gives up at once.",
    why: "Most faults in a network are over after a moment: a lost packet, a restart, a full queue. Without a second attempt each of them becomes an error that somebody sees.",
    cure: "Repeat it once or twice, with a growing pause and some chance in it, and only in the place next to the failure.",
    example: "\
orders -rest-> payments timeout_ms=1000 idempotent
",
    sources: &[
        Source::at(
            "AWS Builders’ Library, “Timeouts, retries, and backoff with jitter”",
            "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
        ),
        Source::at("Azure Architecture Center, “Retry pattern”", "https://learn.microsoft.com/en-us/azure/architecture/patterns/retry"),
    ],
    check,
};

/// Attempts after the first that mend most short faults.
const USUAL: u8 = 1;

fn check(graph: &Graph) -> Vec<Finding> {
    let (above, below) = (spread(graph, Direction::FromCallers), spread(graph, Direction::FromCallees));
    let mut findings = Vec::new();
    for call in graph.links.iter().filter(|call| could_repeat(graph, call)) {
        // One place in a chain is enough; more of them multiply.
        if above[call.from] || below[call.to] {
            continue;
        }
        let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
        findings.push(
            RULE.on_link(graph, call.id)
                .says(
                    format!("{from} asks {to} only once"),
                    format!("Repeating the call does no harm, and still one lost packet or one restart of {to} becomes an error."),
                )
                .fixed("Try a second time", vec![format!("retries: {USUAL}")], {
                    let again = set_link(call.id, LinkField::Retries(Some(call.link.retries.unwrap_or(0).max(USUAL))));
                    Edit::batch(graph.allowing(Resilience::Retries).into_iter().chain([again]).collect())
                }),
        );
    }
    findings
}

fn could_repeat(graph: &Graph, call: &Edge) -> bool {
    let link = call.link;
    let kind = link.kind.is_call() && link.kind != LinkKind::Websocket;
    kind && link.idempotent && link.timeout_ms.is_some() && graph.repetitions(call) == 0 && is_backend(graph.from(call).element)
}

enum Direction {
    /// Whether somebody repeats what leads to a node.
    FromCallers,
    /// Whether something is repeated behind a node.
    FromCallees,
}

/// By node: whether a repeated call is met in a direction, however far away.
fn spread(graph: &Graph, direction: Direction) -> Vec<bool> {
    let mut met = vec![false; graph.nodes.len()];
    let mut next = Vec::new();
    for call in graph.calls().filter(|call| graph.repetitions(call) > 0) {
        next.push(match direction {
            Direction::FromCallers => call.to,
            Direction::FromCallees => call.from,
        });
    }
    while let Some(node) = next.pop() {
        if std::mem::replace(&mut met[node], true) {
            continue;
        }
        let node = &graph.nodes[node];
        match direction {
            Direction::FromCallers => next.extend(graph.out(node).filter(|edge| edge.link.kind.is_call()).map(|edge| edge.to)),
            Direction::FromCallees => next.extend(graph.into(node).filter(|edge| edge.link.kind.is_call()).map(|edge| edge.from)),
        }
    }
    met
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -rest-> b idempotent timeout_ms=500", &["a-b"]);
        expect(&RULE, "a -rest-> b timeout_ms=500", &[]);
        expect(&RULE, "a -rest-> b idempotent timeout_ms=500 retries=2", &[]);
        expect(&RULE, "a -rest-> b idempotent timeout_ms=500\nb -rest-> c\nc -rest-> d idempotent timeout_ms=500 retries=2", &[]);
        expect(&RULE, "a -rest-> b idempotent timeout_ms=500 retries=2\nb -rest-> c idempotent timeout_ms=500", &[]);
        expect(&RULE, "gateway -rest-> b idempotent timeout_ms=500", &[]);
        expect(&RULE, "a -rest-> b idempotent timeout_ms=500 retries=2\nplatform: resilience=timeouts", &["a-b"]);
    }
}
