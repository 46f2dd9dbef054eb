//! What differs between the bundles of two revisions: file by file, and line by line within a file.

use crate::routes::bundles::entry;
use domain::{
    Design,
    protocol::{BundleListing, Change, ComparedLine, FileEntry},
};
use generate::{GenerateError, Generated, Options};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// After this, what is left of a file is told as replaced: the answer stays right, only longer.
const PATIENCE: Duration = Duration::from_millis(300);

/// The listing of `now`, each file with how it differs from `before`, and the files that are gone.
pub fn listing(now: &Design, before: &Design, options: &Options) -> Result<BundleListing, GenerateError> {
    let Generated { bundle, warnings, checks } = generate::generate(now, options)?;
    let before = generate::generate(before, options)?.bundle;
    let kept = bundle.iter().map(|(path, file)| {
        let change = match before.get(path.as_str()) {
            None => Some(Change::Added),
            Some(old) => (old.bytes != file.bytes).then_some(Change::Changed),
        };
        FileEntry { change, ..entry(path, file) }
    });
    let gone = before.iter().filter(|(path, _)| bundle.get(path.as_str()).is_none());
    let mut files: Vec<_> = kept.chain(gone.map(|(path, file)| FileEntry { change: Some(Change::Removed), ..entry(path, file) })).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(BundleListing { artefacts: generate::artefacts(now, options, &bundle)?, files, warnings, checks })
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
