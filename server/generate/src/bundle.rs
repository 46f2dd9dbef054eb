//! A bundle: safe paths to bytes, in order. A duplicate or unsafe path is an error, not a surprise on somebody's disk.

use crate::{GenerateError, origin::Marked};
use std::{collections::BTreeMap, fmt};

/// A relative path that stays inside the bundle on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundlePath(String);

impl BundlePath {
    /// Letters, digits and `._-` in every segment; no empty, `.` or `..` segment; at most 200 bytes.
    pub fn new(path: impl Into<String>) -> Result<Self, GenerateError> {
        let path = path.into();
        let fits = |segment: &str| {
            !segment.is_empty()
                && segment != "."
                && segment != ".."
                && !segment.ends_with('.')
                && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        if path.len() > 200 || !path.split('/').all(fits) {
            return Err(GenerateError::Internal { file: path, message: "is not a safe path".into() });
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
            return Err(GenerateError::Internal { file: path.0, message: "was written twice".into() });
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
    /// The files whose paths begin so.
    pub fn below<'b>(&'b self, folder: &'b str) -> impl Iterator<Item = (&'b BundlePath, &'b File)> {
        self.files.range(BundlePath(folder.to_owned())..).take_while(move |(path, _)| path.0.starts_with(folder))
    }
    pub fn len(&self) -> usize {
        self.files.len()
    }
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
