//! Connections that are only held: by readers who do not read, by senders who do not end, by nobody at all.

use super::Scene;
use crate::tenants::{
    designs::{HEAVY, SMALL_BUT_LONG},
    guest::JSON,
};
use anyhow::{Result, ensure};
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};

/// Readers who do not read.
const DEAF: usize = 40;
/// Addresses that readers of small bundles come from: one alone has half of any pool.
const DEAF_ADDRESSES: u8 = 4;
/// Addresses that send bodies without an end.
const SENDERS: u8 = 4;
/// Bodies of each that are on their way at once: more than it may hold.
const BODIES: usize = 40;
/// The longest body that is read.
const BODY_BYTES: usize = 2 << 20;
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

/// Bodies as long as they may be, of which the last byte never comes: several addresses hold all the memory for bodies that they can get.
pub(super) async fn unended(scene: Scene) -> Result<()> {
    while !scene.is_over() {
        let mut held = Vec::new();
        for address in (1..=SENDERS).cycle().take(usize::from(SENDERS) * BODIES) {
            let guest = scene.guest(address);
            let whole = guest.request("POST", "/api/v1/bundles", JSON, &vec![b' '; BODY_BYTES]);
            let Ok(mut stream) = guest.connect(None).await else { continue };
            // Whoever is refused is cut off while it sends, as is right.
            let _ = timeout(Duration::from_millis(200), stream.write_all(&whole[..whole.len() - 1])).await;
            held.push(stream);
        }
        ensure!(!held.is_empty(), "nobody could connect");
        scene.pause(Duration::from_secs(5)).await;
    }
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
