//! `groundplan generate --check`: whether a folder is what its design gives, file by file. Exit code 1 when it is not. Writes nothing.

use super::{Failure, input::shown, print};
use crate::cli::GenerateArgs;
use ::generate::{Bundle, File};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    io,
    path::Path,
    process::ExitCode,
};

/// What is wrong with one file, or with a whole folder that the design does not give.
#[derive(Debug, PartialEq, Eq)]
enum Difference {
    Missing,
    /// The first line that differs, from 1.
    Changed(usize),
    /// A script that nobody can run.
    NotExecutable,
    Unexpected,
}

pub(super) fn run(args: &GenerateArgs, bundle: &Bundle, folder: &Path) -> Result<ExitCode, Failure> {
    if !folder.is_dir() {
        return Err(format!("{} is not a folder", folder.display()));
    }
    let differences = compare(bundle, folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    print(&text(&differences, args, bundle.len(), folder))?;
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A line a difference, then how many there are and what puts them right.
fn text(differences: &BTreeMap<String, Difference>, args: &GenerateArgs, files: usize, folder: &Path) -> String {
    let (design, folder) = (shown(&args.design), folder.display());
    if differences.is_empty() {
        return format!("{folder} is what {design} gives: {files} files\n");
    }
    let mut text = String::new();
    for (path, difference) in differences {
        // Writing to a String cannot fail.
        let _ = match difference {
            Difference::Missing => writeln!(text, "missing         {path}"),
            Difference::Changed(line) => writeln!(text, "changed         {path}:{line}"),
            Difference::NotExecutable => writeln!(text, "not executable  {path}"),
            Difference::Unexpected => writeln!(text, "unexpected      {path}"),
        };
    }
    let unexpected = differences.values().filter(|difference| **difference == Difference::Unexpected).count();
    let _ = writeln!(
        text,
        "{folder} is not what {design} gives: {} of {files} files differ, {unexpected} unexpected",
        differences.len() - unexpected
    );
    if unexpected < differences.len() {
        let _ = writeln!(text, "To write them again: groundplan generate DESIGN -o DIR --force");
    }
    text
}

/// Differences by path; the path of a folder ends with a slash.
fn compare(bundle: &Bundle, folder: &Path) -> io::Result<BTreeMap<String, Difference>> {
    let mut differences = BTreeMap::new();
    for (path, file) in bundle.iter() {
        if let Some(difference) = difference(file, &folder.join(path.as_str()))? {
            differences.insert(path.to_string(), difference);
        }
    }
    let mut search = Search::new(bundle);
    search.look_into(folder, "")?;
    differences.extend(search.found.into_iter().map(|path| (path, Difference::Unexpected)));
    Ok(differences)
}

fn difference(file: &File, path: &Path) -> io::Result<Option<Difference>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory) => {
            return Ok(Some(Difference::Missing));
        }
        Err(error) => return Err(error),
    };
    if bytes != file.bytes {
        let same = bytes.iter().zip(&file.bytes).take_while(|(here, given)| here == given);
        return Ok(Some(Difference::Changed(1 + same.filter(|(byte, _)| **byte == b'\n').count())));
    }
    Ok((file.executable && !is_executable(path)?).then_some(Difference::NotExecutable))
}

#[cfg(unix)]
fn is_executable(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o100 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> io::Result<bool> {
    Ok(true)
}

/// Looks for what the bundle does not hold. What its `.gitignore` keeps out of a repository, and the repository itself, are no surprise.
struct Search<'a> {
    files: BTreeSet<&'a str>,
    folders: BTreeSet<&'a str>,
    ignored: Vec<&'a str>,
    found: Vec<String>,
}

impl<'a> Search<'a> {
    fn new(bundle: &'a Bundle) -> Self {
        let files: BTreeSet<&str> = bundle.iter().map(|(path, _)| path.as_str()).collect();
        let folders = files.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        let ignore = bundle.get(".gitignore").and_then(|file| std::str::from_utf8(&file.bytes).ok()).unwrap_or_default();
        let ignored = ignore.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).chain([".git/"]).collect();
        Self { files, folders, ignored, found: Vec::new() }
    }

    /// `below` is the folder's path in the bundle: empty, or with a slash at its end.
    fn look_into(&mut self, folder: &Path, below: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{below}{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type()?.is_dir();
            if self.is_ignored(&path, is_folder) {
                continue;
            }
            if is_folder && self.folders.contains(path.as_str()) {
                self.look_into(&entry.path(), &format!("{path}/"))?;
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
        self.ignored.iter().any(|pattern| {
            let (name, folders_only) = pattern.strip_suffix('/').map_or((*pattern, false), |name| (name, true));
            let meant = match name.strip_prefix('/') {
                Some(top) => path == top,
                None => path.rsplit('/').next() == Some(name),
            };
            meant && (is_folder || !folders_only)
        })
    }
}
