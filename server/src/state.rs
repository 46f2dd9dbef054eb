//! What handlers share. Nothing in here is lost when the process ends but caches.

use crate::{
    config::ServeConfig,
    memory::Memory,
    pool::{Pool, processors},
    security::limits::Limits,
    store::Store,
};
use domain::Design;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;

/// Bytes of requests' bodies at a time, over all clients.
const BODIES_BYTES: u64 = 64 << 20;
/// Bytes of large answers at a time that clients have not read yet, over all clients.
const ANSWERS_BYTES: u64 = 128 << 20;

/// Text of so many bytes at most is small.
const SMALL_BYTES: u64 = 64 * 1024;
/// A design of so many parts and links at most is a small one: most are, and what is made of them takes some ten milliseconds.
const SMALL_PARTS_AND_LINKS: usize = 200;
/// Fields of its events and entities at most: each stands in the contracts of all who speak of it.
const SMALL_FIELDS: usize = 2_000;
/// A design of more parts is a large one.
const LARGE_PARTS: usize = 1_000;
/// Large designs that something is made of at a time.
const LARGE_PLACES: usize = 2;

/// Small work at a time: most of what people do is small, and many may live behind one address, which gets half of the places.
const SMALL_PLACES_PER_PROCESSOR: usize = 4;

/// The running server.
#[derive(Debug)]
pub struct Server {
    pub config: ServeConfig,
    pub store: Store,
    pub limits: Limits,
    /// Computes what may take long.
    pub pool: Pool,
    /// Computes what is made of large designs, for two clients at a time: each takes some hundred megabytes.
    pub large: Pool,
    /// Renders small pages, and computes what is made of small designs.
    pub small: Pool,
    /// Bodies that arrive, or wait to be parsed.
    pub bodies: Memory,
    /// Large answers that are not read yet.
    pub answers: Memory,
    pub metrics: PrometheusHandle,
}

/// What every handler is given.
pub type App = Arc<Server>;

impl Server {
    /// Fails when the system gives no threads.
    pub fn start(config: ServeConfig, store: Store) -> std::io::Result<App> {
        // First, so that the pools are counted from their start.
        let metrics = crate::telemetry::metrics();
        let limits = Limits::new(config.allowances);
        let (pool, large) = (Pool::start("compute")?, Pool::with_places("large", LARGE_PLACES)?);
        let small = Pool::with_places("small", SMALL_PLACES_PER_PROCESSOR * processors())?;
        let (bodies, answers) = (Memory::new(BODIES_BYTES), Memory::new(ANSWERS_BYTES));
        Ok(Arc::new(Self { config, store, limits, pool, large, small, bodies, answers, metrics }))
    }

    /// Where text of so many bytes is read, or made into a page.
    pub const fn pool_for_bytes(&self, bytes: u64) -> &Pool {
        if bytes > SMALL_BYTES { &self.pool } else { &self.small }
    }

    /// Where something is made of a whole design and kept until it is all there. Small ones never wait behind large ones.
    pub fn pool_for(&self, design: &Design) -> &Pool {
        if is_small(design) { &self.small } else { self.pool_of(design.elements.len()) }
    }

    /// Where something is made of a design of so many parts, with texts that may be long.
    pub fn pool_of(&self, parts: usize) -> &Pool {
        if parts > LARGE_PARTS { &self.large } else { &self.pool }
    }
}

/// Whether what is made of a design is small work.
pub fn is_small(design: &Design) -> bool {
    let of_events = design.events.values().map(|event| event.fields.len());
    let of_entities = design.contexts.values().flat_map(|context| &context.entities).map(|entity| entity.fields.len());
    let fields = of_events.chain(of_entities).sum::<usize>();
    design.elements.len() + design.links.len() <= SMALL_PARTS_AND_LINKS && fields <= SMALL_FIELDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        arbitrary::sized,
        design::{Event, FieldType},
    };

    #[test]
    fn few_parts_with_very_many_fields_are_no_small_work() {
        let mut design = sized(10);
        assert!(is_small(&design) && !is_small(&sized(100)));
        let fields = (0..=SMALL_FIELDS).map(|n| (format!("field_{n}"), FieldType::String)).collect();
        design.events.insert(domain::ids::EventId::new("it.happened").unwrap(), Event { fields, ..Event::default() });
        assert!(!is_small(&design));
    }
}
