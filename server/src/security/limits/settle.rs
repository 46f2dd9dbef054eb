//! Telling the other replicas: about once a second, all counters in one statement. While the database does not answer, each replica
//! counts for itself.

use crate::{
    security::token::random_key,
    state::{App, Server},
    store::Settled,
};
use std::{
    sync::{Arc, Weak},
    time::{Duration, Instant},
};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How often replicas tell each other.
const EVERY: Duration = Duration::from_secs(1);
/// How often drained counters are forgotten, in ticks.
const FORGET_EVERY: u64 = 60;
/// How long the database may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tells the others until the server ends. Does nothing where the database serves one server only.
pub async fn keep_settling(app: &App) {
    if !app.store.is_shared() {
        return;
    }
    let Ok(replica) = random_key() else { return };
    // Before the first request, so that a new replica knows what was asked of the others.
    settle(app, replica).await;
    tokio::spawn(run(Arc::downgrade(app), replica));
}

async fn run(app: Weak<Server>, replica: [u8; 16]) {
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut answers = true;
    for n in 1_u64.. {
        tick.tick().await;
        let Some(app) = app.upgrade() else { return };
        if n.is_multiple_of(FORGET_EVERY) && app.store.forget_drained_limits().await.is_err() {
            tracing::debug!("drained counters of limits are kept for another minute");
        }
        let settled = settle(&app, replica).await;
        match (answers, settled) {
            (true, false) => tracing::warn!("the other replicas cannot be told what was asked for: each counts for itself"),
            (false, true) => tracing::info!("the replicas tell each other again what was asked for"),
            _ => {}
        }
        answers = settled;
    }
}

/// Whether the others were told.
async fn settle(app: &App, replica: [u8; 16]) -> bool {
    let told = app.limits.take_untold();
    match timeout(PATIENCE, app.store.settle_limits(replica, told)).await {
        Ok(Ok(Settled { replicas, levels })) => {
            app.limits.lock().settle(replicas, levels, Instant::now());
            metrics::gauge!("groundplan_limit_replicas").set(f64::from(replicas));
            true
        }
        Ok(Err(_)) | Err(_) => {
            app.limits.lock().take_back();
            metrics::counter!("groundplan_limit_failed_settlements_total").increment(1);
            false
        }
    }
}
