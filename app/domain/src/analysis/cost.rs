//! What it costs a month on each target: a range from the sizes of the parts and from list prices. An estimate that says what it
//! rests on; taxes, traffic to the internet, backups and people are not in it.

use super::{assumptions, words};
use crate::{
    catalog,
    design::{ElementKind, Target},
    discovery::numbers::Numbers,
    review::graph::Graph,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When the list prices behind [`PRICES`] were noted, as year and month.
pub const PRICES_AS_OF: &str = "2025-06";

/// The cost of one target, in euros a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CostEstimate {
    pub target: Target,
    /// Its name: `Kubernetes`.
    pub name: String,
    /// The Design runs there.
    pub chosen: bool,
    pub low_eur: u64,
    pub high_eur: u64,
    /// What the range rests on, in a sentence.
    pub basis: String,
}

/// Prices of one target, in euros a month, the low and the high end of what providers list.
struct Price {
    target: Target,
    /// One processor core, and one GiB of memory.
    core: (f64, f64),
    memory: (f64, f64),
    /// One GiB of disk.
    disk: (f64, f64),
    /// What is paid however little runs: control plane, load balancer.
    fixed: (f64, f64),
    /// The smallest set of machines: cores and GiB of memory.
    least: (f64, f64),
    /// Of the processor limits, the share that is paid at the low end: machines are shared, idle copies cost less.
    shared: f64,
    /// Stores and brokers as managed services cost this many times their size.
    managed: f64,
    basis: &'static str,
}

/// Machines: small European hosters at the low end, on-demand list prices of the three large clouds at the high end. Services
/// without machines: the clouds' list prices in European regions, with and without a year's commitment.
const PRICES: &[Price] = &[
    Price {
        target: Target::Compose,
        core: (1.0, 14.0),
        memory: (0.8, 3.0),
        disk: (0.05, 0.1),
        fixed: (0.0, 5.0),
        least: (2.0, 4.0),
        shared: 0.5,
        managed: 1.0,
        basis: "One machine that is large enough, from a small hoster to a large cloud.",
    },
    Price {
        target: Target::Swarm,
        core: (1.0, 14.0),
        memory: (0.8, 3.0),
        disk: (0.05, 0.1),
        fixed: (5.0, 20.0),
        least: (6.0, 12.0),
        shared: 0.5,
        managed: 1.0,
        basis: "At least three machines, so that one may fail, and a load balancer.",
    },
    Price {
        target: Target::Kubernetes,
        core: (2.0, 18.0),
        memory: (1.0, 3.5),
        disk: (0.05, 0.12),
        fixed: (10.0, 95.0),
        least: (6.0, 12.0),
        shared: 0.5,
        managed: 1.0,
        basis: "At least three nodes, a control plane and a load balancer. Stores run in the cluster.",
    },
    Price {
        target: Target::Ecs,
        core: (22.0, 38.0),
        memory: (2.5, 4.2),
        disk: (0.1, 0.25),
        fixed: (20.0, 60.0),
        least: (0.25, 0.5),
        shared: 1.0,
        managed: 1.6,
        basis: "Fargate by the second at its limits, managed stores and brokers, a load balancer.",
    },
    Price {
        target: Target::CloudRun,
        core: (16.0, 58.0),
        memory: (2.0, 6.0),
        disk: (0.1, 0.25),
        fixed: (0.0, 25.0),
        least: (0.0, 0.0),
        shared: 0.3,
        managed: 1.6,
        basis: "Copies are paid while they answer, or all the time; managed stores and brokers.",
    },
    Price {
        target: Target::ContainerApps,
        core: (16.0, 58.0),
        memory: (2.0, 7.0),
        disk: (0.1, 0.25),
        fixed: (0.0, 25.0),
        least: (0.0, 0.0),
        shared: 0.3,
        managed: 1.6,
        basis: "Idle copies cost less; managed stores and brokers.",
    },
];

/// Cores, GiB of memory, GiB of disk.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    cores: f64,
    memory: f64,
    disk: f64,
}

impl Amount {
    fn add(&mut self, cpu_millicores: u32, memory_mib: u32, disk_gib: u32, copies: u16) {
        let copies = f64::from(copies);
        self.cores += f64::from(cpu_millicores) / 1_000.0 * copies;
        self.memory += f64::from(memory_mib) / 1_024.0 * copies;
        self.disk += f64::from(disk_gib) * copies;
    }
}

