//! `no-correlation-ids` (OPS104): log lines of one request cannot be found together.

use crate::{
    design::Observability,
    edit::{Edit, PlatformField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS104",
    slug: "no-correlation-ids",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "Log lines of one request cannot be found together.",
    why: "Finding out what happened to one order means guessing by time stamps in the logs of every part.",
    cure: "Give each request an id at the entrance, pass it on in calls and messages, and write it into every log line.",
    example: "\
gateway -rest-> orders
orders -rest-> stock
platform: correlation_ids=false
",
    sources: &[
        Source::book("S. Newman, Building Microservices, 2nd ed., “Correlation IDs”"),
        Source::at(
            "G. Hohpe and B. Woolf, Enterprise Integration Patterns, “Correlation Identifier”",
            "https://www.enterpriseintegrationpatterns.com/patterns/messaging/CorrelationIdentifier.html",
        ),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let watched = &graph.design.platform.observability;
    if watched.correlation_ids || graph.backends().count() < 2 {
        return Vec::new();
    }
    let better = Observability { correlation_ids: true, ..watched.clone() };
    let finding = RULE
        .on_design("the whole design")
        .says(
            "Requests have no correlation id",
            "To find out what happened to one request, somebody has to match the logs of every part by time.",
        )
        .fixed(
            "Add correlation ids",
            vec!["correlation ids: on".into()],
            Edit::ChangePlatform { change: PlatformField::Observability(better) },
        );
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "gateway -rest-> orders\norders -rest-> stock\nplatform: correlation_ids=false", &["design"]);
        expect(&RULE, "gateway -rest-> orders\norders -rest-> stock", &[]);
        expect(&RULE, "gateway -rest-> orders\nplatform: correlation_ids=false", &[]);
    }
}
