//! Connections that are only held: by readers who do not read, by senders who do not end, by nobody at all.

use super::Scene;
use crate::tenants::{
    designs::{HEAVY, SMALL_BUT_LONG},
    guest::JSON,
};
use anyhow::{Result, ensure};
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream};

/// Readers who do not read.
const DEAF: usize = 40;
/// Addresses that readers of small bundles come from: one alone has half of any pool.
const DEAF_ADDRESSES: u8 = 4;
/// Connections of one address, more than it may have.
const HELD: usize = 600;
/// Of these, so many send a letter at a time.
const DRIBBLING: usize = 120;

/// Each asks for a large bundle and takes none of it.
pub(super) async fn deaf(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    let Some(id) = scene.store(&guest, &HEAVY).await else { return Ok(()) };
    let stored = guest.request("GET", &format!("/api/v1/projects/{id}/bundle.zip"), "", b"");
    let sent = guest.request("POST", "/api/v1/bundles", JSON, &HEAVY);
    let project = guest.request("GET", &format!("/api/v1/projects/{id}"), "", b"");
    let mut held = Vec::new();
    for request in [&stored, &sent, &project, &stored].into_iter().cycle().take(DEAF) {
        if let Ok(stream) = guest.be_deaf(request).await {
            held.push(stream);
        }
    }
    ensure!(!held.is_empty(), "nobody could connect");
    scene.pause(Duration::from_secs(3_600)).await;
    drop(held);
    Ok(())
}

/// Each asks for the bundle of a small design, as long as one can be, and takes none of it.
pub(super) async fn deaf_to_small(scene: Scene) -> Result<()> {
    let mut held = Vec::new();
    for address in (1..=DEAF_ADDRESSES).cycle().take(DEAF) {
        let guest = scene.guest(address);
        let request = guest.request("POST", "/api/v1/bundles", JSON, &SMALL_BUT_LONG);
        if let Ok(stream) = guest.be_deaf(&request).await {
            held.push(stream);
        }
    }
    ensure!(!held.is_empty(), "nobody could connect");
    scene.pause(Duration::from_secs(3_600)).await;
    drop(held);
    Ok(())
}

/// Heads and bodies that come letter by letter, and connections on which nothing comes.
pub(super) async fn slow(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    let mut held: Vec<TcpStream> = Vec::new();
    for n in 0..HELD {
        let Ok(mut stream) = guest.connect(None).await else { continue };
        let begun: &[u8] = match n % 3 {
            0 => b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
            1 => b"POST /api/v1/projects HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n{\"name\":\"",
            _ => b"",
        };
        // Whoever has too many connections is cut off, as is right.
        let _ = stream.write_all(begun).await;
        held.push(stream);
    }
    while !scene.is_over() {
        for stream in held.iter_mut().take(DRIBBLING) {
            let _ = stream.write_all(b"x").await;
        }
        scene.pause(Duration::from_millis(500)).await;
    }
    Ok(())
}
