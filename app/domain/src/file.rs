//! `groundplan.yaml`: text to Design with errors that name the line, and back. JSON is YAML, so it is read the same way.

use crate::Design;

/// One thing wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextProblem {
    /// From the top of the document: `elements.orders.port`; empty when the text is not YAML at all.
    pub path: String,
    pub message: String,
    /// From 1; absent when it is about the whole document.
    pub line: Option<u64>,
    pub column: Option<u64>,
}

/// Why a text is not a Design: every problem found, in order of lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.first().map_or("", |p| p.message.as_str()))]
pub struct ReadError {
    pub problems: Vec<TextProblem>,
}

/// Reads a Design from YAML or JSON.
pub fn read(text: &str) -> Result<Design, ReadError> {
    serde_saphyr::from_str(text).map_err(|error| ReadError {
        problems: vec![TextProblem { path: String::new(), message: error.to_string(), line: None, column: None }],
    })
}