/// Every target, in the order of the choice. A Design without anything that runs costs nothing.
pub fn costs(graph: &Graph) -> Vec<CostEstimate> {
    let (mut low, mut high) = ((Amount::default(), Amount::default()), (Amount::default(), Amount::default()));
    let deployed: Vec<_> = graph.nodes.iter().map(|node| node.element).filter(|element| element.kind.is_deployed()).collect();
    for element in &deployed {
        let (cpu, memory) = assumptions::limits(element);
        let keeps = matches!(element.kind, ElementKind::Datastore | ElementKind::Broker);
        let disk = if keeps { element.storage_gib.unwrap_or(10) } else { 0 };
        let copies = element.replica_count();
        let most = element.max_replicas.unwrap_or(copies).max(copies);
        let side = |sides: &mut (Amount, Amount), copies| if keeps { &mut sides.1 } else { &mut sides.0 }.add(cpu, memory, disk, copies);
        side(&mut low, copies);
        side(&mut high, most);
    }
    let o = &graph.design.platform.observability;
    for technology in catalog::watching([&o.metrics, &o.dashboards, &o.logs, &o.traces].into_iter().flatten().map(|slot| slot.as_str())) {
        low.0.add(technology.cpu_millicores, technology.memory_mib, 0, 1);
        high.0.add(technology.cpu_millicores, technology.memory_mib, 0, 1);
    }
    let level = f64::from(Numbers::read(&graph.design.brief).price_percent) / 100.0;
    PRICES
        .iter()
        .map(|price| {
            let (low_eur, high_eur) = if deployed.is_empty() { (0.0, 0.0) } else { range(price, &low, &high) };
            CostEstimate {
                target: price.target,
                name: price.target.label().to_owned(),
                chosen: price.target == graph.design.platform.target,
                low_eur: rounded(low_eur * level),
                high_eur: rounded(high_eur * level),
                basis: price.basis.to_owned(),
            }
        })
        .collect()
}

fn range(price: &Price, low: &(Amount, Amount), high: &(Amount, Amount)) -> (f64, f64) {
    let sum = |(code, keeps): &(Amount, Amount), share: f64, managed: f64| {
        let cores = ((code.cores + keeps.cores * managed) * share).max(price.least.0);
        let memory = (code.memory + keeps.memory * managed).max(price.least.1);
        (cores, memory, keeps.disk)
    };
    let (low_cores, low_memory, low_disk) = sum(low, price.shared, 1.0);
    let (high_cores, high_memory, high_disk) = sum(high, 1.0, price.managed);
    (
        price.fixed.0 + low_cores * price.core.0 + low_memory * price.memory.0 + low_disk * price.disk.0,
        price.fixed.1 + high_cores * price.core.1 + high_memory * price.memory.1 + high_disk * price.disk.1,
    )
}

/// Two digits that count: nobody knows the third.
fn rounded(euros: f64) -> u64 {
    let euros = euros.min(1e12).ceil();
    let step = 10_f64.powf((euros.max(1.0).log10().floor() - 1.0).max(0.0));
    ((euros / step).round() * step) as u64
}

impl CostEstimate {
    /// `about €40 to 300`.
    pub fn range(&self) -> String {
        format!("about €{} to {}", words::grouped(self.low_eur), words::grouped(self.high_eur))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::Answer, ids::QuestionId, review::fixture};

    #[test]
    fn every_target_has_a_price_and_a_range() {
        let design = fixture::design("web -rest-> gateway\ngateway -rest-> orders\norders -owns-> orders-db\nplatform: target=kubernetes");
        let costs = costs(&Graph::of(&design));
        assert_eq!(costs.iter().map(|cost| cost.target).collect::<Vec<_>>(), Target::ALL);
        assert!(costs.iter().all(|cost| cost.low_eur > 0 && cost.low_eur < cost.high_eur), "{costs:?}");
        assert_eq!(costs.iter().filter(|cost| cost.chosen).map(|cost| cost.target).collect::<Vec<_>>(), [Target::Kubernetes]);
        assert!(super::costs(&Graph::of(&crate::Design::new("Empty"))).iter().all(|cost| cost.high_eur == 0));
    }

    #[test]
    fn prices_are_said_to_be_assumed_and_can_be_scaled() {
        assert!(assumptions::SAID.iter().any(|line| line.contains(PRICES_AS_OF)));
        let mut design = fixture::design("web -rest-> orders\norders -owns-> orders-db");
        let usual = costs(&Graph::of(&design));
        design.brief.insert(QuestionId::new("number-price-percent").unwrap(), Answer::Number(200));
        for (dear, usual) in costs(&Graph::of(&design)).iter().zip(usual) {
            assert!(dear.low_eur > usual.low_eur && dear.high_eur > usual.high_eur, "{dear:?} {usual:?}");
        }
    }

    #[test]
    fn two_digits_count() {
        assert_eq!([rounded(0.0), rounded(7.2), rounded(43.0), rounded(1_234.0), rounded(98_700.0)], [0, 8, 43, 1_200, 99_000]);
    }
}
