//! Saves that ask for too much, and questions about a history that is longer than any answer.

use super::{Scene, together};
use crate::{
    client::{rename, save},
    tenants::{
        designs::{RENAMED, WORDY, WORDY_PARTS, part},
        guest::{Guest, JSON},
    },
};
use anyhow::{Context as _, Result, ensure};
use domain::{
    Edit,
    edit::ElementField,
    protocol::{EditsResponse, ProblemDocument},
};
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

/// Renames to and fro.
const RENAMES: usize = 41_458;
/// Saves of a megabyte each.
const SAVES: u64 = 24;
/// No answer about a history may be longer: its own bound is some 256 KiB.
const MOST_ANSWER_BYTES: usize = 1 << 20;
/// Questions at the same time.
const ASKERS: u8 = 4;

static FLOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let rename = |from: &str, to: &str| Edit::RenameElement { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let flood = (0..RENAMES).map(|n| if n % 2 == 0 { rename("web", "net") } else { rename("net", "web") });
    serde_json::to_vec(&save(1, "flood", flood.collect())).unwrap()
});

/// Refused at once, with how many of them would fit.
pub(super) async fn renames(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    let Some(id) = scene.store(&guest, &RENAMED).await else { return Ok(()) };
    let edits = format!("/api/v1/projects/{id}/edits");
    while !scene.is_over() {
        let Ok(reply) = guest.post(&edits, JSON, &FLOOD).await else { continue };
        if !matches!(reply.status, 429 | 503) {
            ensure!(reply.status == 413, "{RENAMES} renames were answered with {}", reply.status);
            let document: ProblemDocument = serde_json::from_slice(&reply.body)?;
            let fits = document.fits.context("nothing says how many fit")?;
            ensure!((1..RENAMES).contains(&fits), "{fits} of {RENAMES} are said to fit");
        }
        scene.pause(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Every part says something else with every save; then many ask what happened since the first.
pub(super) async fn conflicts(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    let Some(id) = scene.store(&guest, &WORDY).await else { return Ok(()) };
    let edits = format!("/api/v1/projects/{id}/edits");
    let mut revision = 1;
    while revision < SAVES && !scene.is_over() {
        let letter = char::from(b'a' + (revision % 26) as u8);
        let said = |n| Edit::ChangeElement { id: part(n), change: ElementField::Description(letter.to_string().repeat(2_000)) };
        let body = serde_json::to_vec(&save(revision, &format!("s{revision}"), (0..WORDY_PARTS).map(said).collect()))?;
        match guest.post(&edits, JSON, &body).await {
            Ok(reply) if reply.is_success() => revision = serde_json::from_slice::<EditsResponse>(&reply.body)?.revision,
            _ => scene.pause(Duration::from_millis(300)).await,
        }
    }
    let guest = Arc::new(guest);
    together((0..ASKERS).map(|_| ask(scene.clone(), guest.clone(), edits.clone()))).await
}

async fn ask(scene: Scene, guest: Arc<Guest>, edits: String) -> Result<()> {
    let late = serde_json::to_vec(&save(1, "late", vec![rename("Late")]))?;
    while !scene.is_over() {
        for reply in [guest.post(&edits, JSON, &late).await, guest.get(&format!("{edits}?since=1")).await] {
            let Ok(reply) = reply else { continue };
            ensure!(matches!(reply.status, 200 | 409 | 429 | 503), "a late save was answered with {}", reply.status);
            ensure!(reply.bytes < MOST_ANSWER_BYTES, "what happened since fills {} bytes", reply.bytes);
        }
    }
    Ok(())
}
