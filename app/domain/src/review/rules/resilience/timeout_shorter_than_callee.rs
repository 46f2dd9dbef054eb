//! `timeout-shorter-than-callee` (REL103): A caller gives up before the other side does.

use crate::{
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, duration, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL103",
    slug: "timeout-shorter-than-callee",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "A caller gives up before the other side does.",
    why: "The caller answers with an error while the work it asked for goes on and may still succeed. Repeating it does the work twice.",
    cure: "Each caller waits a little longer than the part it calls may take, attempts included.",
    example: "\
orders -rest-> payments timeout_ms=1000
payments -uses-> ext-bank timeout_ms=5000
",
    sources: &[
        Source::at(
            "AWS Builders’ Library, “Timeouts, retries, and backoff with jitter”",
            "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
        ),
        Source::at(
            "Google, Site Reliability Engineering, “Addressing Cascading Failures”",
            "https://sre.google/sre-book/addressing-cascading-failures/",
        ),
    ],
    check,
};

/// What the callee needs beyond its own calls, in milliseconds.
const MARGIN_MS: u32 = 500;
/// The longest timeout a link may have, in milliseconds.
const MAX_MS: u32 = 3_600_000;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for call in graph.calls().filter(|call| call.link.kind != crate::design::LinkKind::Websocket) {
        let Some(timeout) = call.link.timeout_ms else { continue };
        let needed = graph.patience_ms(call.to);
        if needed <= timeout {
            continue;
        }
        let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
        let mut finding = RULE.on_link(graph, call.id).says(
            format!("{from} waits {}, and {to} may take {}", duration(timeout), duration(needed)),
            format!(
                "{from} gives up while {to} is still waiting for its own call. The work may be done although people were told it failed."
            ),
        );
        if needed <= MAX_MS {
            let enough = needed.saturating_add(MARGIN_MS).min(MAX_MS);
            let label = format!("Wait {}", duration(enough));
            let changes = vec![format!("timeout: {}, was {}", duration(enough), duration(timeout))];
            finding = finding.fixed(label, changes, set_link(call.id, LinkField::TimeoutMs(Some(enough))));
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
        expect(&RULE, "orders -rest-> payments timeout_ms=1000\npayments -uses-> ext-bank timeout_ms=5000", &["orders-payments"]);
        expect(&RULE, "orders -rest-> payments timeout_ms=6000\npayments -uses-> ext-bank timeout_ms=2000 retries=2", &[]);
        expect(&RULE, "orders -rest-> payments timeout_ms=6000\npayments -uses-> ext-bank timeout_ms=2000 retries=3", &["orders-payments"]);
        expect(&RULE, "orders -rest-> payments timeout_ms=6000\npayments -uses-> ext-bank", &[]);
    }
}
