//! `no-central-logs` (OPS105): logs stay on the machines that write them.

use crate::{
    design::Observability,
    edit::{Edit, PlatformField},
    ids::TechnologyId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, counted},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS105",
    slug: "no-central-logs",
    group: Group::Operations,
    severity: Severity::Note,
    summary: "Logs stay on the machines that write them.",
    why: "They are gone with the container that wrote them, and reading them means visiting every machine.",
    cure: "Write logs to the standard output and collect them in one place.",
    example: "\
gateway -rest-> orders
gateway -rest-> stock
gateway -rest-> mail
",
    sources: &[
        Source::at("The Twelve-Factor App, “Logs”", "https://12factor.net/logs"),
        Source::at("microservices.io, “Log aggregation”", "https://microservices.io/patterns/observability/application-logging.html"),
    ],
    check,
};

/// From this many parts on nobody reads logs one by one.
const PARTS: usize = 3;

#[expect(clippy::expect_used, reason = "a slug of the catalogue, which a test of this rule applies")]
fn check(graph: &Graph) -> Vec<Finding> {
    let watched = &graph.design.platform.observability;
    let parts = graph.backends().count();
    if parts < PARTS || watched.logs.is_some() {
        return Vec::new();
    }
    let better = Observability { logs: Some(TechnologyId::new("loki").expect("a slug of the catalogue")), ..watched.clone() };
    let finding = RULE
        .on_design("the whole design")
        .says("Logs are not collected", format!("{} write logs that are gone with their containers.", counted(parts, "part", "parts")))
        .fixed("Add Loki", vec!["logs: loki".into()], Edit::ChangePlatform { change: PlatformField::Observability(better) });
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "gateway -rest-> orders\ngateway -rest-> stock\ngateway -rest-> mail", &["design"]);
        expect(&RULE, "gateway -rest-> orders\ngateway -rest-> stock\ngateway -rest-> mail\nplatform: logs=loki", &[]);
        expect(&RULE, "gateway -rest-> orders", &[]);
    }
}
