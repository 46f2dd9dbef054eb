//! `groundplan generate --check`: whether a folder is what its design gives, file by file. Exit code 1 when it is not. Writes nothing.

use super::{Failure, input::shown, print};
use crate::cli::GenerateArgs;
use ::generate::{BundlePath, File, GenerateError, Options};
use domain::{Design, work::Work};
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

pub(super) fn run(args: &GenerateArgs, design: &Design, options: &Options, folder: &Path) -> Result<ExitCode, Failure> {
    if !folder.is_dir() {
        return Err(format!("{} is not a folder", folder.display()));
    }
    let (files, differences) = compare(design, options, folder)?;
    print(&text(&differences, args, files, folder))?;
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

/// The number of files, and differences by path; the path of a folder ends with a slash.
fn compare(design: &Design, options: &Options, folder: &Path) -> Result<(usize, BTreeMap<String, Difference>), Failure> {
    let unreadable = |error: io::Error| format!("{}: {error}", folder.display());
    let mut differences = BTreeMap::new();
    let mut search = Search::default();
    let take = &mut |path: BundlePath, file: File| {
        if let Some(difference) =
            difference(&file, &folder.join(path.as_str())).map_err(|error| GenerateError::unwritten(unreadable(error)))?
        {
            differences.insert(path.to_string(), difference);
        }
        search.expect(&path, &file);
        Ok(())
    };
    let said = ::generate::stream(design, options, &Work::unlimited(), take).map_err(|error| error.to_string())?;
    search.look_into(folder, "").map_err(unreadable)?;
    differences.extend(search.found.into_iter().map(|path| (path, Difference::Unexpected)));
    Ok((said.files, differences))
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
#[derive(Default)]
struct Search {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    ignored: Vec<String>,
    found: Vec<String>,
}

impl Search {
    /// A file that the bundle holds.
    fn expect(&mut self, path: &BundlePath, file: &File) {
        let path = path.as_str();
        self.folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
        self.files.insert(path.to_owned());
        if path == ".gitignore" {
            let ignore = String::from_utf8_lossy(&file.bytes);
            self.ignored = ignore.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
        }
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
        self.ignored.iter().map(String::as_str).chain([".git/"]).any(|pattern| {
            let (name, folders_only) = pattern.strip_suffix('/').map_or((pattern, false), |name| (name, true));
            let meant = match name.strip_prefix('/') {
                Some(top) => path == top,
                None => path.rsplit('/').next() == Some(name),
            };
            meant && (is_folder || !folders_only)
        })
    }
}
