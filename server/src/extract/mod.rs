//! Reading requests: bodies, queries and designs, with errors that name the field and the line.

mod body;
mod design;
mod form;
mod json;
mod path;
mod query;

pub use body::Body;
pub use design::{DesignBody, check_design};
pub use form::FormBody;
pub use json::{JsonBody, JsonText, require_json};
pub use path::Path;
pub use query::Query;

use axum::http::{HeaderMap, header};

/// The media type without its parameters, in lower case; empty when there is none.
pub fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
