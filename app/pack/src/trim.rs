//! Keeps the paths of the machine that builds out of what it builds: texts of panics name the source files of libraries. It compiles nothing.
//!
//! Cargo's own `trim-paths` is not stable yet. Sources of the workspace need nothing: Cargo names them by their path within it. Leaving its
//! folder out of the flags also lets two copies of the sources share their libraries, which `tests/reproducible.sh` does.
use crate::report;
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The configuration for Cargo, below the target folder. The Makefile gives it to the build of the server.
pub(crate) const FILE: &str = "target/trim.toml";
/// What stands for the folder of libraries, and for everything else that Cargo keeps at home.
const LIBRARIES: &str = "/crates";
const CARGO_HOME: &str = "/cargo";
/// What stands for the toolchain. The standard library is under a name of its own, `/rustc/COMMIT`, where its sources are not installed.
const TOOLCHAIN: &str = "/toolchain";

/// Writes [`FILE`] for the compilers that `compilers` start: the one for the server and the one for the browser half.
///
/// # Errors
/// When a compiler does not say where it lives, or the file cannot be written.
pub(crate) fn write(root: &Path, compilers: Vec<Command>) -> Result<PathBuf> {
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        if std::env::var_os(name).is_some() {
            report::line(&format!("pack: {name} replaces the flags that trim paths: the build will name folders of this machine"));
        }
    }
    let home = cargo_home().context("neither CARGO_HOME nor HOME is set")?;
    let mut prefixes = vec![(home.clone(), CARGO_HOME)];
    if let Ok(registries) = std::fs::read_dir(home.join("registry/src")) {
        prefixes.extend(registries.flatten().map(|registry| (registry.path(), LIBRARIES)));
    }
    for compiler in compilers {
        prefixes.push((sysroot(compiler)?, TOOLCHAIN));
    }
    prefixes.sort();
    prefixes.dedup();
    let file = root.join(FILE);
    std::fs::create_dir_all(root.join("target"))?;
    std::fs::write(&file, config(&prefixes)?).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")))
}

fn sysroot(mut compiler: Command) -> Result<PathBuf> {
    let output = compiler.args(["--print", "sysroot"]).output().with_context(|| format!("cannot start {compiler:?}"))?;
    ensure!(output.status.success(), "{compiler:?} does not say where it lives");
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

/// Cargo joins these lists to those of `.cargo/config.toml`. Of several prefixes that fit, rustc takes the last, so the longest comes last.
fn config(prefixes: &[(PathBuf, &str)]) -> Result<String> {
    let mut flags = String::new();
    for (path, name) in prefixes {
        let path = path.to_str().with_context(|| format!("{} is not a name in UTF-8", path.display()))?;
        // A string of JSON is a string of TOML.
        writeln!(flags, "    {},", serde_json::to_string(&format!("--remap-path-prefix={path}={name}"))?)?;
    }
    Ok(format!("[build]\nrustflags = [\n{flags}]\n\n[target.wasm32-unknown-unknown]\nrustflags = [\n{flags}]\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_get_the_prefixes_the_longest_last() {
        let prefixes = [("/h/.cargo".into(), CARGO_HOME), ("/h/.cargo/registry/src/a \"b\"".into(), LIBRARIES)];
        let text = config(&prefixes).unwrap();
        let flags =
            "    \"--remap-path-prefix=/h/.cargo=/cargo\",\n    \"--remap-path-prefix=/h/.cargo/registry/src/a \\\"b\\\"=/crates\",\n";
        assert_eq!(text.matches(flags).count(), 2);
    }

    #[test]
    fn a_compiler_that_does_not_answer_is_named() {
        assert!(sysroot(Command::new("no-such-compiler")).unwrap_err().to_string().contains("no-such-compiler"));
    }
}
