//! The house rules that no compiler checks: layers, sizes, words, places. It reads the tracked files and nothing that was built.
mod files;
mod layers;
mod places;
mod purity;
mod rules;
mod shape;
mod views;
mod words;

use files::{File, tracked};

/// Fails with one line for each thing found.
fn assert_none(rule: &str, found: &[String]) {
    assert!(found.is_empty(), "{rule}\n  {}", found.join("\n  "));
}

/// A file for the examples that show that a rule can fail.
fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}
