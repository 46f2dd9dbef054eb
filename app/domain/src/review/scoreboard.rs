//! The ten success criteria of the field, each judged by what the Design says and shown with that evidence: the parts and links
//! that fulfil it and those that do not. Must not find faults of its own: rules do that.

use super::{
    Criterion, Finding, Met, Severity,
    finding::Witnesses,
    graph::{Edge, Graph, Node},
    rule::counted,
};
use crate::{
    design::{ElementKind, LinkKind},
    ids::{ElementId, LinkId},
};
use std::collections::BTreeSet;

/// One of the criteria.
struct Measure {
    name: &'static str,
    /// Rules whose findings speak against it, by slug.
    rules: &'static [&'static str],
    /// Rules whose findings say that something of it was decided and is not in the bundle: it is met in part at most.
    unbuilt: &'static [&'static str],
    judge: fn(&Case) -> Verdict,
}

/// In the field's order.
const CRITERIA: [Measure; 10] = [
    Measure {
        name: "One clear responsibility each",
        rules: &["god-service", "nano-service", "undescribed-part"],
        unbuilt: &[],
        judge: |case| case.clean_backends(&["god-service", "nano-service"]),
    },
    Measure {
        name: "Deploys on its own",
        rules: &["shared-database", "sync-cycle", "deep-sync-chain", "lock-step-release", "context-circle"],
        unbuilt: &["operations-not-built", "part-not-built", "choice-without-answer"],
        judge: |case| case.clean_backends(case.rules),
    },
    Measure {
        name: "Communication well defined",
        rules: &[
            "unnamed-event",
            "event-without-publisher",
            "event-without-schema",
            "chatty-pair",
            "no-api-version",
            "browser-speaks-grpc",
        ],
        unbuilt: &["communication-not-built"],
        judge: communication,
    },
    Measure {
        name: "Clear data ownership",
        rules: &["shared-database", "reaching-into-data", "unowned-data", "edge-reaches-data", "entity-owned-twice", "split-context"],
        unbuilt: &["data-choice-not-built"],
        judge: ownership,
    },
    Measure { name: "Health checks", rules: &["no-health-check"], unbuilt: &[], judge: health },
    Measure {
        name: "Monitoring and logging",
        rules: &["no-monitoring", "no-central-logs", "no-tracing", "no-correlation-ids", "blind-release"],
        unbuilt: &[],
        judge: monitoring,
    },
    // All rules of the security group, and the ways around the gateway.
    Measure { name: "Security practices", rules: &["gateway-bypassed"], unbuilt: &["security-not-built"], judge: security },
    Measure { name: "Documentation", rules: &["undescribed-part"], unbuilt: &[], judge: documentation },
    Measure { name: "Scales service by service", rules: &["shared-database", "websocket-without-backplane"], unbuilt: &[], judge: scaling },
    Measure {
        name: "Failures stay contained",
        rules: &[
            "no-timeout",
            "no-circuit-breaker",
            "retry-amplification",
            "sync-cycle",
            "single-point-of-failure",
            "consumer-without-dead-letter",
            "write-without-saga",
        ],
        unbuilt: &[],
        judge: containment,
    },
];

pub(super) fn scoreboard(graph: &Graph, findings: &[Finding]) -> Vec<Criterion> {
    let nothing = graph.backends().next().is_none();
    let judged = CRITERIA.iter().map(|measure| {
        let case = Case { graph, findings, rules: measure.rules };
        let mut verdict = if nothing { Verdict::new(Met::No, "no services yet") } else { (measure.judge)(&case) };
        let promised = case.open(measure.unbuilt).count();
        if promised > 0 && !nothing {
            verdict.met = verdict.met.max(Met::Partly);
            verdict.evidence.push_str(&format!(", {promised} not in the bundle"));
        }
        let against = findings.iter().filter(|finding| finding.waived.is_none() && measure.is_about(&finding.rule, &finding.code));
        Criterion {
            name: measure.name.to_owned(),
            met: verdict.met,
            evidence: verdict.evidence,
            good: verdict.good,
            bad: verdict.bad,
            findings: if nothing { Vec::new() } else { against.map(|finding| finding.key.clone()).collect() },
        }
    });
    judged.collect()
}

