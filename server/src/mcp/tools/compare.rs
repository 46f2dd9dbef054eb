//! `compare`: which files of a folder are not what its design gives. Over HTTP, where there is no folder, the checksums of its files
//! stand for it.

use super::{Job, Outcome, Tool};
use crate::{
    folder::{self, Search},
    hex,
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
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    /// The folder below the root, such as “shop”, or “.” for the root itself.
    folder: Option<String>,
    /// The checksums of the files, as `sha256sum` prints them: a line for each, with its path in the bundle.
    sums: Option<String>,
    /// What the system is to do, as for `propose`, in place of the design in the folder.
    brief: Option<Wish>,
    /// The text of a groundplan.yaml, in place of the one in the folder.
    design: Option<String>,
    /// `essential` or `full`; when absent, what was chosen when the folder was written, or else what fits the design.
    profile: Option<String>,
    /// Artefacts one by one, in place of a profile.
    targets: Option<Vec<String>>,
    /// Files to leave out at the start, to read the rest of a long list.
    skip: usize,
}

fn prepare(arguments: Value, place: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { folder, sums, brief, design, profile, targets, skip } = read(arguments)?;
    let chosen = options(profile.as_deref(), targets)?;
    let folders = if place.has_folders() { "a folder, or " } else { "" };
    if folder.is_none() && sums.is_none() {
        return Err(Refusal::new(format!("give {folders}sums: what sha256sum prints for the files, with the design or the brief")));
    }
    if folder.is_some() && !place.has_folders() {
        return Err(place.no_folders());
    }
    if folder.is_some() && sums.is_some() {
        return Err(Refusal::new("give a folder or sums, and only one of them: both say which files are there"));
    }
    let is_folders_own = brief.is_none() && design.is_none();
    let design = Source { design, brief, folder: folder.clone().filter(|_| is_folders_own) }.design(place)?;
    let parts = design.elements.len();
    Ok(match (folder, sums) {
        #[cfg(unix)]
        (Some(path), _) => {
            let place = place.clone();
            Job::run(parts, move |work| {
                let folder = place.root()?.folder(&path).map_err(|refused| Refusal::new(refused.to_string()))?;
                let folder::Compared { files, found } = folder::compare(&folder, &design, chosen, work)?;
                Ok(told(files, found.iter().map(|(path, state)| (path.as_str(), state.word())), skip))
            })
        }
        (_, sums) => Job::run(parts, move |work| by_sums(&sums.unwrap_or_default(), &design, &chosen.unwrap_or_default(), skip, work)),
    })
}

fn by_sums(text: &str, design: &Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let sums = parse(text)?;
    let mut found = BTreeMap::new();
    let mut search = Search::default();
    let said = generate::stream(design, options, work, &mut |path: BundlePath, file: File| {
        work.go_on();
        let given: [u8; 32] = Sha256::digest(&file.bytes).into();
        match sums.get(path.as_str()) {
            None => _ = found.insert(path.to_string(), "missing"),
            Some(here) if *here != given => _ = found.insert(path.to_string(), "changed"),
            Some(_) => {}
        }
        search.expect(&path, &file);
        Ok(())
    })?;
    // Lists what is in memory, which does not fail.
    let _ = search.look_into("", &mut |below| Ok(names(&sums, below)));
    found.extend(search.found.into_iter().map(|path| (path, "extra")));
    Ok(told(said.files, found.iter().map(|(path, state)| (path.as_str(), *state)), skip))
}

/// The names in a folder, and whether each is a folder itself, where only the paths of files are known.
fn names<T>(files: &BTreeMap<String, T>, below: &str) -> Vec<(String, bool)> {
    let inside = files.range(below.to_owned()..).map_while(|(path, _)| path.strip_prefix(below));
    let mut names: Vec<(String, bool)> =
        inside.map(|path| path.split_once('/').map_or((path.to_owned(), false), |(folder, _)| (folder.to_owned(), true))).collect();
    names.dedup();
    names
}

/// The lines of `sha256sum`, by path.
fn parse(text: &str) -> Result<BTreeMap<String, [u8; 32]>, Refusal> {
    let mut sums = BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let read = line.split_once(char::is_whitespace).and_then(|(sum, path)| Some((hex::decode(sum)?, path)));
        let (sum, path) = read.ok_or_else(|| {
            Refusal::new(format!("sums, line {}: write 64 digits of SHA-256, two spaces, and a path, as sha256sum prints them", number + 1))
        })?;
        let path = path.trim_start().trim_start_matches('*').trim_start_matches("./");
        sums.insert(path.to_owned(), sum);
    }
    Ok(sums)
}

/// The answer: how many differ, and each with how.
fn told<'f>(files: usize, found: impl ExactSizeIterator<Item = (&'f str, &'f str)>, skip: usize) -> Outcome {
    let mut answer = Answer::from_iter([
        ("is_what_the_design_gives".to_owned(), json!(found.len() == 0)),
        ("file_count".to_owned(), json!(files)),
        ("difference_count".to_owned(), json!(found.len())),
    ]);
    let entries: Vec<Value> = found.map(|(path, state)| json!({ "path": path, "state": state })).collect();
    answer::page(&mut answer, "differences", entries.into_iter(), skip);
    answer.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_folder_are_told_from_paths() {
        let files: BTreeMap<String, ()> = ["a/b/c", "a/d", "a.md", "a/b/e", "z"].map(|path| (path.to_owned(), ())).into();
        let told = |below: &str| {
            names(&files, below).into_iter().map(|(name, is_folder)| if is_folder { name + "/" } else { name }).collect::<Vec<_>>()
        };
        assert_eq!(told(""), ["a.md", "a/", "z"]);
        assert_eq!((told("a/"), told("a/b/"), told("q/")), (vec!["b/".to_owned(), "d".into()], vec!["c".into(), "e".into()], vec![]));
    }

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
