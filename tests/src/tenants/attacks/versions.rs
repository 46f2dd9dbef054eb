//! Old versions of one large design, asked for many at a time: each is replayed from the saves that led to it.

use super::{Scene, together};
use crate::{
    client::save,
    tenants::{
        designs::RENAMED,
        guest::{Guest, JSON},
    },
};
use anyhow::{Result, ensure};
use domain::{Edit, protocol::EditsResponse};
use std::{sync::Arc, time::Duration};

/// Versions there are.
const VERSIONS: u64 = 8;
/// Renames in each, to and fro.
const RENAMES: usize = 40;
/// Questions at the same time.
const ASKERS: u64 = 60;

pub(super) async fn run(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    let Some(id) = scene.store(&guest, &RENAMED).await else { return Ok(()) };
    let project = format!("/api/v1/projects/{id}");
    let rename = |from: &str, to: &str| Edit::RenameElement { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let renames: Vec<Edit> = (0..RENAMES).map(|n| if n % 2 == 0 { rename("web", "net") } else { rename("net", "web") }).collect();
    let mut revision = 1;
    while revision < VERSIONS && !scene.is_over() {
        let body = serde_json::to_vec(&save(revision, &format!("s{revision}"), renames.clone()))?;
        match guest.post(&format!("{project}/edits"), JSON, &body).await {
            Ok(reply) if reply.is_success() => revision = serde_json::from_slice::<EditsResponse>(&reply.body)?.revision,
            _ => scene.pause(Duration::from_millis(300)).await,
        }
    }
    let guest = Arc::new(guest);
    together((0..ASKERS).map(|n| ask(scene.clone(), guest.clone(), format!("{project}/revisions/{}", 1 + n % VERSIONS)))).await
}

async fn ask(scene: Scene, guest: Arc<Guest>, version: String) -> Result<()> {
    while !scene.is_over() {
        let Ok(reply) = guest.get(&version).await else { continue };
        ensure!(matches!(reply.status, 200 | 429 | 503), "{version} was answered with {}", reply.status);
        ensure!(reply.status == 200 || reply.header("retry-after").is_some(), "nothing says when to come back");
    }
    Ok(())
}
