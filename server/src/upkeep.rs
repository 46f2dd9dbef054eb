//! What the server does by itself, in the background and in small steps: takes out owners who have nothing and share links
//! that expired long ago, gives free space back, and
//! merges old saves where the operator wants that. A step that fails is logged and tried again at the next round.

use crate::{
    clock,
    state::App,
    store::{Purge, StoreError, merge_before_ms},
};
use std::time::Duration;

/// The first round comes soon after the start, for servers that are started anew every day.
const FIRST_AFTER: Duration = Duration::from_secs(60);
/// Days are merged when they are over, so that a few rounds a day are enough.
const EVERY: Duration = Duration::from_secs(4 * 60 * 60);
/// Between two steps, so that whoever saves comes first.
const PAUSE: Duration = Duration::from_millis(50);

/// Goes on until it is dropped.
pub async fn run(app: App, keep_revisions_days: Option<u32>) {
    tokio::time::sleep(FIRST_AFTER).await;
    loop {
        if let Err(error) = round(&app, keep_revisions_days).await {
            tracing::warn!(%error, "the store could not be tidied; it is tried again later");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// One round.
async fn round(app: &App, keep_revisions_days: Option<u32>) -> Result<(), StoreError> {
    let purge = Purge::leftovers(clock::now_ms());
    let mut gone = app.store.purge_some(purge).await?;
    while !gone.is_nothing() {
        tracing::info!(owners = gone.owners, shares = gone.shares, "owners who have nothing and expired links are gone");
        tokio::time::sleep(PAUSE).await;
        gone = app.store.purge_some(purge).await?;
    }
    if let Some(days) = keep_revisions_days {
        merge(app, days).await?;
    }
    while app.store.shrink_some().await? {
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

async fn merge(app: &App, days: u32) -> Result<(), StoreError> {
    let now_ms = clock::now_ms();
    let before_ms = merge_before_ms(now_ms, days);
    let (mut after, mut looked_at) = (String::new(), 0_u64);
    loop {
        let projects = app.store.mergeable(before_ms, after.clone()).await?;
        let Some(last) = projects.last() else { break };
        after.clone_from(last);
        for id in projects {
            match app.store.merge_project(id.clone(), before_ms, now_ms).await {
                Ok(false) => looked_at += 1,
                Ok(true) => {
                    tracing::debug!("another replica merges old saves");
                    return Ok(());
                }
                // One project that cannot be read is no reason to leave out the others.
                Err(error) => tracing::warn!(%error, project = id, "the old saves of a project stay as they are"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    if looked_at > 0 {
        tracing::info!(projects = looked_at, "old saves are merged to one a day");
    }
    Ok(())
}