/// The criteria that findings of a rule speak against.
pub fn criteria_of(rule: &super::Rule) -> Vec<&'static str> {
    CRITERIA.iter().filter(|measure| measure.is_about(rule.slug, rule.code)).map(|measure| measure.name).collect()
}

impl Measure {
    fn is_about(&self, rule: &str, code: &str) -> bool {
        self.rules.contains(&rule) || self.unbuilt.contains(&rule) || (self.name == "Security practices" && code.starts_with("SEC"))
    }
}

/// What a criterion is judged by.
struct Case<'a> {
    graph: &'a Graph<'a>,
    findings: &'a [Finding],
    rules: &'static [&'static str],
}

/// How it was judged, and by what.
struct Verdict {
    met: Met,
    evidence: String,
    good: Witnesses,
    bad: Witnesses,
}

impl Verdict {
    fn new(met: Met, evidence: impl Into<String>) -> Self {
        Self { met, evidence: evidence.into(), good: Witnesses::default(), bad: Witnesses::default() }
    }
    /// Parts that pass and parts that do not: all is yes, most is partly.
    fn of_parts(good: Vec<ElementId>, bad: Vec<ElementId>, one: &str, many: &str) -> Self {
        let (passed, all) = (good.len(), good.len() + bad.len());
        let mut verdict = Self::new(share(passed, all), format!("{passed} of {}", counted(all, one, many)));
        verdict.good.elements = good;
        verdict.bad.elements = bad;
        verdict
    }
}

/// All is yes, most is partly.
fn share(good: usize, all: usize) -> Met {
    match good {
        _ if good == all => Met::Yes,
        _ if good * 2 >= all => Met::Partly,
        _ => Met::No,
    }
}

impl Case<'_> {
    /// Findings of these rules that nobody accepted.
    fn open<'b>(&'b self, rules: &'b [&str]) -> impl Iterator<Item = &'b Finding> {
        self.findings.iter().filter(|finding| finding.waived.is_none() && rules.contains(&finding.rule.as_str()))
    }
    /// What open findings of these rules are about.
    fn blamed<'b>(&'b self, rules: &'b [&str]) -> BTreeSet<&'b ElementId> {
        self.open(rules).flat_map(|finding| &finding.elements).collect()
    }
    /// Parts split by whether they pass.
    fn split<'b>(nodes: impl Iterator<Item = &'b Node<'b>>, passes: impl Fn(&Node) -> bool) -> (Vec<ElementId>, Vec<ElementId>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for node in nodes {
            if passes(node) { &mut good } else { &mut bad }.push(node.id.clone());
        }
        (good, bad)
    }
    /// Services and workers: those that no open finding of these rules is about, and the others.
    fn clean_backends(&self, rules: &[&str]) -> Verdict {
        let blamed = self.blamed(rules);
        let (good, bad) = Self::split(self.graph.backends(), |node| !blamed.contains(node.id));
        Verdict::of_parts(good, bad, "service", "services")
    }
}

fn communication(case: &Case) -> Verdict {
    let links: Vec<&Edge> = case.graph.links.iter().filter(|edge| !edge.link.kind.is_data()).collect();
    let unversioned = case.open(&["no-api-version"]).count();
    let vague_rules = &["unnamed-event", "event-without-publisher", "event-without-schema", "chatty-pair", "browser-speaks-grpc"];
    let vague: BTreeSet<&LinkId> = case.open(vague_rules).flat_map(|finding| &finding.links).collect();
    let met = match (vague.len(), unversioned) {
        (0, 0) => Met::Yes,
        (vague, _) if vague * 2 <= links.len() => Met::Partly,
        _ => Met::No,
    };
    let count = counted(links.len(), "link", "links");
    let evidence = match (vague.len(), unversioned) {
        (0, 0) => count,
        (0, n) => format!("{count}, {} without a version", counted(n, "interface", "interfaces")),
        (n, _) => format!("{count}, {n} not well defined"),
    };
    let mut verdict = Verdict::new(met, evidence);
    for edge in links {
        if vague.contains(edge.id) { &mut verdict.bad } else { &mut verdict.good }.links.push(edge.id.clone());
    }
    verdict.bad.elements = case.open(&["no-api-version"]).flat_map(|finding| finding.elements.clone()).collect();
    verdict
}

