//! `groundplan generate --check`: whether a folder is what its design gives, file by file. Exit code 1 when it is not. Writes nothing.

use super::Failure;
use crate::cli::GenerateArgs;
use ::generate::Options;
use domain::Design;
use std::{path::Path, process::ExitCode};

#[cfg(unix)]
pub(super) fn run(args: &GenerateArgs, design: &Design, options: &Options, folder: &Path) -> Result<ExitCode, Failure> {
    use crate::folder::{Root, compare};
    if !folder.is_dir() {
        return Err(format!("{} is not a folder", folder.display()));
    }
    let unreadable = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
    let opened = Root::open(folder).map_err(|error| unreadable(&error))?.folder(".").map_err(|refused| unreadable(&refused))?;
    let compared = compare(&opened, design, Some(options.clone()), &domain::work::Work::unlimited()).map_err(|error| unreadable(&error))?;
    super::print(&text(&compared, args, folder))?;
    Ok(if compared.found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(not(unix))]
pub(super) fn run(_: &GenerateArgs, _: &Design, _: &Options, _: &Path) -> Result<ExitCode, Failure> {
    Err("--check compares folders on Unix systems only".into())
}

/// A line a difference, then how many there are and what puts them right.
#[cfg(unix)]
fn text(crate::folder::Compared { files, found }: &crate::folder::Compared, args: &GenerateArgs, folder: &Path) -> String {
    use crate::folder::State;
    use std::fmt::Write;
    let (design, folder) = (super::input::shown(&args.design), folder.display());
    if found.is_empty() {
        return format!("{folder} is what {design} gives: {files} files\n");
    }
    let mut text = String::new();
    let (mut unexpected, mut left_over) = (0, 0);
    for (path, state) in found {
        let word = match state {
            State::Missing => "missing",
            State::Changed { .. } => "changed",
            State::Outdated => "outdated",
            State::NotExecutable => "not executable",
            State::NoFile => "not a file",
            State::LeftOver => {
                left_over += 1;
                "left over"
            }
            State::Extra => {
                unexpected += 1;
                "unexpected"
            }
        };
        let line = if let State::Changed { line: Some(line) } = state { format!(":{line}") } else { String::new() };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{word:<14}  {path}{line}");
    }
    let differ = found.len() - unexpected - left_over;
    let old = if left_over == 0 { String::new() } else { format!(", {left_over} of an earlier writing left over") };
    let _ = writeln!(text, "{folder} is not what {design} gives: {differ} of {files} files differ, {unexpected} unexpected{old}");
    if differ > 0 {
        let _ = writeln!(text, "To write them again: groundplan generate DESIGN -o DIR --force");
    }
    text
}
