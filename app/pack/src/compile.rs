//! Runs Cargo for the browser half, with the toolchain that set-up found. It installs nothing.
use crate::{Mode, trim};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles package `hydrate` and returns the path of the module.
///
/// # Errors
/// When Cargo fails; what it printed says why.
pub(crate) fn browser_half(root: &Path, mode: Mode) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Dev => ("dev", "debug"),
        Mode::Release => ("wasm-release", "wasm-release"),
    };
    // Set-up writes the name of a toolchain that links wasm; without that file the one in use has to do.
    let found = std::fs::read_to_string(root.join("target/wasm-toolchain")).unwrap_or_default();
    let found = found.trim();
    let mut cargo = tool(found, "cargo")?;
    cargo.current_dir(root);
    if mode == Mode::Release {
        let trimmed = trim::write(root, vec![tool("default", "rustc")?, tool(found, "rustc")?])?;
        cargo.arg("--config").arg(trimmed);
    }
    cargo.args(["build", "--locked", "--package", "hydrate", "--target", TARGET, "--profile", profile]);
    let status = cargo.status().with_context(|| format!("cannot start {cargo:?}"))?;
    ensure!(status.success(), "the browser half did not compile; if the target is missing, `make setup` installs it");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join(TARGET).join(folder).join("hydrate.wasm"))
}

/// `cargo` or `rustc` of the toolchain that `app/pack/setup.sh` names: `default`, `debian` (linked in rustup) or `path:FOLDER`.
fn tool(toolchain: &str, name: &str) -> Result<Command> {
    Ok(match toolchain {
        "" | "default" => Command::new(std::env::var_os(name.to_uppercase()).unwrap_or_else(|| name.into())),
        "debian" => {
            let mut command = Command::new("rustup");
            command.args(["run", "debian", name]).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").env_remove("RUSTC");
            command
        }
        other => {
            let Some(folder) = other.strip_prefix("path:") else { bail!("target/wasm-toolchain names an unknown toolchain: {other:?}") };
            let mut command = Command::new(Path::new(folder).join(name));
            let path = std::env::var("PATH").unwrap_or_default();
            command.env("PATH", format!("{folder}:{path}")).env_remove("RUSTC");
            command
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toolchain_file_chooses_the_tools() {
        assert_eq!(tool("debian", "cargo").unwrap().get_program(), "rustup");
        assert_eq!(tool("path:/usr/bin", "rustc").unwrap().get_program(), "/usr/bin/rustc");
        assert!(tool("nightly", "cargo").unwrap_err().to_string().contains("unknown toolchain"));
    }
}
