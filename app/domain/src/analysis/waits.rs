//! Waiting along chains: what each caller waits for at most, and whether it outlasts the part it calls. Must not propose.

use crate::{
    design::LinkKind,
    ids::LinkId,
    review::graph::{Edge, Graph},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A call whose callee calls on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wait {
    pub link: LinkId,
    /// One attempt, in milliseconds; absent when nothing ends it.
    pub timeout_ms: Option<u32>,
    /// Attempts at most, the first included.
    pub attempts: u32,
    /// What the callee may take over its own longest call, attempts included, in milliseconds; absent when nothing ends it.
    pub callee_ms: Option<u64>,
    /// Attempts that one request can cause at the far end of the chain.
    pub attempts_below: u64,
    pub verdict: WaitVerdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaitVerdict {
    /// Nothing ends the wait.
    NeverEnds,
    /// The caller gives up while the callee still works.
    GivesUpFirst,
    /// The caller outlasts the callee.
    Fits,
}

/// The longest wait for one call, attempts included; `None` when nothing ends it. Connections held open wait for nothing.
pub fn longest_ms(graph: &Graph, edge: &Edge) -> Option<u64> {
    if edge.link.kind == LinkKind::Websocket {
        return patience_ms(graph, edge.to);
    }
    Some(u64::from(edge.link.timeout_ms?).saturating_mul(u64::from(attempts(edge))))
}

fn attempts(edge: &Edge) -> u32 {
    1 + u32::from(edge.link.retries.unwrap_or(0))
}

/// The longest of a part's own calls; `None` when one has no end.
fn patience_ms(graph: &Graph, part: usize) -> Option<u64> {
    let calls = graph.out(&graph.nodes[part]).filter(|edge| edge.link.kind.is_call() && edge.link.kind != LinkKind::Websocket);
    calls.map(|edge| longest_ms(graph, edge)).try_fold(0, |most, wait| Some(most.max(wait?)))
}

/// Every call whose callee waits for calls of its own, the worst first.
pub fn waits(graph: &Graph) -> Vec<Wait> {
    let below = attempts_below(graph);
    let chained = graph.calls().filter(|edge| edge.link.kind != LinkKind::Websocket && calls_on(graph, edge.to));
    let mut all: Vec<Wait> = chained
        .map(|edge| {
            let callee_ms = patience_ms(graph, edge.to);
            let verdict = match (edge.link.timeout_ms, callee_ms) {
                (None, _) => WaitVerdict::NeverEnds,
                (Some(timeout), Some(callee)) if callee <= u64::from(timeout) => WaitVerdict::Fits,
                _ => WaitVerdict::GivesUpFirst,
            };
            let attempts = attempts(edge);
            Wait {
                link: edge.id.clone(),
                timeout_ms: edge.link.timeout_ms,
                attempts,
                callee_ms,
                attempts_below: u64::from(attempts).saturating_mul(below[edge.to]),
                verdict,
            }
        })
        .collect();
    all.sort_by(|a, b| (a.verdict, &a.link).cmp(&(b.verdict, &b.link)));
    all
}

fn calls_on(graph: &Graph, part: usize) -> bool {
    graph.out(&graph.nodes[part]).any(|edge| edge.link.kind.is_call() && edge.link.kind != LinkKind::Websocket)
}

/// By part: the most attempts one request to it can cause at the end of a chain. A circle is cut where it closes.
fn attempts_below(graph: &Graph) -> Vec<u64> {
    let mut worst = vec![1_u64; graph.nodes.len()];
    let order = super::order::callers_last(graph);
    for part in order {
        let calls = graph.out(&graph.nodes[part]).filter(|edge| edge.link.kind.is_call());
        worst[part] = calls.map(|edge| u64::from(attempts(edge)).saturating_mul(worst[edge.to])).max().unwrap_or(1);
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixture;

    fn of(text: &str) -> Vec<(String, WaitVerdict, Option<u64>, u64)> {
        let design = fixture::design(text);
        let waits = waits(&Graph::of(&design));
        waits.into_iter().map(|wait| (wait.link.to_string(), wait.verdict, wait.callee_ms, wait.attempts_below)).collect()
    }

    #[test]
    fn each_caller_is_compared_with_what_it_calls() {
        let found = of(
            "web -rest-> orders timeout_ms=6000\norders -rest-> payments timeout_ms=1000\npayments -uses-> ext-bank timeout_ms=2000 retries=2",
        );
        assert_eq!(
            found,
            [
                ("orders-payments".to_owned(), WaitVerdict::GivesUpFirst, Some(6_000), 3),
                ("web-orders".to_owned(), WaitVerdict::Fits, Some(1_000), 3),
            ]
        );
    }

    #[test]
    fn no_timeout_never_ends() {
        let found = of("web -rest-> orders\norders -rest-> payments timeout_ms=1000");
        assert_eq!(found, [("web-orders".to_owned(), WaitVerdict::NeverEnds, Some(1_000), 1)]);
        let found = of("web -rest-> orders timeout_ms=1000\norders -rest-> payments");
        assert_eq!(found, [("web-orders".to_owned(), WaitVerdict::GivesUpFirst, None, 1)]);
    }
}
