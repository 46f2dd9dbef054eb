//! Cuts the compiled module at the lazy pages, so that a visit loads only what it shows. It does not bind or optimise.
use crate::{Mode, bind::NAME, report};
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The script that fetches parts; the main module imports it under this name.
const LOADER: &str = "__wasm_split.js";

/// What is left, and what was cut off.
pub(crate) struct Split {
    /// The main module, still to be bound.
    pub(crate) main: PathBuf,
    /// The modules cut off, and the script that loads them, by file name. They stay beside the main module.
    pub(crate) parts: BTreeMap<String, Vec<u8>>,
    /// The modules that a lazy function needs, by its name.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
}

/// Splits `compiled`, which must hold its relocations and names.
///
/// # Errors
/// When the module cannot be read as one that Rust's linker wrote, or the temporary folder cannot be written.
pub(crate) fn split(compiled: &Path, mode: Mode) -> Result<Split> {
    let step = report::Step::start("splitting");
    let folder = compiled.with_file_name("split");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let module = std::fs::read(compiled)?;
    // Outside of `folder`, which afterwards holds the parts alone.
    let main = compiled.with_file_name("main.wasm");
    let script = format!("./{NAME}.js");
    let link = format!("./{LOADER}");
    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = &link;
    options.target.web();
    let made = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}")).context("the module cannot be split")?;
    let mut parts = crate::public::read(&folder)?;
    if mode == Mode::Release {
        for (_, part) in parts.iter_mut().filter(|(name, _)| name.ends_with(".wasm")) {
            *part = compact(part)?;
        }
    }
    let needs = made.prefetch_map.into_iter().map(|(function, files)| (function, files.into_iter().map(|file| file + ".wasm").collect()));
    let needs = needs.collect();
    step.done(&format!("{} parts", parts.len() - 1));
    Ok(Split { main, parts, needs })
}

/// The same module in its shortest encoding and without names. The linker pads numbers that may change later, and the splitter keeps that.
fn compact(module: &[u8]) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    Ok(config.parse(module)?.emit_wasm())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_and_names_go() {
        // A module with one type, its section's length padded to five bytes, and an empty section of names.
        let header = *b"\0asm\x01\0\0\0";
        let module = [&header[..], b"\x01\x84\x80\x80\x80\0\x01\x60\0\0", b"\0\x05\x04name"].concat();
        let small = compact(&module).unwrap();
        assert!(small.starts_with(&header) && small.len() < module.len());
        assert!(compact(b"no module").is_err());
    }
}
