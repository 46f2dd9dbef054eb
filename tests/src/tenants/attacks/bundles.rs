//! Bundles of as many parts as a design may have, read to their end by two people.

use super::{Scene, together};
use crate::tenants::{designs::LARGEST, guest::JSON};
use anyhow::{Result, ensure};

const READERS: u8 = 2;

pub(super) async fn run(scene: Scene) -> Result<()> {
    together((1..=READERS).map(|reader| read(scene.clone(), reader))).await
}

async fn read(scene: Scene, reader: u8) -> Result<()> {
    let guest = scene.guest(reader);
    while !scene.is_over() {
        for path in ["/api/v1/bundles", "/api/v1/bundles?targets=compose,kubernetes,adr"] {
            if let Ok(reply) = guest.post(path, JSON, &LARGEST).await {
                ensure!(matches!(reply.status, 200 | 429 | 503), "{path} was answered with {}", reply.status);
                ensure!(
                    !reply.is_success() || reply.body.starts_with(b"PK") || reply.header("transfer-encoding").is_some(),
                    "{path} gives no zip"
                );
            }
        }
    }
    Ok(())
}
