//! Lists, pages and new projects faster than one address may ask for them: it is told to wait, and for how long.

use super::{Scene, together};
use crate::tenants::guest::JSON;
use anyhow::{Result, ensure};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What is asked for, and how often one address may within a minute.
const FLOODS: [Flood; 3] = [
    Flood { method: "POST", path: "/api/v1/projects", body: b"{}", a_minute: 720 },
    Flood { method: "GET", path: "/api/v1/projects", body: b"", a_minute: 3_000 },
    Flood { method: "GET", path: "/rules/DATA001", body: b"", a_minute: 6_000 },
];
/// How many pour each, from an address of the flood's own.
const AT_ONCE: usize = 4;

/// What clocks and scheduling may add to what is allowed.
const TOLERANCE: f64 = 0.02;

#[derive(Clone, Copy)]
struct Flood {
    method: &'static str,
    path: &'static str,
    body: &'static [u8],
    a_minute: u64,
}

pub(super) async fn run(scene: Scene) -> Result<()> {
    let floods = FLOODS.into_iter().zip(1..).flat_map(|(flood, address)| {
        let served = Arc::new(AtomicU64::new(0));
        let scene = scene.clone();
        (0..AT_ONCE).map(move |_| pour(scene.clone(), flood, address, served.clone()))
    });
    together(floods).await
}

/// Goes on however often it is refused. A minute's worth may come at once, and then as much as drains.
async fn pour(scene: Scene, Flood { method, path, body, a_minute }: Flood, address: u8, served: Arc<AtomicU64>) -> Result<()> {
    let (guest, began) = (scene.guest(address), Instant::now());
    let kind = if body.is_empty() { "" } else { JSON };
    // Nobody's request: with a cookie, half of the address's allowance would end it.
    let request = guest.request(method, path, kind, body);
    while !scene.is_over() {
        match guest.ask(&request).await {
            Ok(reply) if reply.status != 429 => {
                let (served, allowed) =
                    (served.fetch_add(1, Ordering::Relaxed), a_minute as f64 * (1.0 + began.elapsed().as_secs_f64() / 60.0));
                ensure!(
                    served as f64 <= allowed * (1.0 + TOLERANCE),
                    "{served} times {method} {path} were served, and {allowed:.0} are allowed"
                );
            }
            _ => scene.pause(Duration::from_millis(20)).await,
        }
    }
    Ok(())
}
