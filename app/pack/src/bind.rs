//! Turns the compiled module into one a browser can load, with wasm-bindgen's own library. It does not optimise.
use crate::{Mode, public, report};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// What the script and the module are called.
pub(crate) const NAME: &str = "groundplan";

/// The module and the scripts that load it.
pub(crate) struct Bound {
    /// The module.
    pub(crate) wasm: Vec<u8>,
    /// The script with `default(address of the module)` (load) and `hydrate()` (start).
    pub(crate) js: String,
    /// Scripts that crates bring along, by the path under which `js` imports them.
    pub(crate) snippets: BTreeMap<String, Vec<u8>>,
}

/// Binds the main module `compiled` for `<script type="module">`.
///
/// # Errors
/// When the module was made for another version of wasm-bindgen, or the temporary folder cannot be written.
pub(crate) fn bind(compiled: &Path, mode: Mode) -> Result<Bound> {
    let step = report::Step::start("binding");
    let out = compiled.with_file_name("bound");
    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    let release = mode == Mode::Release;
    Bindgen::new()
        .input_path(compiled)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        // The parts find functions and tables of the main module by these names.
        .keep_lld_exports(true)
        .demangle(false)
        .debug(!release)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&out)
        .context("wasm-bindgen could not bind the module: are `wasm-bindgen` and `wasm-bindgen-cli-support` pinned to the same version?")?;
    let wasm = std::fs::read(out.join(format!("{NAME}_bg.wasm")))?;
    let js = std::fs::read_to_string(out.join(format!("{NAME}.js")))?;
    let snippets = public::read(&out.join("snippets"))?.into_iter().map(|(path, bytes)| (format!("snippets/{path}"), bytes)).collect();
    step.done(&report::bytes(wasm.len() as u64));
    Ok(Bound { wasm, js, snippets })
}
