//! What handlers share. Nothing in here is lost when the process ends but caches.

use crate::{config::ServeConfig, memory::Memory, pool::Pool, security::limits::Limits, store::Store};
use domain::Design;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;

/// Bytes of requests' bodies at a time, over all clients.
const BODIES_BYTES: u64 = 128 << 20;
/// Bytes of large answers at a time that clients have not read yet, over all clients.
const ANSWERS_BYTES: u64 = 256 << 20;

/// A design of more parts is a large one.
const LARGE_PARTS: usize = 1_000;
/// Large designs that something is made of at a time.
const LARGE_PLACES: usize = 2;

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
    /// Renders small pages.
    pub pages: Pool,
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
        let (pool, large, pages) = (Pool::start("compute")?, Pool::with_places("large", LARGE_PLACES)?, Pool::start("pages")?);
        let (bodies, answers) = (Memory::new(BODIES_BYTES), Memory::new(ANSWERS_BYTES));
        Ok(Arc::new(Self { config, store, limits, pool, large, pages, bodies, answers, metrics }))
    }

    /// Where something is made of a whole design. Small ones never wait behind large ones.
    pub fn pool_for(&self, design: &Design) -> &Pool {
        self.pool_of(design.elements.len())
    }

    /// The same by the number of parts.
    pub fn pool_of(&self, parts: usize) -> &Pool {
        if parts > LARGE_PARTS { &self.large } else { &self.pool }
    }
}
