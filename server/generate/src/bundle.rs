//! A bundle: safe paths to bytes, in order. A duplicate or unsafe path is an error, not a surprise on somebody's disk.

use crate::{GenerateError, names, origin::Marked};
use std::{collections::BTreeMap, fmt};

/// Longest path, in bytes: on Windows, where 260 are allowed, this leaves room for the folder it is unpacked to.
const MAX_PATH_BYTES: usize = 180;

/// A relative path that stays inside the bundle on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundlePath(String);

impl BundlePath {
    /// Letters, digits and `._-` in every segment; no empty, `.` or `..` segment, none that ends with a dot, and none that Windows keeps
    /// for a device.
    pub fn new(path: impl Into<String>) -> Result<Self, GenerateError> {
        let path = path.into();
        let fits = |segment: &str| {
            !segment.is_empty()
                && segment != "."
                && segment != ".."
                && !segment.ends_with('.')
                && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
                && !names::is_device(segment)
        };
        if path.len() > MAX_PATH_BYTES || !path.split('/').all(fits) {
            return Err(GenerateError::internal(&path, "is not a safe path"));
        }
        Ok(Self(path))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BundlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub bytes: Vec<u8>,
    pub executable: bool,
    /// The slug of the artefact that wrote it.
    pub artefact: &'static str,
    /// Lines that know what they are printed from.
    pub marks: Vec<Marked>,
}

/// Files by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    files: BTreeMap<BundlePath, File>,
}

impl Bundle {
    /// Adds a file; refuses a second one at the same path.
    pub fn add(&mut self, path: BundlePath, file: File) -> Result<(), GenerateError> {
        if self.files.contains_key(&path) {
            return Err(GenerateError::internal(&path.0, "was written twice"));
        }
        self.files.insert(path, file);
        Ok(())
    }
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(&BundlePath(path.to_owned()))
    }
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&BundlePath, &File)> {
        self.files.iter()
    }
    pub fn len(&self) -> usize {
        self.files.len()
    }
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl IntoIterator for Bundle {
    type Item = (BundlePath, File);
    type IntoIter = std::collections::btree_map::IntoIter<BundlePath, File>;
    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

/// The paths of a bundle, as a disk sees them that does not tell capitals from small letters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paths {
    taken: BTreeMap<String, Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

impl Paths {
    /// Takes a path; refuses one that on some disk would be another file, or a folder.
    pub(crate) fn take(&mut self, path: &BundlePath) -> Result<(), GenerateError> {
        let folded = path.0.to_ascii_lowercase();
        for (end, _) in folded.match_indices('/') {
            match self.taken.get(&folded[..end]) {
                None => _ = self.taken.insert(folded[..end].to_owned(), Kind::Folder),
                Some(Kind::Folder) => {}
                Some(Kind::File) => return Err(GenerateError::internal(&path.0, "stands below a file")),
            }
        }
        if self.taken.contains_key(&folded) {
            return Err(GenerateError::internal(&path.0, "was written twice, or differs from another path by capitals only"));
        }
        self.taken.insert(folded, Kind::File);
        Ok(())
    }
    /// Whether there is a file at a path, whose capitals do not count.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.taken.get(&path.to_ascii_lowercase()) == Some(&Kind::File)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_every_system_can_write_are_safe() {
        for good in ["README.md", ".github/workflows/ci.yml", "services/orders/src/main.js", "a/console/b", "a/com10"] {
            assert!(BundlePath::new(good).is_ok(), "{good}");
        }
        let long = format!("{}/b", "a".repeat(MAX_PATH_BYTES));
        for bad in ["", "/a", "a//b", "../a", "a/..", "a b", "a.", "a./b", "con", "services/aux/x", "a/nul.js", "a/COM1.tar.gz", "ä", &long]
        {
            assert!(BundlePath::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_path_is_taken_once_whatever_its_capitals() {
        let take = |paths: &mut Paths, path: &str| paths.take(&BundlePath::new(path).expect("a safe path")).is_ok();
        let mut paths = Paths::default();
        assert!(take(&mut paths, "docs/README.md") && take(&mut paths, "docs/a/b") && take(&mut paths, "docs/a/c"));
        for clash in ["docs/readme.md", "Docs/A/B", "docs/a", "docs/README.md/x", "DOCS"] {
            assert!(!take(&mut paths, clash), "{clash}");
        }
        assert!(paths.has_file("docs/a/b") && !paths.has_file("docs/a"));
    }
}
