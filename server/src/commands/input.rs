//! Reading a design or a brief from a file or from standard input, with the line of what is wrong.

use super::Failure;
use domain::{Design, file::ReadError};
use std::{io::Read, path::Path};

/// The text of a file; `-` is standard input.
pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// A valid design from a file.
pub(super) fn read_design(path: &Path) -> Result<Design, Failure> {
    parse_design(path, &read_text(path)?)
}

/// A valid design from the text of a file.
pub(super) fn parse_design(path: &Path, text: &str) -> Result<Design, Failure> {
    domain::file::read(text).map_err(|error| explain(&shown(path), &error))
}

/// How messages name the file.
pub(super) fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

/// One line a problem, as compilers write them: `plan.yaml:12:5: elements.orders.port: …`.
fn explain(name: &str, error: &ReadError) -> Failure {
    let mut lines = vec![match error.problems.len() {
        1 => format!("{name} is not a valid design"),
        n => format!("{name} is not a valid design: {n} problems"),
    }];
    for problem in &error.problems {
        let place = match (problem.line, problem.column) {
            (Some(line), Some(column)) => format!("{name}:{line}:{column}"),
            (Some(line), None) => format!("{name}:{line}"),
            _ => name.to_owned(),
        };
        let path = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
        lines.push(format!("  {place}: {path}{}", problem.message));
    }
    lines.join("\n")
}
