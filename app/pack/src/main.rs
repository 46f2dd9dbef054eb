//! Packs the browser half into `target/site/pkg`: compile, split, bind, optimise, join styles, name by content, compress. It never touches the server's code.
mod bind;
mod compile;
mod optimise;
mod public;
mod report;
mod site;
mod split;
mod style;
mod trim;
mod watch;

use anyhow::{Context, Result, bail};
use optimise::Optimiser;
use site::Program;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Packs the browser half of Groundplan into target/site/pkg.

  cargo run -p pack                     quick build for development: plain names, no compression
  cargo run -p pack -- --release        small build: names by content, brotli and gzip beside each file
  cargo run -p pack -- --watch [ARGS]   development build, then the server with ARGS; both again after every change
";

/// Which of the two builds is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Fast to build; plain names.
    Dev,
    /// Small to download; names carry a hash of the content and never change their meaning.
    Release,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::line(&format!("pack: error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let root = workspace_root()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["--dev"] => pack(&root, Mode::Dev),
        ["--release"] => pack(&root, Mode::Release),
        ["--watch", server @ ..] => watch::run(&root, server),
        ["--help" | "-h"] => {
            report::line(USAGE);
            Ok(())
        }
        other => bail!("pack does not know {other:?}\n\n{USAGE}"),
    }
}

/// The folder with the workspace manifest, two above this package. `cargo run` says where that is now; where it was compiled may be gone.
fn workspace_root() -> Result<PathBuf> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").context("pack is started with `cargo run --package pack`")?;
    Path::new(&here).ancestors().nth(2).map(Path::to_path_buf).context("app/pack is not two folders below the workspace")
}

/// Builds the whole site. The old one stays in place until the new one is complete.
pub(crate) fn pack(root: &Path, mode: Mode) -> Result<()> {
    let total = report::Step::start("packing the browser half");
    let step = report::Step::start("compiling app for wasm32-unknown-unknown");
    let compiled = compile::browser_half(root, mode)?;
    step.done(&report::bytes(std::fs::metadata(&compiled)?.len()));

    let split = split::split(&compiled, mode)?;
    let bound = bind::bind(&split.main, mode)?;
    let optimiser = (mode == Mode::Release).then(Optimiser::find);
    let optimise = |wasm| match &optimiser {
        Some(optimiser) => optimiser.shrink(wasm),
        None => Ok(wasm),
    };
    let mut program = Program { wasm: optimise(bound.wasm)?, js: bound.js, beside: bound.snippets, needs: split.needs };
    for (name, bytes) in split.parts {
        let bytes = if name.ends_with(".wasm") { optimise(bytes)? } else { bytes };
        program.beside.insert(name, bytes);
    }

    let files = public::read(&root.join("public"))?;
    let sheet = style::join(&root.join("style"))?;
    let mut site = site::Site::new(mode);
    site.add_public(&files);
    site.add_program(program);
    site.add_sheet(&sheet)?;
    site.write(&root.join("target/site/pkg"))?;
    total.done("target/site/pkg");
    Ok(())
}
