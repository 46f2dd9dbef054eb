//! What handlers share. Nothing in here is lost when the process ends but caches.

use crate::{config::ServeConfig, error::Problem, security::limits::Limits, store::Store};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// The running server.
#[derive(Debug)]
pub struct Server {
    pub config: ServeConfig,
    pub store: Store,
    pub limits: Limits,
    pub workshop: Workshop,
    pub metrics: PrometheusHandle,
}

/// What every handler is given.
pub type App = Arc<Server>;

impl Server {
    pub fn new(config: ServeConfig, store: Store) -> App {
        let limits = Limits::new(&config);
        Arc::new(Self { config, store, limits, workshop: Workshop::new(), metrics: crate::telemetry::metrics() })
    }
}

/// Heavy computing: as many at once as there are processors, a few more waiting, the rest told to come back.
#[derive(Debug)]
pub struct Workshop {
    permits: Semaphore,
    waiting: AtomicUsize,
}

/// Most computations that wait for a processor.
const MAX_WAITING: usize = 64;

impl Workshop {
    fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { permits: Semaphore::new(processors), waiting: AtomicUsize::new(0) }
    }

    /// Runs pure, possibly long work away from the threads that serve connections.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let waiting = Waiting::join(&self.waiting)?;
        let _permit = self.permits.acquire().await.map_err(Problem::internal)?;
        drop(waiting);
        tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
    }
}

/// A place in the queue, given up when the permit is there or the client has gone.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn join(count: &'a AtomicUsize) -> Result<Self, Problem> {
        if count.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING {
            count.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::busy(2));
        }
        Ok(Self(count))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
