//! Answers that several routes give: JSON that clients may keep and ask about again, and downloads.

use crate::{error::Problem, hex, store::Opened};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A strong validator for these bytes.
pub fn etag_of(bytes: &[u8]) -> String {
    format!("\"{}\"", hex::encode(&Sha256::digest(bytes)[..12]))
}

/// A validator for what follows from a project's design and what its reader may do. The chain is in it: numbers alone come again when a
/// backup was restored.
pub fn revision_etag(opened: &Opened) -> String {
    let chain = opened.chain.map(|chain| chain.text()).unwrap_or_default();
    let chain = chain.get(..16).unwrap_or_default();
    let unreadable = if opened.unreadable.is_some() { "-before" } else { "" };
    format!("\"{}-{chain}-{:?}{unreadable}\"", opened.revision, opened.role)
}

/// JSON as text. That of a large design takes its time: see [`crate::pool`].
pub fn json_text(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(Problem::internal)
}

/// An answer of JSON that was made before, in the compute pool.
pub fn json(text: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The bytes with their validator, or 304 when the client has them already.
pub fn conditional(request: &HeaderMap, etag: &str, content_type: &'static str, bytes: impl FnOnce() -> Bytes) -> Response {
    let mut response = if is_known(request, etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(bytes()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response
    };
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Cookie"));
    response
}

/// Whether the client says it has what this validator stands for.
pub fn is_known(request: &HeaderMap, etag: &str) -> bool {
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    // A proxy or our own compression may have made a strong validator weak.
    let same = |tag: &str| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*";
    known.is_some_and(|tags| tags.split(',').any(same))
}

/// A file to be saved. The name must be a slug: it goes into a header as it is.
pub fn download(name: &str, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_validator_gets_no_body() {
        let etag = etag_of(b"x");
        for (sent, status) in [(etag.clone(), 304), (format!("W/{etag}"), 304), (format!("\"a\", {etag}"), 304), ("\"other\"".into(), 200)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, sent.parse().unwrap());
            let response = conditional(&headers, &etag, "application/json", || Bytes::from_static(b"x"));
            assert_eq!(response.status().as_u16(), status, "{sent}");
        }
    }
}
