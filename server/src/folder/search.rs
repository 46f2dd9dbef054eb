//! Looks in a folder for what its bundle does not hold. What the bundle's `.gitignore` keeps out of a repository, the repository itself,
//! the bundle's checksums and files that are being written are no surprise. Must not know how a folder is listed.

use super::SUMS;
use generate::{BundlePath, File};
use std::{collections::BTreeSet, io};

/// How the names of files begin and end that have not taken their place yet; between them two numbers.
pub(super) const BEGIN: &str = ".groundplan-";
pub(super) const END: &str = ".part";

/// Lists a folder: names, and whether each is a folder itself. The path is the folder's in the bundle: empty, or with a slash at its end.
pub type List<'l> = dyn FnMut(&str) -> io::Result<Vec<(String, bool)>> + 'l;

/// What is expected, and what was found beside it.
#[derive(Debug, Default)]
pub struct Search {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    ignored: Vec<String>,
    /// Paths that the bundle does not hold; that of a folder ends with a slash.
    pub found: Vec<String>,
}

impl Search {
    /// A file that the bundle holds.
    pub fn expect(&mut self, path: &BundlePath, file: &File) {
        let path = path.as_str();
        self.folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
        self.files.insert(path.to_owned());
        if path == ".gitignore" {
            let ignore = String::from_utf8_lossy(&file.bytes);
            self.ignored = ignore.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
        }
    }

    /// Looks into the folder at `below`, and into those of the bundle in it.
    pub fn look_into(&mut self, below: &str, list: &mut List) -> io::Result<()> {
        for (name, is_folder) in list(below)? {
            let path = format!("{below}{name}");
            if self.is_ignored(&path, is_folder) {
                continue;
            }
            if is_folder && self.folders.contains(path.as_str()) {
                self.look_into(&format!("{path}/"), list)?;
            } else if is_folder {
                self.found.push(format!("{path}/"));
            } else if !self.files.contains(path.as_str()) && !self.folders.contains(path.as_str()) {
                self.found.push(path);
            }
        }
        Ok(())
    }

    /// The patterns of our own `.gitignore`: names without wildcards, at the top when they begin with a slash.
    fn is_ignored(&self, path: &str, is_folder: bool) -> bool {
        // What is being written has not taken its place yet.
        let is_draft = path.rsplit('/').next().is_some_and(is_draft) && !is_folder;
        path == SUMS
            || is_draft
            || self.ignored.iter().map(String::as_str).chain([".git/"]).any(|pattern| {
                let (name, folders_only) = pattern.strip_suffix('/').map_or((pattern, false), |name| (name, true));
                let meant = match name.strip_prefix('/') {
                    Some(top) => path == top,
                    None => path.rsplit('/').next() == Some(name),
                };
                meant && (is_folder || !folders_only)
            })
    }
}

/// Whether a name is one of those that drafts have.
pub(super) fn is_draft(name: &str) -> bool {
    let numbers = name.strip_prefix(BEGIN).and_then(|name| name.strip_suffix(END)).and_then(|numbers| numbers.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
}
