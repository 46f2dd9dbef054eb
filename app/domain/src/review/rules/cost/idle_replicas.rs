//! `idle-replicas` (COST101): far more copies run than the load asks for.

use crate::{
    edit::{Edit, ElementField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COST101",
    slug: "idle-replicas",
    group: Group::Cost,
    severity: Severity::Note,
    summary: "Far more copies run than the load asks for.",
    why: "Each copy is paid day and night. Copies that wait for load nobody expects are the largest idle cost in most systems.",
    cure: "Run as many as the usual load needs and one to spare, and let the rest come and go with the load.",
    example: "\
gateway -rest-> orders
orders: replicas=8
brief: peak-rps=20
",
    sources: &[
        Source::at(
            "AWS Well-Architected, Cost Optimization Pillar, “Manage demand and supply resources”",
            "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/manage-demand-and-supply-resources.html",
        ),
        Source::at(
            "Kubernetes documentation, “Horizontal Pod Autoscaling”",
            "https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/",
        ),
    ],
    check,
};

/// Requests a second that one small copy answers without effort, even in a slow language with a store behind it.
const EASY_RPS: u64 = 50;
/// Copies that always make sense: one may fail.
const SAFE: u64 = 2;
/// Up to this many times what is needed is prudence.
const PRUDENT: u64 = 2;

fn check(graph: &Graph) -> Vec<Finding> {
    let Some(peak) = graph.brief("peak-rps").map(|brief| brief.peak_rps) else { return Vec::new() };
    // Even if every request of the busiest second reached it.
    let needed = peak.div_ceil(EASY_RPS).max(SAFE);
    let idle = graph.nodes.iter().filter(|node| node.element.kind.has_code() && u64::from(node.element.replica_count()) > needed * PRUDENT);
    idle.map(|node| {
        let (name, runs) = (graph.name(node.id), node.element.replica_count());
        let enough = u16::try_from(needed).unwrap_or(runs).min(runs);
        let mut edits = vec![set_element(node.id, ElementField::Replicas(Some(enough)))];
        let mut changes = vec![format!("replicas: {enough}, was {runs}")];
        if node.element.max_replicas.is_none() {
            edits.push(set_element(node.id, ElementField::MaxReplicas(Some(runs))));
            changes.push(format!("replicas under load: up to {runs}"));
        }
        RULE.on_element(graph, node.id)
            .says(
                format!("{runs} copies of {name} for {peak} requests a second"),
                format!("{enough} would do even if every request of the busiest second reached {name}. The others are paid for waiting."),
            )
            .fixed(format!("Run {enough}"), changes, Edit::batch(edits))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: replicas=8\nbrief: peak-rps=20", &["a"]);
        expect(&RULE, "a: replicas=4\nbrief: peak-rps=20", &[]);
        expect(&RULE, "a: replicas=8\nbrief: peak-rps=400", &[]);
        expect(&RULE, "a: replicas=8", &[]);
        expect(&RULE, "a-db: replicas=8\nbrief: peak-rps=20", &[]);
    }
}
