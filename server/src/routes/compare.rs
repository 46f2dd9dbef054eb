//! What differs between the bundles of two revisions: file by file, and line by line within a file.

use crate::routes::bundles::{self, entry};
use domain::{
    Design,
    protocol::{BundleListing, Change, ComparedLine, FileEntry},
    work::Work,
};
use generate::{File, GenerateError, Options};
use sha2::{Digest, Sha256};
use similar::{ChangeTag, TextDiff};
use std::{collections::BTreeMap, time::Duration};

/// After this, what is left of a file is told as replaced: the answer stays right, only longer.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is kept of a file of the bundle before: its entry, and a hash of its bytes.
type Before = BTreeMap<String, (FileEntry, [u8; 32])>;

/// The listing of `now`, each file with how it differs from `before`, and the files that are gone.
pub fn listing(now: &Design, before: &Design, options: &Options, work: &Work) -> Result<BundleListing, GenerateError> {
    let hash = |file: &File| -> [u8; 32] { Sha256::digest(&file.bytes).into() };
    let mut old = Before::new();
    generate::stream(before, options, work, &mut |path, file| {
        let hash = hash(&file);
        old.insert(path.to_string(), (entry(path, file), hash));
        Ok(())
    })?;
    let mut listing = bundles::listing(now, options, work, |path, file| {
        let change = match old.remove(path.as_str()) {
            None => Some(Change::Added),
            Some((_, before)) => (before != hash(&file)).then_some(Change::Changed),
        };
        FileEntry { change, ..entry(path, file) }
    })?;
    listing.files.extend(old.into_values().map(|(file, _)| FileEntry { change: Some(Change::Removed), ..file }));
    Ok(bundles::cut(listing))
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
