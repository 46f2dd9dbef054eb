//! Cuts the compiled module at the lazy pages, so that a visit loads only what it shows. It does not bind or optimise.
use crate::{bind::NAME, report};
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
pub(crate) fn split(compiled: &Path) -> Result<Split> {
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
    let parts = crate::public::read(&folder)?;
    let needs = made.prefetch_map.into_iter().map(|(function, files)| (function, files.into_iter().map(|file| file + ".wasm").collect()));
    let needs = needs.collect();
    step.done(&format!("{} parts", parts.len() - 1));
    Ok(Split { main, parts, needs })
}
