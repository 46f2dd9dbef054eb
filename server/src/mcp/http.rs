//! `/mcp` of `serve`: the tools for whoever asks over HTTP, each request by itself. No session is kept, so that any replica answers. A
//! body is read within the same budget as every other, and what it would take in memory when parsed is bounded before it is.

use super::{Place, Tools};
use crate::{
    error::{Kind, Problem},
    extract::{Body, require_json},
    state::App,
};
use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService, session::never::NeverSessionManager};
use std::sync::Arc;

/// Most bytes of a body outside of its texts: brackets, commas, numbers, quotes. Each may become a hundred bytes when it is parsed.
const MAX_STRUCTURE_BYTES: usize = 32 * 1024;

/// Most bytes of what the library says of a request.
const MAX_REFUSAL_BYTES: usize = 64 * 1024;

/// The protocol, as its own makers speak it.
type Service = StreamableHttpService<Tools, NeverSessionManager>;

/// What the route needs.
#[derive(Clone)]
pub struct Mcp(Service);

impl Mcp {
    pub fn new(app: &App) -> Self {
        let tools = Tools::new(Place::Studio(app.clone()));
        // Other origins are refused around every route, also those that give this address another name.
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_sse_keep_alive(None)
            .disable_allowed_hosts();
        Self(StreamableHttpService::new(move || Ok(tools.clone()), Arc::new(NeverSessionManager::default()), config))
    }

    /// `POST /mcp`.
    pub async fn answer(self, State(app): State<App>, request: Request) -> Response {
        if let Err(problem) = require_json(request.headers()) {
            return problem.into_response();
        }
        let (parts, body) = request.into_parts();
        let body = match Body::read(&parts.headers, body, &app).await {
            Ok(body) => body,
            Err(problem) => return problem.into_response(),
        };
        if structure(body.bytes()) > MAX_STRUCTURE_BYTES {
            let detail =
                format!("A message may hold {} KiB beside its texts: send a design as the text of its file.", MAX_STRUCTURE_BYTES / 1024);
            return Problem::new(Kind::TOO_LARGE, detail).into_response();
        }
        // What is made of the bytes counts as held until there is an answer.
        let (bytes, _held) = body.into_parts();
        let answer = self.0.handle(Request::from_parts(parts, axum::body::Body::from(bytes))).await;
        let answer = answer.map(axum::body::Body::new);
        if is_refusal(&answer) { refused(answer).await.into_response() } else { answer }
    }
}

/// What is wrong with a message is said in the protocol, as JSON. What is wrong with the request, the library says in a line of text.
fn is_refusal(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    (answer.status().is_client_error() || answer.status().is_server_error()) && kind != Some(b"application/json".as_slice())
}

/// The same as everywhere else says it.
async fn refused(answer: Response) -> Problem {
    let (status, body) = (answer.status(), answer.into_body());
    let said = to_bytes(body, MAX_REFUSAL_BYTES).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let reason = said.split_once(": ").map_or(&*said, |(_, reason)| reason);
    match status {
        StatusCode::NOT_ACCEPTABLE => {
            Problem::new(Kind::NOT_ACCEPTABLE, "The protocol asks for “Accept: application/json, text/event-stream”.")
        }
        // The type was right: it is the text that is no message.
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Kind::UNREADABLE, "The body is no message of the Model Context Protocol."),
        status if status.is_server_error() => Problem::internal(said),
        _ => Problem::new(Kind::UNREADABLE, format!("The request does not fit the Model Context Protocol: {reason}.")),
    }
}

/// Bytes outside of texts, their quotes included.
fn structure(json: &[u8]) -> usize {
    let (mut outside, mut in_text, mut escaped) = (0, false, false);
    for byte in json {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => (in_text, outside) = (false, outside + 1),
            (true, _) => {}
            (false, b'"') => (in_text, outside) = (true, outside + 1),
            (false, _) => outside += 1,
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::structure;

    #[test]
    fn only_what_is_outside_of_texts_counts() {
        assert_eq!(structure(br#"{"a":"xyz\"]]]"}"#), r#"{"":""}"#.len());
        assert_eq!(structure(b"[1,2,3]"), 7);
        assert_eq!(structure(&[b'['; 100]), 100);
    }
}
