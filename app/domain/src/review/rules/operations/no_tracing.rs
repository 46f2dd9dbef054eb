//! `no-tracing` (OPS103): requests pass through several parts, and nobody can follow one.

use crate::{
    design::Observability,
    edit::{Edit, PlatformField},
    ids::TechnologyId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS103",
    slug: "no-tracing",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "Requests pass through several parts, and nobody can follow one.",
    why: "When a request is slow, every team looks at its own part and finds it fast.",
    cure: "Pass a trace id along with every call and message, and collect the spans.",
    example: "\
orders -rest-> payments
payments -rest-> fraud
",
    sources: &[
        Source::at("W3C, “Trace Context”", "https://www.w3.org/TR/trace-context/"),
        Source::at("OpenTelemetry documentation, “Traces”", "https://opentelemetry.io/docs/concepts/signals/traces/"),
        Source::at("microservices.io, “Distributed tracing”", "https://microservices.io/patterns/observability/distributed-tracing.html"),
    ],
    check,
};

/// Calls in a row from which on one log no longer tells the story.
const CHAIN: usize = 2;

#[expect(clippy::expect_used, reason = "a slug of the catalogue, which a test of this rule applies")]
fn check(graph: &Graph) -> Vec<Finding> {
    let watched = &graph.design.platform.observability;
    let deepest = (0..graph.nodes.len()).max_by_key(|node| (graph.depth[*node], std::cmp::Reverse(*node)));
    let Some(start) = deepest.filter(|node| graph.depth[*node] >= CHAIN && watched.traces.is_none()) else { return Vec::new() };
    let chain = graph.longest_chain(start);
    let names: Vec<&str> = chain.iter().map(|node| graph.name(graph.nodes[*node].id)).collect();
    let better = Observability { traces: Some(TechnologyId::new("jaeger").expect("a slug of the catalogue")), ..watched.clone() };
    let finding = RULE
        .on_design(&names.join(", "))
        .with_elements(chain.iter().map(|node| graph.nodes[*node].id.clone()).collect())
        .says(
            "No tracing across parts",
            format!("A request passes through {} parts in a row. When it is slow, nothing says in which one.", names.len()),
        )
        .fixed("Add Jaeger", vec!["traces: jaeger".into()], Edit::ChangePlatform { change: PlatformField::Observability(better) });
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -rest-> payments\npayments -rest-> fraud", &["design"]);
        expect(&RULE, "orders -rest-> payments\npayments -rest-> fraud\nplatform: traces=jaeger", &[]);
        expect(&RULE, "orders -rest-> payments\ngateway -rest-> orders", &[]);
    }
}
