//! Shrinks modules with `wasm-opt`, if there is one that can be trusted. It is optional: the gain over the wire is about 1.4 %.
use crate::report;
use anyhow::{Context, Result};
use std::process::Command;

/// Older ones break modules silently: binaryen 108 points the table of references at the wrong place, and the page never hydrates.
const OLDEST: u32 = 116;
/// What Rust's modules use.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The `wasm-opt` in PATH that may be used, if there is one.
pub(crate) struct Optimiser {
    program: Option<&'static str>,
}

impl Optimiser {
    /// Looks for the program, and says why there is none to use.
    pub(crate) fn find() -> Self {
        let output = Command::new("wasm-opt").arg("--version").output().ok();
        let program = match output.and_then(|output| version(&String::from_utf8_lossy(&output.stdout))) {
            None => {
                report::line("pack: no wasm-opt in PATH, the module stays as it is (1 to 2 % larger)");
                None
            }
            Some(found) if found < OLDEST => {
                report::line(&format!("pack: wasm-opt {found} is skipped, versions before {OLDEST} break the module"));
                None
            }
            Some(_) => Some("wasm-opt"),
        };
        Self { program }
    }

    /// Returns the module, smaller if it can be.
    ///
    /// # Errors
    /// When files beside the temporary folder cannot be written or read.
    pub(crate) fn shrink(&self, wasm: Vec<u8>) -> Result<Vec<u8>> {
        let Some(program) = self.program else { return Ok(wasm) };
        let folder = std::env::temp_dir().join(format!("groundplan-pack-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let (input, output) = (folder.join("in.wasm"), folder.join("out.wasm"));
        std::fs::write(&input, &wasm)?;
        let status =
            Command::new(program).arg("-Oz").args(FEATURES).arg(&input).arg("-o").arg(&output).status().context("cannot start wasm-opt")?;
        let smaller = if status.success() { std::fs::read(&output)? } else { wasm };
        std::fs::remove_dir_all(&folder)?;
        if !status.success() {
            report::line(&format!("pack: wasm-opt failed ({status}), a module stays as it is"));
        }
        Ok(smaller)
    }
}

/// The number in `wasm-opt version 116 (version_116)`.
fn version(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_are_read_in_the_forms_that_occur() {
        assert_eq!(version("wasm-opt version 108"), Some(108));
        assert_eq!(version("wasm-opt version 132 (version_132)\n"), Some(132));
        assert_eq!(version("command not found"), None);
    }
}
