//! Shrinks the module with `wasm-opt`, if there is one that can be trusted. It is optional: the gain over the wire is about 1.4 %.
use crate::report;
use anyhow::{Context, Result};
use std::process::Command;

/// Older ones break modules silently: binaryen 108 points the table of references at the wrong place, and the page never hydrates.
const OLDEST: u32 = 116;

/// Returns the module, smaller if a recent `wasm-opt` is in PATH, else unchanged.
///
/// # Errors
/// When files beside the temporary folder cannot be written or read.
pub(crate) fn shrink(wasm: Vec<u8>) -> Result<Vec<u8>> {
    let version =
        Command::new("wasm-opt").arg("--version").output().ok().and_then(|output| version(&String::from_utf8_lossy(&output.stdout)));
    match version {
        None => {
            report::line("pack: no wasm-opt in PATH, the module stays as it is (1 to 2 % larger)");
            return Ok(wasm);
        }
        Some(found) if found < OLDEST => {
            report::line(&format!("pack: wasm-opt {found} is skipped, versions before {OLDEST} break the module"));
            return Ok(wasm);
        }
        Some(_) => {}
    }
    let step = report::Step::start("optimising");
    let folder = std::env::temp_dir().join(format!("groundplan-pack-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (input, output) = (folder.join("in.wasm"), folder.join("out.wasm"));
    std::fs::write(&input, &wasm)?;
    let features = [
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ];
    let status =
        Command::new("wasm-opt").arg("-Oz").args(features).arg(&input).arg("-o").arg(&output).status().context("cannot start wasm-opt")?;
    let smaller = if status.success() { std::fs::read(&output)? } else { wasm };
    std::fs::remove_dir_all(&folder)?;
    step.done(&if status.success() {
        report::bytes(smaller.len() as u64)
    } else {
        format!("wasm-opt failed ({status}), the module stays as it is")
    });
    Ok(smaller)
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
