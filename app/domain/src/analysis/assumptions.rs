//! What is assumed where the Design says nothing: times, rates, copies that fail. Tables only, each with its reason. They are
//! rules of thumb for planning: measure and replace.

use crate::{
    catalog::{self, Technology},
    design::{Element, ElementKind},
};

/// What is assumed of a technology.
#[derive(Debug, Clone, Copy)]
pub struct Assumed {
    pub slug: &'static str,
    /// Its own work for one request, one query or one message, in milliseconds: 95 of 100 are faster. Without what it calls.
    pub own_p95_ms: u32,
    /// Requests, queries or messages a second that one copy with the catalogue's processor limit is planned for.
    pub per_second: u32,
    /// Connections one copy accepts before it refuses; 0 where there is no limit anybody meets.
    pub connections: u32,
}

const fn assumed(slug: &'static str, own_p95_ms: u32, per_second: u32, connections: u32) -> Assumed {
    Assumed { slug, own_p95_ms, per_second, connections }
}

/// Rates are deliberately low: a few queries for each request and half the processor idle. Limits of connections are the
/// products' own defaults: PostgreSQL 100 of which 3 are kept back, MySQL 151, Redis 10,000, MongoDB 65,536.
const TECHNOLOGIES: &[Assumed] = &[
    assumed("node-express", 15, 300, 0),
    assumed("python-fastapi", 25, 200, 0),
    assumed("rust-axum", 6, 1_500, 0),
    assumed("go", 8, 1_200, 0),
    assumed("java-spring", 12, 700, 0),
    assumed("nextjs", 30, 3_000, 0),
    assumed("static-site", 5, 3_000, 0),
    assumed("nginx", 2, 3_000, 0),
    assumed("kong", 5, 3_000, 0),
    assumed("traefik", 3, 3_000, 0),
    assumed("postgresql", 8, 2_000, 97),
    assumed("timescaledb", 8, 2_000, 97),
    assumed("mysql", 8, 2_000, 151),
    assumed("mongodb", 8, 3_000, 65_536),
    assumed("redis", 2, 40_000, 10_000),
    assumed("elasticsearch", 25, 500, 0),
    assumed("seaweedfs", 15, 1_500, 0),
    assumed("rabbitmq", 5, 8_000, 0),
    assumed("kafka", 10, 30_000, 0),
    assumed("nats", 2, 50_000, 0),
];

/// What is assumed of a kind whose technology is not named or not in the table.
fn of_kind(kind: ElementKind) -> Assumed {
    match kind {
        ElementKind::Service | ElementKind::Worker => assumed("", 15, 300, 0),
        ElementKind::Frontend => assumed("", 30, 3_000, 0),
        ElementKind::Gateway => assumed("", 5, 3_000, 0),
        ElementKind::Datastore => assumed("", 8, 2_000, 100),
        ElementKind::Broker => assumed("", 5, 8_000, 0),
        // Somebody else's system over the internet: payment and mail providers answer most calls within this.
        ElementKind::External => assumed("", 250, 0, 0),
        ElementKind::Note => assumed("", 0, 0, 0),
    }
}

/// What is assumed of an element.
pub fn of(element: &Element) -> Assumed {
    let slug = element.technology.as_ref().map(|technology| technology.as_str());
    slug.and_then(|slug| TECHNOLOGIES.iter().find(|entry| entry.slug == slug)).copied().unwrap_or_else(|| of_kind(element.kind))
}

/// Requests a second one copy of a technology carries when planning.
pub fn per_second(technology: &str) -> u64 {
    TECHNOLOGIES.iter().find(|entry| entry.slug == technology).map_or(300, |entry| u64::from(entry.per_second))
}

/// The catalogue entry of an element, or of what it gets when it names none.
pub fn technology(element: &Element) -> Option<&'static Technology> {
    element.technology.as_ref().and_then(|technology| catalog::find(technology.as_str()))
}

/// Processor and memory of one copy as the Design says, or as the technology asks: millicores and MiB.
pub fn limits(element: &Element) -> (u32, u32) {
    let (cpu, memory) = technology(element).map_or((500, 256), |technology| (technology.cpu_millicores, technology.memory_mib));
    (element.cpu_millicores.unwrap_or(cpu), element.memory_mib.unwrap_or(memory))
}

