//! The ten success criteria of the field, each judged by what the Design says and shown with that evidence.
//! Must not find faults of its own: rules do that.

use super::{
    Criterion, Finding, Met, Severity,
    graph::{Graph, Node},
    rule::counted,
};
use crate::{
    design::{ElementKind, LinkKind},
    ids::ElementId,
};
use std::collections::BTreeSet;

/// What the criteria are judged by.
struct Evidence<'a> {
    graph: &'a Graph<'a>,
    findings: &'a [Finding],
}

type Judge = fn(&Evidence) -> (Met, String);

/// In the field's order.
const CRITERIA: [(&str, Judge); 10] = [
    ("One clear responsibility each", responsibility),
    ("Deploys on its own", deployment),
    ("Communication well defined", communication),
    ("Clear data ownership", ownership),
    ("Health checks", health),
    ("Monitoring and logging", monitoring),
    ("Security practices", security),
    ("Documentation", documentation),
    ("Scales service by service", scaling),
    ("Failures stay contained", containment),
];

pub(super) fn scoreboard(graph: &Graph, findings: &[Finding]) -> Vec<Criterion> {
    let evidence = Evidence { graph, findings };
    let judged = CRITERIA.iter().map(|(name, judge)| {
        let (met, evidence) = if graph.backends().next().is_none() { (Met::No, "no services yet".to_owned()) } else { judge(&evidence) };
        Criterion { name: (*name).to_owned(), met, evidence }
    });
    judged.collect()
}

