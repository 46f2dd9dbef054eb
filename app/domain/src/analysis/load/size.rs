//! From load to size: copies, limits, connections, partitions, disk. Estimates for planning; a load test replaces them.

use super::{Flow, PartLoad};
use crate::{
    Design,
    analysis::{
        assumptions::{self, AVERAGE_OF_PEAK_PERCENT, BYTES_PER_WRITE, GROWTH, KEPT_DAYS, MOST_COPIES, PER_PARTITION, POOL},
        tidy,
    },
    design::{Element, ElementKind, LinkKind, Target},
    discovery::Brief,
    ids::ElementId,
    review::graph::Graph,
};
use std::collections::BTreeMap;

const SECONDS_PER_YEAR: f64 = 365.0 * 86_400.0;
const GIB: f64 = 1_073_741_824.0;
/// The processor of a store grows up to here, in millicores; beyond it, its data has to be divided.
const MOST_STORE_MILLICORES: u32 = 8_000;
/// Its memory grows up to here, in MiB.
const MOST_STORE_MIB: u32 = 16_384;
/// The disk of a store nobody has said anything about, in GiB.
const LEAST_DISK_GIB: u32 = 10;
/// The largest disk that is asked for without a person saying so, in GiB.
const MOST_DISK_GIB: u32 = 1_024;

/// One part against its load.
pub(super) fn part(graph: &Graph, flow: &Flow, at: usize) -> PartLoad {
    let node = &graph.nodes[at];
    let element = node.element;
    let per_second = flow.parts[at];
    let copies = element.replica_count();
    let one = planned_for_one(element);
    let planned = one * f64::from(copies);
    let connections = (element.kind == ElementKind::Datastore).then(|| connections(graph, at));
    let limit = Some(assumptions::of(element).connections).filter(|limit| *limit > 0 && connections.is_some());
    let by_rate = per_second / planned * 100.0;
    let by_connections = match (connections, limit) {
        (Some(used), Some(limit)) => f64::from(used) / f64::from(limit) * 100.0,
        _ => 0.0,
    };
    let (cpu_millicores, memory_mib) = assumptions::limits(element);
    PartLoad {
        element: node.id.clone(),
        per_second: tidy(per_second),
        copies,
        planned_per_second: tidy(planned),
        percent: tidy(by_rate.max(by_connections)),
        by_connections: by_connections > by_rate,
        needed_copies: copies_for(per_second, one, 100.0),
        cpu_millicores,
        memory_mib,
        connections,
        connections_limit: limit,
        partitions: partitions(graph, at, per_second),
        storage_gib_per_year: growth(element, flow, at).map(tidy),
    }
}

/// What one copy is planned for a second: the technology's rate, by how much processor the Design gives it.
fn planned_for_one(element: &Element) -> f64 {
    let usual = assumptions::technology(element).map_or(500, |technology| technology.cpu_millicores).max(1);
    let (given, _) = assumptions::limits(element);
    (f64::from(assumptions::of(element).per_second.max(1)) * f64::from(given) / f64::from(usual)).max(0.1)
}

/// Copies that carry a rate when each is filled up to a share of what it is planned for.
pub(super) fn copies_for(per_second: f64, planned_for_one: f64, up_to_percent: f64) -> u16 {
    let copies = (per_second / (planned_for_one * up_to_percent / 100.0)).ceil();
    // The comparison makes the cast exact.
    if copies >= f64::from(MOST_COPIES) { MOST_COPIES } else { (copies as u16).max(1) }
}

/// Pools of everything that opens connections to a store, with every copy that may run.
fn connections(graph: &Graph, store: usize) -> u32 {
    let users = graph.into(&graph.nodes[store]).filter(|edge| edge.link.kind.is_data()).map(|edge| graph.nodes[edge.from].element);
    users.map(|user| u32::from(user.max_replicas.unwrap_or_default().max(user.replica_count())) * POOL).fold(0, u32::saturating_add)
}

/// Partitions of a log: enough for the rate, and for every copy of its largest consumer to have one.
fn partitions(graph: &Graph, broker: usize, per_second: f64) -> Option<u32> {
    let element = graph.nodes[broker].element;
    if element.technology.as_ref().is_none_or(|technology| technology.as_str() != "kafka") {
        return None;
    }
    let consumers = graph.into(&graph.nodes[broker]).filter(|edge| edge.link.kind == LinkKind::Subscribe);
    let copies = consumers.map(|edge| {
        let element = graph.nodes[edge.from].element;
        u32::from(element.max_replicas.unwrap_or_default().max(element.replica_count()))
    });
    Some(copies.max().unwrap_or(1).max(partitions_for(per_second.ceil() as u64)))
}

