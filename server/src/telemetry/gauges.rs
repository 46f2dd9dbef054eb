//! What is measured and not counted: memory, places, sizes, and how late the server's own threads are.

use crate::state::{App, Server};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::time::{Instant, sleep, timeout};

/// How often the threads that serve are asked to be in time.
const BEAT: Duration = Duration::from_millis(250);
/// Beats over which the longest delay is told, and after which the database is measured again: half a minute.
const BEATS: u32 = 120;
/// How long measuring the database may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Measures what takes a moment, until the server ends.
pub fn keep_measuring(app: &App) {
    tokio::spawn(run(Arc::downgrade(app)));
}

async fn run(app: Weak<Server>) {
    loop {
        {
            let Some(app) = app.upgrade() else { return };
            if let Ok(Ok(bytes)) = timeout(PATIENCE, app.store.size_bytes()).await {
                metrics::gauge!("groundplan_store_size_bytes").set(bytes as f64);
            }
        }
        let mut longest = Duration::ZERO;
        for _ in 0..BEATS {
            let due = Instant::now() + BEAT;
            sleep(BEAT).await;
            if app.strong_count() == 0 {
                return;
            }
            let late = due.elapsed();
            if late > longest {
                longest = late;
                metrics::gauge!("groundplan_runtime_lag_seconds").set(longest.as_secs_f64());
            }
        }
        metrics::gauge!("groundplan_runtime_lag_seconds").set(longest.as_secs_f64());
    }
}

/// Everything counted and measured, in the text form of Prometheus. Whoever asks feels the pulse of the database by it.
pub async fn render(app: &App) -> String {
    let takes_changes = app.store.ping().await.is_ok();
    metrics::gauge!("groundplan_store_takes_changes").set(if takes_changes { 1.0 } else { 0.0 });
    for pool in [&app.pool, &app.large, &app.small] {
        let (name, figures) = (pool.name(), pool.figures());
        let gauges = [
            ("groundplan_pool_places", figures.places),
            ("groundplan_pool_running", figures.running),
            ("groundplan_pool_waiting", figures.waiting),
            ("groundplan_pool_overdue", figures.overdue),
        ];
        for (gauge, value) in gauges {
            metrics::gauge!(gauge, "pool" => name).set(value as f64);
        }
    }
    metrics::gauge!("groundplan_limit_counters").set(app.limits.counters() as f64);
    metrics::gauge!("groundplan_http_held_bytes", "direction" => "in").set(app.bodies.held() as f64);
    metrics::gauge!("groundplan_http_held_bytes", "direction" => "out").set(app.answers.held() as f64);
    if let Some(bytes) = super::resident_bytes() {
        metrics::gauge!("groundplan_process_resident_bytes").set(bytes as f64);
    }
    app.metrics.run_upkeep();
    app.metrics.render()
}