impl Evidence<'_> {
    /// Findings of these rules that nobody accepted.
    fn open<'b>(&'b self, rules: &'b [&str]) -> impl Iterator<Item = &'b Finding> {
        self.findings.iter().filter(|finding| finding.waived.is_none() && rules.contains(&finding.rule.as_str()))
    }
    /// What open findings of these rules are about.
    fn blamed(&self, rules: &[&str]) -> BTreeSet<&ElementId> {
        self.findings.iter().filter(|f| f.waived.is_none() && rules.contains(&f.rule.as_str())).flat_map(|f| &f.elements).collect()
    }
    /// Services and workers that no open finding of these rules is about, and how many there are.
    fn clean_backends(&self, rules: &[&str]) -> (usize, usize) {
        let blamed = self.blamed(rules);
        (self.graph.backends().filter(|node| !blamed.contains(node.id)).count(), self.graph.backends().count())
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

fn responsibility(e: &Evidence) -> (Met, String) {
    let (good, all) = e.clean_backends(&["god-service", "nano-service"]);
    (share(good, all), format!("{good} of {}", counted(all, "service", "services")))
}

fn deployment(e: &Evidence) -> (Met, String) {
    let (good, all) = e.clean_backends(&["shared-database", "sync-cycle", "deep-sync-chain", "lock-step-release"]);
    (share(good, all), format!("{good} of {}", counted(all, "service", "services")))
}

fn communication(e: &Evidence) -> (Met, String) {
    let links = e.graph.links.iter().filter(|edge| !edge.link.kind.is_data()).count();
    let vague = e.open(&["unnamed-event", "event-without-publisher", "chatty-pair"]).count();
    let unversioned = e.open(&["no-api-version"]).count();
    let met = match (vague, unversioned) {
        (0, 0) => Met::Yes,
        (vague, _) if vague * 2 <= links => Met::Partly,
        _ => Met::No,
    };
    let links = counted(links, "link", "links");
    let evidence = match (vague, unversioned) {
        (0, 0) => links,
        (0, n) => format!("{links}, {} without a version", counted(n, "interface", "interfaces")),
        (n, _) => format!("{links}, {n} not well defined"),
    };
    (met, evidence)
}

fn ownership(e: &Evidence) -> (Met, String) {
    let stores: Vec<&Node> = e.graph.of_kind(ElementKind::Datastore).filter(|store| !store.into.is_empty()).collect();
    if stores.is_empty() {
        return (Met::Yes, "no stores".to_owned());
    }
    let blamed = e.blamed(&["shared-database", "reaching-into-data", "unowned-data"]);
    let good = stores.iter().filter(|store| !blamed.contains(store.id)).count();
    (share(good, stores.len()), format!("{good} of {}", counted(stores.len(), "store", "stores")))
}

fn health(e: &Evidence) -> (Met, String) {
    let parts: Vec<&Node> = e.graph.nodes.iter().filter(|node| node.element.kind.is_deployed()).collect();
    let good = parts.iter().filter(|node| node.element.health_check).count();
    (share(good, parts.len()), format!("{good} of {}", counted(parts.len(), "part", "parts")))
}

fn monitoring(e: &Evidence) -> (Met, String) {
    let watched = &e.graph.design.platform.observability;
    let slots = [("metrics", &watched.metrics), ("logs", &watched.logs), ("traces", &watched.traces)];
    let kept: Vec<&str> = slots.iter().filter(|(_, technology)| technology.is_some()).map(|(name, _)| *name).collect();
    // One part alone is watched by reading its log; nothing has to be traced.
    let met = match (watched.metrics.is_some(), watched.logs.is_some()) {
        (true, true) => Met::Yes,
        (false, false) => Met::No,
        _ => Met::Partly,
    };
    (met, if kept.is_empty() { "nothing is collected".to_owned() } else { kept.join(", ") })
}

fn security(e: &Evidence) -> (Met, String) {
    let about = |finding: &&Finding| finding.waived.is_none() && (finding.code.starts_with("SEC") || finding.rule == "gateway-bypassed");
    let open: Vec<&Finding> = e.findings.iter().filter(about).collect();
    let met = match open.iter().map(|finding| finding.severity).min() {
        None => Met::Yes,
        Some(Severity::Error) => Met::No,
        Some(_) => Met::Partly,
    };
    (met, if open.is_empty() { "nothing found".to_owned() } else { counted(open.len(), "finding", "findings") })
}

fn documentation(e: &Evidence) -> (Met, String) {
    let purpose = |node: &&Node| {
        !node.element.description.is_empty() || e.graph.contexts_of(node.element).any(|(_, context)| !context.purpose.is_empty())
    };
    let all = e.graph.backends().count();
    let described = e.graph.backends().filter(purpose).count();
    let decisions = e.graph.design.decisions.len();
    let met = match (described == all, decisions > 0) {
        (true, true) => Met::Yes,
        (false, false) => Met::No,
        _ => Met::Partly,
    };
    (met, format!("{described} of {all} described, {}", counted(decisions, "decision", "decisions")))
}

fn scaling(e: &Evidence) -> (Met, String) {
    let shared = e.blamed(&["shared-database"]);
    let all = e.graph.backends().count();
    let alone = e.graph.backends().filter(|node| node.element.modules.len() < 2 && !shared.contains(node.id)).count();
    (share(alone, all), format!("{alone} of {}", counted(all, "service", "services")))
}

fn containment(e: &Evidence) -> (Met, String) {
    let calls: Vec<_> = e.graph.server_calls().filter(|call| call.link.kind != LinkKind::Websocket).collect();
    let guarded = |call: &&&super::graph::Edge| call.link.timeout_ms.is_some() && (!call.link.critical || call.link.circuit_breaker);
    let good = calls.iter().filter(guarded).count();
    let spreading = e.open(&["retry-amplification", "sync-cycle", "single-point-of-failure", "consumer-without-dead-letter"]).count();
    let met = match share(good, calls.len()) {
        Met::Yes if spreading > 0 => Met::Partly,
        met => met,
    };
    let mut evidence = format!("{good} of {} guarded", counted(calls.len(), "call", "calls"));
    if spreading > 0 {
        evidence.push_str(&format!(", {}", counted(spreading, "finding", "findings")));
    }
    (met, evidence)
}