fn ownership(case: &Case) -> Verdict {
    let mut stores = case.graph.of_kind(ElementKind::Datastore).filter(|store| !store.into.is_empty()).peekable();
    let blamed = case.blamed(case.rules);
    let disputed = case.open(&["entity-owned-twice", "split-context"]).count();
    if stores.peek().is_none() {
        let met = if disputed == 0 { Met::Yes } else { Met::Partly };
        return Verdict::new(met, "no stores");
    }
    let (good, bad) = Case::split(stores, |store| !blamed.contains(store.id));
    let mut verdict = Verdict::of_parts(good, bad, "store", "stores");
    if disputed > 0 {
        verdict.met = verdict.met.max(Met::Partly);
        verdict.evidence.push_str(&format!(", {disputed} disputed"));
    }
    verdict
}

fn health(case: &Case) -> Verdict {
    let parts = case.graph.nodes.iter().filter(|node| node.element.kind.is_deployed());
    let (good, bad) = Case::split(parts, |node| node.element.health_check);
    Verdict::of_parts(good, bad, "part", "parts")
}

fn monitoring(case: &Case) -> Verdict {
    let watched = &case.graph.design.platform.observability;
    let slots = [("metrics", &watched.metrics), ("logs", &watched.logs), ("traces", &watched.traces)];
    let kept: Vec<&str> = slots.iter().filter(|(_, technology)| technology.is_some()).map(|(name, _)| *name).collect();
    // One part alone is watched by reading its log; nothing has to be traced.
    let alone = case.graph.backends().count() == 1;
    let read = watched.logs.is_some() || case.open(&["no-central-logs"]).next().is_none();
    let met = match (watched.metrics.is_some(), watched.logs.is_some()) {
        (true, _) if read => Met::Yes,
        (false, false) => Met::No,
        _ => Met::Partly,
    };
    let mut evidence = if kept.is_empty() { "nothing is collected".to_owned() } else { kept.join(", ") };
    if watched.logs.is_none() && met == Met::Yes {
        evidence.push_str(if alone { ", one log to read" } else { ", few logs to read" });
    }
    Verdict::new(met, evidence)
}

fn security(case: &Case) -> Verdict {
    let about = |finding: &&Finding| {
        finding.waived.is_none() && !finding.is_gap() && (finding.code.starts_with("SEC") || case.rules.contains(&finding.rule.as_str()))
    };
    let open: Vec<&Finding> = case.findings.iter().filter(about).collect();
    let met = match open.iter().map(|finding| finding.severity).min() {
        None => Met::Yes,
        Some(Severity::Error) => Met::No,
        Some(_) => Met::Partly,
    };
    let evidence = if open.is_empty() { "nothing found".to_owned() } else { counted(open.len(), "finding", "findings") };
    let mut verdict = Verdict::new(met, evidence);
    let blamed: BTreeSet<&ElementId> = open.iter().flat_map(|finding| &finding.elements).collect();
    let parts = case.graph.nodes.iter().filter(|node| node.element.kind.is_deployed());
    (verdict.good.elements, verdict.bad.elements) = Case::split(parts, |node| !blamed.contains(node.id));
    verdict
}

fn documentation(case: &Case) -> Verdict {
    let graph = case.graph;
    let (good, bad) = Case::split(graph.backends(), |node| {
        !node.element.description.is_empty() || graph.contexts_of(node.element).any(|(_, context)| !context.purpose.is_empty())
    });
    let decisions = graph.design.decisions.len();
    let met = match (bad.is_empty(), decisions > 0) {
        (true, true) => Met::Yes,
        (false, false) => Met::No,
        _ => Met::Partly,
    };
    let (described, all) = (good.len(), good.len() + bad.len());
    let mut verdict = Verdict::new(met, format!("{described} of {all} described, {}", counted(decisions, "decision", "decisions")));
    (verdict.good.elements, verdict.bad.elements) = (good, bad);
    verdict
}