/// Partitions that a topic needs for a rate of messages a second.
pub fn partitions_for(per_second: u64) -> u32 {
    u32::try_from(per_second.div_ceil(PER_PARTITION)).unwrap_or(u32::MAX).clamp(1, 1_000)
}

/// Disk a year: every change of a store; for a log, what it keeps.
fn growth(element: &Element, flow: &Flow, at: usize) -> Option<f64> {
    let average = AVERAGE_OF_PEAK_PERCENT / 100.0;
    let technology = element.technology.as_ref().map_or("", |technology| technology.as_str());
    match (element.kind, technology) {
        // A cache forgets.
        (ElementKind::Datastore, _) if flow.writes[at] > 0.0 => Some(flow.writes[at] * average * SECONDS_PER_YEAR * BYTES_PER_WRITE / GIB),
        (ElementKind::Broker, "kafka") => Some(flow.parts[at] * average * KEPT_DAYS * 86_400.0 * BYTES_PER_WRITE / GIB),
        _ => None,
    }
}

/// What the load asks of one part where the Design does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizing {
    pub replicas: u16,
    /// Copies autoscaling may reach; absent where nothing scales by itself.
    pub max_replicas: Option<u16>,
    pub cpu_millicores: u32,
    pub memory_mib: u32,
    /// Disk of one copy, in GiB, for what keeps data.
    pub storage_gib: u32,
}

/// Sizes of all deployed parts. Copies, disk and growth follow the load only when somebody stated one: an assumed peak changes
/// nothing that runs.
pub fn sizing(design: &Design) -> BTreeMap<ElementId, Sizing> {
    let graph = Graph::of(design);
    let (peak, assumed) = super::peak(&Brief::read(&design.brief));
    let flow = Flow::of(&graph, peak as f64);
    let scales = matches!(design.platform.target, Target::Kubernetes | Target::Ecs | Target::CloudRun | Target::ContainerApps);
    let deployed = graph.nodes.iter().enumerate().filter(|(_, node)| node.element.kind.is_deployed());
    deployed.map(|(at, node)| (node.id.clone(), if assumed { plain(node.element) } else { sized(&graph, &flow, at, scales) })).collect()
}

fn plain(element: &Element) -> Sizing {
    let (cpu_millicores, memory_mib) = assumptions::limits(element);
    let storage_gib = element.storage_gib.unwrap_or(LEAST_DISK_GIB);
    Sizing { replicas: element.replica_count(), max_replicas: element.max_replicas, cpu_millicores, memory_mib, storage_gib }
}

fn sized(graph: &Graph, flow: &Flow, at: usize, scales: bool) -> Sizing {
    let element = graph.nodes[at].element;
    let mut sizing = plain(element);
    let copyable = element.kind.has_code() || element.kind == ElementKind::Gateway;
    let needed = copies_for(flow.parts[at], planned_for_one(element), 100.0);
    if copyable {
        let bound = element.max_replicas.unwrap_or(MOST_COPIES);
        sizing.replicas = element.replicas.unwrap_or(needed.min(bound));
        if scales && element.kind.has_code() && element.replicas.is_none() {
            sizing.max_replicas = element.max_replicas.or(Some(sizing.replicas.saturating_mul(GROWTH).max(2)));
        }
    } else {
        // What cannot be copied grows: as many times the usual as the load is.
        if element.cpu_millicores.is_none() {
            sizing.cpu_millicores =
                sizing.cpu_millicores.saturating_mul(u32::from(needed)).min(MOST_STORE_MILLICORES.max(sizing.cpu_millicores));
        }
        if element.memory_mib.is_none() {
            sizing.memory_mib = sizing.memory_mib.saturating_mul(u32::from(needed)).min(MOST_STORE_MIB.max(sizing.memory_mib));
        }
        if element.storage_gib.is_none() {
            let year = growth(element, flow, at).unwrap_or(0.0).ceil().clamp(0.0, f64::from(MOST_DISK_GIB)) as u32;
            sizing.storage_gib = year.max(LEAST_DISK_GIB);
        }
    }
    sizing
}
