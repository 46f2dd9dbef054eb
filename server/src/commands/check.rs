//! `groundplan generate --check`: whether a folder is what its design gives, file by file. Exit code 1 when it is not. Writes nothing.

use super::{Failure, input::shown, print};
use crate::{cli::GenerateArgs, folder::Search};
use ::generate::{BundlePath, File, GenerateError, Options};
use domain::{Design, work::Work};
use std::{collections::BTreeMap, fmt::Write, io, path::Path, process::ExitCode};

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
    search.look_into("", &mut |below| list(&folder.join(below))).map_err(unreadable)?;
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

/// The names in a folder, and whether each is a folder itself.
fn list(folder: &Path) -> io::Result<Vec<(String, bool)>> {
    let entry = |entry: io::Result<std::fs::DirEntry>| {
        let entry = entry?;
        Ok((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()))
    };
    std::fs::read_dir(folder)?.map(entry).collect()
}
