//! Rebuilds and restarts after every change of a source file. For development only; it looks at modification times and needs no extra tool.
use crate::{Mode, pack, report};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, SystemTime};

/// What the studio is made of.
const SOURCES: [&str; 7] = ["app", "server", "style", "public", "migrations", "Cargo.toml", "Cargo.lock"];
const PAUSE: Duration = Duration::from_millis(400);

/// Runs until it is interrupted. `arguments` go to the server.
///
/// # Errors
/// When the sources cannot be read. A build that fails is reported, and the next change tries again.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Result<()> {
    let mut server: Option<Child> = None;
    loop {
        let seen = newest(root)?;
        match build(root) {
            Ok(program) => {
                stop(server.take());
                server = Some(Command::new(program).args(arguments).current_dir(root).spawn().context("cannot start the server")?);
            }
            Err(error) => report::line(&format!("pack: {error:#}\npack: waiting for the next change")),
        }
        while newest(root)? == seen {
            std::thread::sleep(PAUSE);
        }
    }
}

fn build(root: &Path) -> Result<PathBuf> {
    pack(root, Mode::Dev)?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo).current_dir(root).args(["build", "--locked", "--package", "server"]).status()?;
    anyhow::ensure!(status.success(), "the server did not compile");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("debug/groundplan"))
}

fn stop(server: Option<Child>) {
    if let Some(mut child) = server {
        // The store is durable at every moment, so a hard stop loses nothing.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The latest modification below the sources.
fn newest(root: &Path) -> Result<SystemTime> {
    let mut latest = SystemTime::UNIX_EPOCH;
    let mut open: Vec<PathBuf> = SOURCES.iter().map(|source| root.join(source)).filter(|path| path.exists()).collect();
    while let Some(path) = open.pop() {
        // A file may vanish between the listing and the look: editors save by renaming.
        let Ok(about) = std::fs::metadata(&path) else { continue };
        latest = latest.max(about.modified()?);
        if about.is_dir() {
            open.extend(std::fs::read_dir(&path)?.flatten().map(|entry| entry.path()));
        }
    }
    Ok(latest)
}