fn scaling(case: &Case) -> Verdict {
    let tied = case.blamed(case.rules);
    // Modules that were put into one deployable on purpose scale with it.
    let design = case.graph.design;
    // Where nothing was answered, everything decided rests on the same defaults.
    let decided = design.decisions.keys().any(|topic| topic.as_str() == "decomposition" || design.brief.is_empty());
    let several = |node: &Node| node.element.modules.len() > 1;
    let (good, bad) = Case::split(case.graph.backends(), |node| (decided || !several(node)) && !tied.contains(node.id));
    let joined = case.graph.backends().filter(|node| several(node)).count();
    let mut verdict = Verdict::of_parts(good, bad, "service", "services");
    if decided && joined > 0 {
        verdict.evidence.push_str(&format!(", {joined} with modules that scale together, as decided"));
    }
    verdict
}

fn containment(case: &Case) -> Verdict {
    let calls = case.graph.server_calls().filter(|call| call.link.kind != LinkKind::Websocket);
    let guarded = |call: &&Edge| call.link.timeout_ms.is_some() && (!call.link.critical || case.graph.breaks(call));
    let (good, bad): (Vec<&Edge>, Vec<&Edge>) = calls.partition(guarded);
    let spreading_rules =
        &["retry-amplification", "sync-cycle", "single-point-of-failure", "consumer-without-dead-letter", "write-without-saga"];
    let spreading: Vec<&Finding> = case.open(spreading_rules).collect();
    let met = match share(good.len(), good.len() + bad.len()) {
        Met::Yes if !spreading.is_empty() => Met::Partly,
        met => met,
    };
    let mut evidence = format!("{} of {} guarded", good.len(), counted(good.len() + bad.len(), "call", "calls"));
    if !spreading.is_empty() {
        evidence.push_str(&format!(", {}", counted(spreading.len(), "finding", "findings")));
    }
    let mut verdict = Verdict::new(met, evidence);
    verdict.good.links = good.iter().map(|call| call.id.clone()).collect();
    verdict.bad.links = bad.iter().map(|call| call.id.clone()).collect();
    let blamed: BTreeSet<&ElementId> = spreading.iter().flat_map(|finding| &finding.elements).collect();
    verdict.bad.elements = blamed.into_iter().cloned().collect();
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        review::{FindingKey, fixture, review, rules},
        work::Work,
    };

    #[test]
    fn evidence_names_what_fulfils_and_what_breaks() {
        let design =
            fixture::design("a -owns-> shop-db\nb -owns-> shop-db\nc -rest-> a timeout_ms=900\nc -rest-> b critical\nc: no-health_check");
        let board = review(&design, &Work::unlimited()).scoreboard;
        let of = |name: &str| board.iter().find(|criterion| criterion.name == name).unwrap();
        let ids = |ids: &[ElementId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let health = of("Health checks");
        assert_eq!(
            (ids(&health.good.elements), ids(&health.bad.elements)),
            (vec!["a".into(), "b".into(), "shop-db".into()], vec!["c".into()])
        );
        assert_eq!(health.findings.iter().map(FindingKey::as_str).collect::<Vec<_>>(), ["OPS101@c"]);
        let ownership = of("Clear data ownership");
        assert_eq!((ids(&ownership.bad.elements), ownership.met), (vec!["shop-db".to_owned()], Met::No));
        let contained = of("Failures stay contained");
        assert_eq!(contained.good.links.iter().map(LinkId::as_str).collect::<Vec<_>>(), ["c-a"]);
        assert_eq!(contained.bad.links.iter().map(LinkId::as_str).collect::<Vec<_>>(), ["c-b"]);
    }

    #[test]
    fn every_named_rule_exists() {
        for measure in &CRITERIA {
            for slug in measure.rules.iter().chain(measure.unbuilt) {
                assert!(rules().iter().any(|rule| rule.slug == *slug), "{}: {slug}", measure.name);
            }
        }
        assert!(rules().iter().filter(|rule| rule.code.starts_with("SEC")).all(|rule| criteria_of(rule) == ["Security practices"]));
    }

    #[test]
    fn nothing_is_fulfilled_by_nothing() {
        let board = review(&fixture::design(""), &Work::unlimited()).scoreboard;
        assert!(board.iter().all(|criterion| criterion.good.is_empty() && criterion.bad.is_empty() && criterion.findings.is_empty()));
    }
}
