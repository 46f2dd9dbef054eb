//! Reading requests: bodies, queries and designs, with errors that name the field and the line.

mod design;
mod json;
mod query;

pub use design::{DesignBody, check_design};
pub use json::JsonBody;
use json::body_bytes;
pub use query::Query;

use axum::http::{HeaderMap, header};

/// Most bytes of a request's body.
pub const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// The media type without its parameters, in lower case; empty when there is none.
fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
