//! Two hundred projects of a megabyte each, stored and read again by several browsers: more than any cache may keep.

use super::{Scene, together};
use crate::tenants::designs::WORDY;
use anyhow::{Result, ensure};
use std::time::Duration;

const BROWSERS: u8 = 4;
const PROJECTS_OF_EACH: usize = 50;

pub(super) async fn run(scene: Scene) -> Result<()> {
    together((1..=BROWSERS).map(|browser| browse(scene.clone(), browser))).await
}

async fn browse(scene: Scene, browser: u8) -> Result<()> {
    let guest = scene.guest(browser);
    let mut ids = Vec::new();
    while ids.len() < PROJECTS_OF_EACH && !scene.is_over() {
        match guest.create(&WORDY).await {
            Some(id) => ids.push(id),
            None => scene.pause(Duration::from_millis(200)).await,
        }
    }
    while !scene.is_over() {
        for id in &ids {
            for path in [format!("/api/v1/projects/{id}"), format!("/api/v1/projects/{id}/revisions/1")] {
                if let Ok(reply) = guest.get(&path).await {
                    ensure!(matches!(reply.status, 200 | 429 | 503), "{path} was answered with {}", reply.status);
                }
            }
        }
        scene.pause(Duration::from_millis(50)).await;
    }
    Ok(())
}
