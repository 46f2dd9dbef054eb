//! `no-circuit-breaker` (REL101): A critical call has no circuit breaker.

use crate::{
    design::Resilience,
    edit::{Edit, LinkField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL101",
    slug: "no-circuit-breaker",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "A critical call has no circuit breaker.",
    why: "When the other side fails, every request still waits for it. Waiting requests pile up until the caller fails as well.",
    cure: "A circuit breaker stops calling for a while after repeated failures, so that the caller stays alive and the other side can recover.",
    example: "\
orders -rest-> payments critical
",
    sources: &[
        Source::at("M. Fowler, “Circuit Breaker”", "https://martinfowler.com/bliki/CircuitBreaker.html"),
        Source::at("microservices.io, “Circuit Breaker”", "https://microservices.io/patterns/reliability/circuit-breaker.html"),
        Source::book("M. Nygard, Release It!, 2nd ed., “Circuit Breaker”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let open = graph.server_calls().filter(|call| call.link.critical && !graph.breaks(call));
    open.map(|call| {
        let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
        RULE.on_link(graph, call.id)
            .says(
                format!("No circuit breaker towards {to}"),
                format!("{from} cannot work without {to}. When {to} is down, requests pile up in {from} until it is down too."),
            )
            .fixed("Add a circuit breaker", vec!["circuit breaker: on".into()], {
                let on = set_link(call.id, LinkField::CircuitBreaker(true));
                Edit::batch(graph.allowing(Resilience::Breakers).into_iter().chain([on]).collect())
            })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -rest-> payments critical", &["orders-payments"]);
        expect(&RULE, "orders -rest-> payments critical circuit_breaker\nweb -rest-> orders critical\norders -rest-> stock", &[]);
    }
    #[test]
    fn a_platform_without_breakers_has_none_whatever_a_link_says() {
        let text = "orders -rest-> payments critical circuit_breaker\nplatform: resilience=retries";
        expect(&RULE, text, &["orders-payments"]);
        expect(&RULE, &text.replace("retries", "breakers"), &[]);
    }
}
