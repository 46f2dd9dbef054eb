//! A hundred requests for exports, proposals and pictures whose askers leave at once, again and again.

use super::Scene;
use crate::tenants::{designs::HEAVY, guest::JSON};
use anyhow::Result;
use std::time::Duration;

const AT_ONCE: usize = 100;
/// A brief for which every shape is worked out.
const BRIEF: &[u8] = br#"{"brief": {"archetype": "e-commerce", "engineers": 40, "peak-rps": 50000, "target": "kubernetes"}}"#;

pub(super) async fn run(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    let Some(id) = scene.store(&guest, &HEAVY).await else { return Ok(()) };
    let project = format!("/api/v1/projects/{id}");
    let requests = [
        guest.request("GET", &format!("{project}/bundle.zip"), "", b""),
        guest.request("GET", &format!("{project}/diagram.svg"), "", b""),
        guest.request("POST", "/api/v1/proposals", JSON, BRIEF),
        guest.request("GET", &format!("/p/{id}/proposal"), "", b""),
        guest.request("POST", "/api/v1/bundles", JSON, &HEAVY),
    ];
    while !scene.is_over() {
        for request in requests.iter().cycle().take(AT_ONCE) {
            // Where there is no connection there is nothing to leave.
            let _ = guest.leave(request).await;
        }
        scene.pause(Duration::from_millis(1_000)).await;
    }
    Ok(())
}
