//! What a release gives away about the machine that built it: nothing.
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use tests::studio::{Studio, root, target};

/// Parts of paths that only somebody's own machine has.
fn private() -> Result<Vec<String>> {
    let home = std::env::var("HOME").context("HOME is not set")?;
    let cargo = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let workspace = root().canonicalize()?;
    let mut parts = vec![format!("{cargo}/"), format!("{}/", workspace.display()), format!("{home}/.")];
    parts.extend(
        [".cargo/registry", ".rustup/toolchains", "/registry/src/", "/git/checkouts/", "/target/release/build/"].map(str::to_owned),
    );
    Ok(parts)
}

/// Each private part that is in these bytes, with what stands around it.
fn given_away(bytes: &[u8], parts: &[String]) -> Vec<String> {
    let at = |part: &str| bytes.windows(part.len()).position(|window| window == part.as_bytes());
    let around = |at: usize| String::from_utf8_lossy(&bytes[at.saturating_sub(20)..bytes.len().min(at + 120)]).into_owned();
    parts.iter().filter_map(|part| Some(format!("{part}: {:?}", around(at(part)?)))).collect()
}

/// The packed files by the path that the server gives them, without their compressed twins.
fn packed(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found.extend(packed(&entry.path(), &format!("{path}/"))?);
        } else if !path.ends_with(".br") && !path.ends_with(".gz") {
            found.push(path);
        }
    }
    Ok(found)
}

#[test]
fn a_release_names_no_folder_of_the_machine_that_built_it() -> Result<()> {
    let program: PathBuf = target().join("release/groundplan");
    let parts = private()?;
    let binary = std::fs::read(&program).with_context(|| format!("{}: run `make build`", program.display()))?;
    let mut found: Vec<String> = given_away(&binary, &parts).into_iter().map(|what| format!("groundplan: {what}")).collect();
    let studio = Studio::start_program(&program)?;
    let files = packed(&root().join("target/site/pkg"), "")?;
    ensure!(files.iter().any(|path| path.ends_with(".wasm")) && files.iter().any(|path| path.ends_with(".js")), "{files:?}");
    for path in files {
        let answer = studio.get(&format!("/pkg/{path}"), "")?;
        ensure!(answer.status == 200, "/pkg/{path}: {}", answer.head);
        found.extend(given_away(&answer.body, &parts).into_iter().map(|what| format!("{path}: {what}")));
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    studio.stop()
}

#[test]
fn a_path_in_a_program_is_seen() -> Result<()> {
    let parts = private()?;
    let cargo = &parts[0];
    let sample = format!("\0\u{1}{cargo}registry/src/index/a-1.0/src/lib.rs\0called `unwrap`");
    ensure!(given_away(sample.as_bytes(), &parts).len() >= 2);
    ensure!(given_away(b"/crates/a-1.0/src/lib.rs /rustc/0123/library/core/src/option.rs app/src/lib.rs", &parts).is_empty());
    Ok(())
}