/// How often one copy works, in percent: restarts, new versions, a machine that fails. Somebody else's system: what most promise.
fn one_copy_percent(kind: ElementKind) -> f64 {
    match kind {
        ElementKind::Service | ElementKind::Worker | ElementKind::Frontend => 99.8,
        // Changed less often than code.
        ElementKind::Gateway | ElementKind::Datastore | ElementKind::Broker => 99.9,
        ElementKind::External => 99.9,
        ElementKind::Note => 100.0,
    }
}
/// However many copies run, they share a network, a configuration and the next faulty version.
const MANY_COPIES_PERCENT: f64 = 99.99;
/// The one machine of a compose host, with its updates and its power supply.
pub const MACHINE_PERCENT: f64 = 99.9;

/// How often at least one of several copies works, in percent.
pub fn availability_percent(kind: ElementKind, copies: u16) -> f64 {
    let one = one_copy_percent(kind);
    let some = 100.0 * (1.0 - (1.0 - one / 100.0).powi(i32::from(copies.max(1))));
    some.min(MANY_COPIES_PERCENT.max(one))
}

/// One way over the network between two parts, in milliseconds: 95 of 100 are faster.
pub const NETWORK_MS: u32 = 1;
/// Of 100 requests to a service, this many change something.
pub const WRITES_PERCENT: f64 = 20.0;
/// Of 100 reads, this many are answered by a cache where there is one.
pub const CACHE_HITS_PERCENT: f64 = 80.0;
/// Of 100 requests, this many need a call that is not marked critical.
pub const OPTIONAL_CALL_PERCENT: f64 = 50.0;
/// Of 100 calls, this many fail and are repeated where retries are set.
pub const FAILING_PERCENT: f64 = 1.0;
/// Connections one copy of a service keeps open to each of its stores.
pub const POOL: u32 = 10;
/// The whole day's average, as a share of the peak.
pub const AVERAGE_OF_PEAK_PERCENT: f64 = 20.0;
/// Disk one change takes with its indexes and its share of history, in bytes.
pub const BYTES_PER_WRITE: f64 = 2_048.0;
/// Days a log keeps its messages.
pub const KEPT_DAYS: f64 = 7.0;
/// Messages a second one partition is planned for.
pub const PER_PARTITION: u64 = 1_000;
/// Messages a second from which only a log with partitions carries them, and from which devices write to it themselves.
pub const FLOOD_PER_SECOND: u64 = 20_000;
/// What devices write to a broker themselves is read and written in batches: so many messages cost as much as one request.
pub const FLOOD_BATCH: u64 = 50;
/// Where devices write to a broker themselves they are the peak, and of 100 messages so many requests of people come beside them.
pub const BESIDE_FLOOD_PERCENT: u64 = 1;
/// Copies that autoscaling may add, for each that runs at the peak.
pub const GROWTH: u16 = 3;
/// Copies of one part that nobody plans beyond here.
pub const MOST_COPIES: u16 = 100;

/// The assumptions as people read them.
pub const SAID: &[&str] = &[
    "Latency: each part’s own work is a 95th percentile from its technology. Their sum is a ceiling: all are rarely slow at once.",
    "Availability: one copy of a service 99.8 %, of a gateway, store or broker 99.9 %, a system outside 99.9 %; several copies 99.99 % at most; a single machine 99.9 %.",
    "Load: 20 of 100 requests change something; a cache answers 80 of 100 reads; half the requests need a call that is not critical; 1 call in 100 is repeated; messages that devices write to the broker themselves are taken in batches of 50.",
    "Core contexts get three times the requests of generic ones, supporting contexts twice.",
    "Connections: each copy keeps a pool of 10 to each of its stores. Disk: 2 KiB a change; the average is a fifth of the peak.",
    "Prices: list prices noted in 2025-06, no offer. “Prices” among the numbers of the brief (number-price-percent) scales all of them.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_technology_of_an_element_has_its_assumptions() {
        for technology in catalog::all().iter().filter(|technology| technology.observes.is_none() && technology.companion_of.is_none()) {
            let named = TECHNOLOGIES.iter().any(|entry| entry.slug == technology.slug);
            assert!(named || technology.kinds.is_empty(), "{}", technology.slug);
        }
        for entry in TECHNOLOGIES {
            assert!(catalog::find(entry.slug).is_some(), "{}", entry.slug);
        }
    }

    #[test]
    fn more_copies_never_fail_more_often() {
        for kind in ElementKind::ALL {
            for copies in 1..10 {
                assert!(availability_percent(kind, copies) <= availability_percent(kind, copies + 1) + f64::EPSILON, "{kind:?} {copies}");
            }
        }
    }
}
