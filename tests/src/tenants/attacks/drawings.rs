//! Designs whose pictures are hard to draw: stored, listed, opened and drawn over and over.

use super::Scene;
use crate::tenants::designs::{FAR_APART, NESTED, ONE_SPOT, OVERLAPPING, THOUSAND_LINKS};
use anyhow::{Result, ensure};

pub(super) async fn overlapping(scene: Scene) -> Result<()> {
    drawn(&scene, &[&OVERLAPPING]).await
}

pub(super) async fn extremes(scene: Scene) -> Result<()> {
    drawn(&scene, &[&FAR_APART, &THOUSAND_LINKS, &NESTED]).await
}

pub(super) async fn one_spot(scene: Scene) -> Result<()> {
    drawn(&scene, &[&ONE_SPOT]).await
}

/// One person with all the designs, who looks at them in every way. Whatever is said, it is an answer: a picture, or when to come back.
async fn drawn(scene: &Scene, designs: &[&[u8]]) -> Result<()> {
    let guest = scene.guest(1);
    let mut paths = vec!["/".to_owned(), "/api/v1/projects".to_owned()];
    for design in designs {
        let Some(id) = scene.store(&guest, design).await else { return Ok(()) };
        paths.extend(["studio", "proposal", "discovery", "export"].map(|page| format!("/p/{id}/{page}")));
        paths.extend([format!("/api/v1/projects/{id}/diagram.svg"), format!("/api/v1/projects/{id}")]);
    }
    while !scene.is_over() {
        for path in &paths {
            if let Ok(reply) = guest.get(path).await {
                ensure!(matches!(reply.status, 200 | 302 | 429 | 503), "{path} was answered with {}", reply.status);
            }
        }
    }
    Ok(())
}
