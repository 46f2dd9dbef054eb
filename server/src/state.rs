//! What handlers share. Nothing in here is lost when the process ends but caches.

use crate::{config::ServeConfig, memory::Memory, pool::Pool, security::limits::Limits, store::Store};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;

/// Bytes of requests' bodies at a time, over all clients.
const BODIES_BYTES: u64 = 128 << 20;
/// Bytes of large answers at a time that clients have not read yet, over all clients.
const ANSWERS_BYTES: u64 = 256 << 20;

/// The running server.
#[derive(Debug)]
pub struct Server {
    pub config: ServeConfig,
    pub store: Store,
    pub limits: Limits,
    /// Computes what may take long.
    pub pool: Pool,
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
        let (pool, pages) = (Pool::start("compute")?, Pool::start("pages")?);
        let (bodies, answers) = (Memory::new(BODIES_BYTES), Memory::new(ANSWERS_BYTES));
        Ok(Arc::new(Self { config, store, limits, pool, pages, bodies, answers, metrics }))
    }
}
