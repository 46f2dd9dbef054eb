//! `heavy-observability` (COST104): what watches the system needs more memory than the system.

use crate::{
    catalog::{self, Technology},
    design::Element,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, listed},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COST104",
    slug: "heavy-observability",
    group: Group::Cost,
    severity: Severity::Note,
    summary: "What watches the system needs more memory than the system.",
    why: "Collectors, stores of logs and stores of traces are systems of their own, with disks that fill up. For a handful of parts they are most of the bill and most of the alarms.",
    cure: "Begin with metrics and the platform’s own logs. Add traces when a request passes more parts than one log can tell of.",
    example: "\
gateway -rest-> shop
shop -owns-> shop-db
platform: metrics=prometheus dashboards=grafana logs=loki traces=jaeger
",
    sources: &[
        Source::at(
            "Google, Site Reliability Engineering, “Monitoring Distributed Systems”",
            "https://sre.google/sre-book/monitoring-distributed-systems/",
        ),
        Source::at("OpenTelemetry documentation, “Sampling”", "https://opentelemetry.io/docs/concepts/sampling/"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let watched = &graph.design.platform.observability;
    let slots = [&watched.metrics, &watched.dashboards, &watched.logs, &watched.traces];
    let chosen: Vec<&Technology> = slots.into_iter().flatten().filter_map(|id| catalog::find(id.as_str())).collect();
    let watching: u64 = catalog::watching(chosen.iter().map(|entry| entry.slug)).iter().map(|entry| u64::from(entry.memory_mib)).sum();
    let running: u64 = graph.nodes.iter().filter(|node| node.element.kind.is_deployed()).map(|node| memory_mib(node.element)).sum();
    // Nothing runs yet, or metrics alone: both are no reason to save.
    if running == 0 || chosen.len() < 2 || watching <= running {
        return Vec::new();
    }
    let names: Vec<&str> = chosen.iter().map(|entry| entry.name).collect();
    let finding = RULE.on_design("the whole design").says(
        format!("{} need more than what they watch", listed(&names)),
        format!("They need {watching} MiB of memory to watch parts that need {running} MiB."),
    );
    vec![finding]
}

/// What a part of an unknown technology is taken for, in MiB.
const DEFAULT_MIB: u32 = 256;

/// Memory of all copies of a part, in MiB: its own limit, else what its technology needs.
fn memory_mib(element: &Element) -> u64 {
    let usual = element.technology.as_ref().and_then(|id| catalog::find(id.as_str())).map_or(DEFAULT_MIB, |entry| entry.memory_mib);
    u64::from(element.memory_mib.unwrap_or(usual)) * u64::from(element.replica_count())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        let all = "platform: metrics=prometheus dashboards=grafana logs=loki traces=jaeger";
        expect(&RULE, &format!("shop: memory_mib=256\n{all}"), &["design"]);
        expect(&RULE, &format!("shop: memory_mib=256 replicas=20\n{all}"), &[]);
        expect(&RULE, "shop: memory_mib=64\nplatform: metrics=prometheus", &[]);
        expect(&RULE, all, &[]);
    }
}
