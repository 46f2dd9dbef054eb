//! Takes the README's picture of the studio from the running product.
use anyhow::{Result, ensure};
use std::process::Command;
use tests::studio::{Studio, root};

fn main() -> Result<()> {
    let studio = Studio::start()?;
    let folder = root().join("tests/e2e");
    let taken = Command::new("node").arg(folder.join("run.mjs")).args(["screenshot", &studio.url()]).arg(&folder).status()?;
    ensure!(taken.success(), "{taken}");
    studio.stop()
}
