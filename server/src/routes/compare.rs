//! What differs between the bundles of two revisions: file by file, and line by line within a file.

use crate::routes::bundles;
use domain::protocol::{BundleListing, Change, ComparedLine, FileEntry};
use generate::{Bundle, Generated};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// After this, what is left of a file is told as replaced: the answer stays right, only longer.
const PATIENCE: Duration = Duration::from_millis(300);

/// The listing of `now`, each file with how it differs from `before`, and the files that are gone.
pub fn listing(now: Generated, before: &Bundle) -> BundleListing {
    let differs = |path: &str| match (now.bundle.get(path), before.get(path)) {
        (Some(new), Some(old)) if new.bytes == old.bytes => None,
        (Some(_), Some(_)) => Some(Change::Changed),
        (Some(_), None) => Some(Change::Added),
        (None, _) => Some(Change::Removed),
    };
    let mut changes: Vec<_> = now.bundle.iter().map(|(path, _)| differs(path.as_str())).collect();
    let gone: Vec<FileEntry> = before
        .iter()
        .filter(|(path, _)| now.bundle.get(path.as_str()).is_none())
        .map(|(path, file)| FileEntry {
            path: path.to_string(),
            bytes: file.bytes.len() as u64,
            artefact: file.artefact.to_owned(),
            change: Some(Change::Removed),
        })
        .collect();
    let mut listing = bundles::listing(now);
    for (file, change) in listing.files.iter_mut().zip(changes.drain(..)) {
        file.change = change;
    }
    listing.files.extend(gone);
    listing.files.sort_by(|a, b| a.path.cmp(&b.path));
    listing
}

/// Both texts in one order.
pub fn lines(before: &str, now: &str) -> Vec<ComparedLine> {
    let difference = TextDiff::configure().timeout(PATIENCE).diff_lines(before, now);
    let line = |change: similar::Change<&str>| ComparedLine {
        change: match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Insert => Some(Change::Added),
            ChangeTag::Delete => Some(Change::Removed),
        },
        text: change.value().trim_end_matches('\n').to_owned(),
    };
    difference.iter_all_changes().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_told_as_gone_and_new() {
        let told = lines("a\nb\nc\n", "a\nB\nc\n");
        let told: Vec<_> = told.iter().map(|line| (line.change, line.text.as_str())).collect();
        assert_eq!(told, [(None, "a"), (Some(Change::Removed), "b"), (Some(Change::Added), "B"), (None, "c")]);
    }

    #[test]
    fn a_file_that_was_not_there_is_new_from_end_to_end() {
        assert!(lines("", "a\nb\n").iter().all(|line| line.change == Some(Change::Added)));
        assert!(lines("a\nb\n", "").iter().all(|line| line.change == Some(Change::Removed)));
    }
}
