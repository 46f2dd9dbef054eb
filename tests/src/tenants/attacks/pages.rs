//! The pages of the largest design, asked for by very many at once, some of whom do not read what they get.

use super::{Scene, together};
use crate::tenants::designs::LARGEST;
use anyhow::{Result, ensure};
use std::{sync::Arc, time::Duration};

/// Who ask from each of two addresses and read.
const READERS: u8 = 40;
/// Who ask and do not read.
const DEAF: usize = 80;
const PAGES: [&str; 4] = ["studio", "proposal", "discovery", "export"];

pub(super) async fn run(scene: Scene) -> Result<()> {
    together((1..=2).map(|address| crowd(scene.clone(), address))).await
}

async fn crowd(scene: Scene, address: u8) -> Result<()> {
    let guest = Arc::new(scene.guest(address));
    let Some(id) = scene.store(&guest, &LARGEST).await else { return Ok(()) };
    let path = move |n: usize| format!("/p/{id}/{}", PAGES[n % PAGES.len()]);
    let mut held = Vec::new();
    for n in 0..DEAF {
        if let Ok(stream) = guest.be_deaf(&guest.request("GET", &path(n), "", b"")).await {
            held.push(stream);
        }
    }
    let readers = (0..READERS).map(|reader| {
        let (scene, guest, path) = (scene.clone(), guest.clone(), path(reader.into()));
        async move {
            while !scene.is_over() {
                match guest.get(&path).await {
                    Ok(reply) if matches!(reply.status, 429 | 503) => scene.pause(Duration::from_millis(200)).await,
                    Ok(reply) => ensure!(matches!(reply.status, 200 | 302), "{path} was answered with {}", reply.status),
                    Err(_) => scene.pause(Duration::from_millis(200)).await,
                }
            }
            Ok(())
        }
    });
    together(readers).await?;
    drop(held);
    Ok(())
}
