//! `no-timeout` (REL104): A call waits for ever.

use crate::{
    design::{LinkKind, Resilience},
    edit::{Edit, LinkField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, duration, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL104",
    slug: "no-timeout",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "A call waits for ever.",
    why: "One slow part holds every request of its callers until they have nothing left to answer others with. One fault becomes an outage.",
    cure: "Give every call a timeout: long enough for the slow days, short enough that a person still waits. Add a breaker where the call is critical.",
    example: "\
orders -grpc-> payments critical
",
    sources: &[
        Source::book("M. Nygard, Release It!, 2nd ed., “Timeouts”"),
        Source::at(
            "AWS Builders’ Library, “Timeouts, retries, and backoff with jitter”",
            "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
        ),
    ],
    check,
};

/// Enough for a healthy part, in milliseconds.
const USUAL_MS: u32 = 2_000;
/// The longest timeout a link may have, in milliseconds.
const MAX_MS: u32 = 3_600_000;

fn check(graph: &Graph) -> Vec<Finding> {
    let patient = graph.server_calls().filter(|call| call.link.timeout_ms.is_none() && call.link.kind != LinkKind::Websocket);
    patient
        .map(|call| {
            let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
            let what = if call.link.label.is_empty() { format!("the call to {to}") } else { call.link.label.clone() };
            let timeout = graph.patience_ms(call.to).saturating_add(500).clamp(USUAL_MS, MAX_MS);
            let mut changes = vec![format!("timeout: {}", duration(timeout))];
            let mut edits = vec![set_link(call.id, LinkField::TimeoutMs(Some(timeout)))];
            let breaker = call.link.critical && !graph.breaks(call);
            if breaker {
                changes.push("circuit breaker: on".into());
                edits.extend(graph.allowing(Resilience::Breakers));
                edits.push(set_link(call.id, LinkField::CircuitBreaker(true)));
            }
            let label = format!("Add a {} timeout{}", duration(timeout), if breaker { " and a breaker" } else { "" });
            let severity = if call.link.critical { Severity::Error } else { Severity::Warning };
            RULE.on_link(graph, call.id)
                .says(
                    format!("No timeout on {what}"),
                    format!(
                        "{from} waits for {to} as long as it takes. If {to} hangs, {from} runs out of workers and stops answering everyone."
                    ),
                )
                .with_severity(severity)
                .fixed(label, changes, Edit::batch(edits))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -grpc-> payments critical", &["orders-payments"]);
        expect(&RULE, "orders -grpc-> payments timeout_ms=2000\nweb -rest-> orders\norders -websocket-> chat", &[]);
    }
}
