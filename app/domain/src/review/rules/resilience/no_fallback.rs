//! `no-fallback` (REL102): it is not said what happens when a call fails.

use crate::{
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL102",
    slug: "no-fallback",
    group: Group::Resilience,
    severity: Severity::Note,
    summary: "It is not said what happens when a call fails.",
    why: "A breaker or a failing partner leaves the caller without an answer. Without a plan that becomes an error page.",
    cure: "Say what the caller does instead: show the last known list, take the order and charge later, or answer with a clear error.",
    example: "\
orders -uses-> ext-mail
",
    sources: &[
        Source::book("M. Nygard, Release It!, 2nd ed., “Stability Patterns”"),
        Source::at(
            "Google, Site Reliability Engineering, “Addressing Cascading Failures”",
            "https://sre.google/sre-book/addressing-cascading-failures/",
        ),
    ],
    check,
};

/// What can always be done, for a start.
const PLAN: &str = "answer with a clear error and a time to try again";

fn check(graph: &Graph) -> Vec<Finding> {
    // A gateway can only pass the error on, which it does by itself.
    let calls = graph.calls().filter(|call| call.link.fallback.is_none() && crate::review::graph::is_backend(graph.from(call).element));
    let outside = calls.filter(|call| graph.breaks(call) || graph.kind_of(call.to) == crate::design::ElementKind::External);
    outside
        .map(|call| {
            let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
            RULE.on_link(graph, call.id)
                .says(
                    format!("No plan for when {to} does not answer"),
                    format!("Nobody has said what {from} does while {to} is away. People will see an error nobody wrote."),
                )
                .fixed(
                    "Answer with a clear error",
                    vec![format!("fallback: {PLAN}")],
                    set_link(call.id, LinkField::Fallback(Some(PLAN.into()))),
                )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -uses-> ext-mail", &["orders-ext-mail"]);
        expect(&RULE, "orders -uses-> ext-mail fallback=later\norders -rest-> stock\ngateway -rest-> orders circuit_breaker", &[]);
    }
}
