//! `groundplan.yaml`: text to Design with errors that name the line, and back. JSON is YAML, so it is read the same way.
//! Must not judge what the text describes: that is the review's job.

#[cfg(any(test, feature = "arbitrary"))]
pub mod misfit;
mod outline;
mod read;
mod schema;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use read::read;
pub use schema::schema;
pub use write::write;

/// Longest text that is read, in bytes. A Design at all its limits is smaller.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

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
