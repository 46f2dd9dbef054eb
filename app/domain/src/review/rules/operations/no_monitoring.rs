//! `no-monitoring` (OPS102): nothing collects numbers from the system.

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
    code: "OPS102",
    slug: "no-monitoring",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "Nothing collects numbers from the system.",
    why: "Customers notice faults before you do, and nobody can say what was different when it was slow.",
    cure: "Collect rate, errors and duration of every part, and draw them in one place.",
    example: "\
gateway -rest-> orders
gateway -rest-> stock
",
    sources: &[
        Source::at(
            "Google, Site Reliability Engineering, “Monitoring Distributed Systems”",
            "https://sre.google/sre-book/monitoring-distributed-systems/",
        ),
        Source::at("microservices.io, “Application metrics”", "https://microservices.io/patterns/observability/application-metrics.html"),
    ],
    check,
};

/// One part can be watched by hand; from two on it takes a tool.
const PARTS: usize = 2;

#[expect(clippy::expect_used, reason = "both are slugs of the catalogue, which a test of this rule applies")]
fn check(graph: &Graph) -> Vec<Finding> {
    let watched = &graph.design.platform.observability;
    let parts = graph.backends().count();
    if parts < PARTS || watched.metrics.is_some() {
        return Vec::new();
    }
    let technology = |slug: &str| Some(TechnologyId::new(slug).expect("a slug of the catalogue"));
    let dashboards = watched.dashboards.clone().or_else(|| technology("grafana"));
    let better = Observability { metrics: technology("prometheus"), dashboards, ..watched.clone() };
    let finding = RULE
        .on_design("the whole design")
        .says(
            "Nothing is monitored",
            format!(
                "{} run and nothing collects their numbers. Customers will notice faults before you do.",
                counted(parts, "part", "parts")
            ),
        )
        .fixed(
            "Add Prometheus and Grafana",
            vec!["metrics: prometheus".into(), "dashboards: grafana".into()],
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
        expect(&RULE, "gateway -rest-> orders\ngateway -rest-> stock", &["design"]);
        expect(&RULE, "gateway -rest-> orders\ngateway -rest-> stock\nplatform: metrics=prometheus", &[]);
        expect(&RULE, "gateway -rest-> orders", &[]);
    }
}
