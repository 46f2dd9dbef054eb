//! `compare`: which files of a folder are not what its design gives. Over HTTP, where there is no folder, the checksums of its files
//! stand for it.

use super::{Job, Outcome, Tool};
#[cfg(unix)]
use crate::folder;
use crate::{
    mcp::{
        Place,
        answer::{self, Answer},
        arguments::{Refusal, Source, Wish, options, read},
    },
    security::limits::Limit,
};
use domain::{Design, work::Work};
use generate::{BundlePath, File, Options};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};

pub const TOOL: Tool = Tool {
    name: "compare",
    title: "Compare a folder with its design",
    description: "Tells which files of a folder are not what its design gives: missing, changed by hand, outdated (the bundle wrote them, \
        for a design that has changed since), not executable, or extra. The design is the groundplan.yaml in the folder, or the one that \
        is given. Where there is no folder, give the design and `sums`: what `sha256sum` prints for the files.",
    limit: Some(Limit::Export),
    writes: false,
    input: || schema_for!(Arguments),
    read: prepare,
};

/// What to compare with what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// The folder below the root, such as “shop”, or “.” for the root itself.
    #[serde(default)]
    folder: Option<String>,
    /// The checksums of the files, as `sha256sum` prints them: a line for each, with its path in the bundle.
    #[serde(default)]
    sums: Option<String>,
    /// What the system is to do, as for `propose`, in place of the design in the folder.
    #[serde(default)]
    brief: Option<Wish>,
    /// The text of a groundplan.yaml, in place of the one in the folder.
    #[serde(default)]
    design: Option<String>,
    /// `essential` or `full`; when absent, what was chosen when the folder was written, or else what fits the design.
    #[serde(default)]
    profile: Option<String>,
    /// Artefacts one by one, in place of a profile.
    #[serde(default)]
    targets: Option<Vec<String>>,
    /// Files to leave out at the start, to read the rest of a long list.
    #[serde(default)]
    skip: usize,
}

fn prepare(arguments: Value, place: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { folder, sums, brief, design, profile, targets, skip } = read(arguments)?;
    let chosen = options(profile.as_deref(), targets)?;
    if folder.is_some() == sums.is_some() {
        let folders = if place.has_folders() { "a folder, or " } else { "" };
        return Err(Refusal::new(format!("give {folders}sums: what sha256sum prints for the files, with the design or the brief")));
    }
    let design = Source { design, brief, folder: folder.clone() }.design(place)?;
    let parts = design.elements.len();
    Ok(match (folder, sums) {
        #[cfg(unix)]
        (Some(path), _) => {
            let place = place.clone();
            Job::new(parts, move |work| {
                let folder = place.root()?.folder(&path).map_err(|refused| Refusal::new(refused.to_string()))?;
                let folder::Compared { files, found } = folder::compare(&folder, &design, chosen, work)?;
                Ok(told(files, found.iter().map(|(path, state)| (path.as_str(), state.word())), skip))
            })
        }
        (_, sums) => Job::new(parts, move |work| by_sums(&sums.unwrap_or_default(), &design, &chosen.unwrap_or_default(), skip, work)),
    })
}

fn by_sums(text: &str, design: &Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let mut sums = parse(text)?;
    let mut found = BTreeMap::new();
    let said = generate::stream(design, options, work, &mut |path: BundlePath, file: File| {
        let given: [u8; 32] = Sha256::digest(&file.bytes).into();
        match sums.remove(path.as_str()) {
            None => _ = found.insert(path.to_string(), "missing"),
            Some(here) if here != given => _ = found.insert(path.to_string(), "changed"),
            Some(_) => {}
        }
        Ok(())
    })?;
    found.extend(sums.into_keys().map(|path| (path, "extra")));
    Ok(told(said.files, found.iter().map(|(path, state)| (path.as_str(), *state)), skip))
}

/// The lines of `sha256sum`, by path.
fn parse(text: &str) -> Result<BTreeMap<String, [u8; 32]>, Refusal> {
    let mut sums = BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let read = line.split_once(char::is_whitespace).and_then(|(sum, path)| Some((bytes(sum)?, path)));
        let (sum, path) = read.ok_or_else(|| {
            Refusal::new(format!("sums, line {}: write 64 digits of SHA-256, two spaces, and a path, as sha256sum prints them", number + 1))
        })?;
        let path = path.trim_start().trim_start_matches('*').trim_start_matches("./");
        sums.insert(path.to_owned(), sum);
    }
    Ok(sums)
}

fn bytes(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// The answer: how many differ, and each with how.
fn told<'f>(files: usize, found: impl ExactSizeIterator<Item = (&'f str, &'f str)>, skip: usize) -> Outcome {
    let mut answer = Answer::from_iter([
        ("is_what_the_design_gives".to_owned(), json!(found.len() == 0)),
        ("file_count".to_owned(), json!(files)),
        ("difference_count".to_owned(), json!(found.len())),
    ]);
    let entries: Vec<Value> = found.map(|(path, state)| json!({ "path": path, "state": state })).collect();
    answer::list(&mut answer, "differences", entries.into_iter(), skip);
    answer.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_read_as_sha256sum_prints_them() {
        let sum = "ab".repeat(32);
        let read = parse(&format!("# made by hand\n{sum}  ./README.md\n{sum} *docs/a b.md\n\n")).unwrap();
        assert_eq!(read.keys().collect::<Vec<_>>(), ["README.md", "docs/a b.md"]);
        for wrong in ["README.md", &format!("{}  x", "g".repeat(64)), &format!("{}ä  x", "a".repeat(62)), &"0".repeat(64)] {
            assert!(parse(wrong).unwrap_err().0.starts_with("sums, line 1: "), "{wrong}");
        }
    }
}
