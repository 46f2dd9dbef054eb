//! `no-health-check` (OPS101): nobody can tell whether a part works.

use crate::{
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS101",
    slug: "no-health-check",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "Nobody can tell whether a part works.",
    why: "The platform sends requests to a part that has hung, and never restarts it.",
    cure: "Answer two questions: is the process alive, and can it do its work now.",
    example: "\
orders: no-health_check
",
    sources: &[
        Source::at(
            "Kubernetes documentation, “Liveness, Readiness, and Startup Probes”",
            "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
        ),
        Source::at("microservices.io, “Health Check API”", "https://microservices.io/patterns/observability/health-check-api.html"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let silent = graph.nodes.iter().filter(|node| node.element.kind.is_deployed() && !node.element.health_check);
    silent
        .map(|node| {
            let name = graph.name(node.id);
            RULE.on_element(graph, node.id)
                .says(format!("No health check on {name}"), format!("When {name} hangs, it still gets requests and nobody restarts it."))
                .fixed("Add a health check", vec!["health check: on".into()], set_element(node.id, ElementField::HealthCheck(true)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders: no-health_check", &["orders"]);
        expect(&RULE, "orders: replicas=2\next-mail: no-health_check", &[]);
    }
}
