//! From text to Design. Hostile texts are refused by size, depth and count before they cost anything.

use super::{
    MAX_FILE_BYTES, ReadError, TextProblem,
    outline::{Outline, Position},
    words,
};
use crate::{Design, design::SCHEMA_VERSION};
use serde_saphyr::{DuplicateKeyPolicy, Error, MergeKeyPolicy, Options};

/// Reads a Design from YAML or JSON. The result is valid: [`Design::problems`] is empty.
pub fn read(text: &str) -> Result<Design, ReadError> {
    if text.len() > MAX_FILE_BYTES {
        let message = format!("the file is {} MiB long; at most {} MiB are read", text.len() >> 20, MAX_FILE_BYTES >> 20);
        return Err(ReadError { problems: vec![TextProblem { path: String::new(), message, line: None, column: None }] });
    }
    let design: Design = serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| ReadError { problems: vec![explain(text, error.without_snippet())] })?;
    let problems = design.problems();
    if problems.is_empty() {
        return Ok(design);
    }
    let outline = Outline::of(text);
    let mut problems: Vec<TextProblem> =
        problems.into_iter().map(|problem| at(problem.path.clone(), problem.message, outline.find(&problem.path))).collect();
    problems.sort_by_key(|problem| (problem.line, problem.column));
    Err(ReadError { problems })
}

/// YAML 1.2 without its traps: no aliases, merges, tags or doubled keys.
fn options() -> Options {
    let mut options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 4_000_000,
            max_nodes: 4_000_000,
            max_depth: 32,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
            max_merge_keys: 0,
            max_total_scalar_bytes: MAX_FILE_BYTES,
            flow_nesting_limit: 32,
        },
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    options.duplicate_keys = DuplicateKeyPolicy::Error;
    options.merge_keys = MergeKeyPolicy::Error;
    options
}

/// What a person should read about a text that is not a Design.
fn explain(text: &str, error: &Error) -> TextProblem {
    let outline = Outline::of(text);
    if let Some(problem) = wrong_version(&outline) {
        return problem;
    }
    let position = error.location().filter(|at| at.line() > 0).map(|at| Position { line: at.line(), column: at.column() });
    if !outline.is_mapping && !words::is_syntax(error) {
        let message = "this is not a design: it must begin with “groundplan: 1” and hold a group of fields".to_owned();
        return at(String::new(), message, position);
    }
    let value = position.and_then(|position| outline.value_at(position));
    let key = position.and_then(|position| outline.key_at(position));
    let about_a_key = matches!(error, Error::SerdeUnknownField { .. } | Error::DuplicateMappingKey { .. } | Error::Message { .. });
    let path = match (value, key) {
        (Some((path, Some(_))), _) => path,
        (_, Some(path)) if about_a_key => path,
        (Some((path, None)), _) | (None, Some(path)) => path,
        (None, None) => "",
    };
    at(path.to_owned(), words::message(error, path, value.and_then(|(_, text)| text)), position)
}

/// A text of another schema version explains every other error.
fn wrong_version(outline: &Outline) -> Option<TextProblem> {
    let key = "groundplan";
    let message = match outline.text_of(key) {
        None if outline.is_mapping && !outline.is_broken && !outline.holds(key) => {
            "“groundplan: 1” is missing: it says that this is a design, and in which version of the format".to_owned()
        }
        None => return None,
        Some(text) => {
            let version: u64 = text.parse().ok()?;
            if version <= u64::from(SCHEMA_VERSION) {
                return None;
            }
            format!("this design has format version {version}, and this program reads up to {SCHEMA_VERSION}: it needs a newer Groundplan")
        }
    };
    Some(at(key.to_owned(), message, outline.find(key)))
}

fn at(path: String, message: String, position: Option<Position>) -> TextProblem {
    TextProblem { path, message, line: position.map(|at| at.line), column: position.map(|at| at.column) }
}
