//! The shape of files: their length, their first line, their folders.
use crate::{File, assert_none, file, tracked};
use std::collections::BTreeMap;

const LONGEST: usize = 500;
const MEASURED: [&str; 8] = [".rs", ".css", ".js", ".mjs", ".tera", ".sh", ".sql", ".py"];

fn too_long(all: &[File]) -> Vec<String> {
    let measured = all.iter().filter(|file| MEASURED.iter().any(|ending| file.path.ends_with(ending)));
    measured
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{}: {lines} lines", file.path))
        .collect()
}

#[test]
fn files_are_short() {
    assert_none("at most 500 lines a file", &too_long(&tracked()));
    assert_eq!(too_long(&[file("a.css", &"x\n".repeat(501)), file("b.rs", &"x\n".repeat(500))]), ["a.css: 501 lines"]);
}

fn without_header(all: &[File]) -> Vec<String> {
    all.iter().filter(|file| file.is_rust() && !file.text.starts_with("//! ")).map(|file| file.path.clone()).collect()
}

#[test]
fn rust_files_say_what_they_are_for() {
    assert_none("a Rust file opens with `//! ` and its job", &without_header(&tracked()));
    assert_eq!(without_header(&[file("a.rs", "use b;"), file("b.rs", "//! Sorts.\n")]), ["a.rs"]);
}

fn lonely_modules(all: &[File]) -> Vec<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for file in all {
        // A folder counts for each folder above it: `a/b/c.rs` makes both `a` and `a/b` inhabited.
        let mut path = file.path.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            *folders.entry(folder).or_default() += 1;
            path = folder;
        }
    }
    let modules = all.iter().filter_map(|file| file.path.strip_suffix("/mod.rs"));
    modules.filter(|folder| folders.get(folder) == Some(&1)).map(|folder| format!("{folder}/mod.rs")).collect()
}

#[test]
fn a_folder_with_one_file_is_a_file() {
    assert_none("a module folder with nothing but mod.rs", &lonely_modules(&tracked()));
    assert_eq!(lonely_modules(&[file("a/mod.rs", ""), file("b/mod.rs", ""), file("b/c/d.tera", "")]), ["a/mod.rs"]);
}
