//! `GET /catalog`: the technologies, as data.

use crate::{
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use domain::catalog::{self, Technology};
use std::sync::LazyLock;

pub const LIST: Operation = Operation {
    id: "list_technologies",
    summary: "List the technologies parts can be made with",
    description: "",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "Each with its image, pinned tag, ports, probe and licence",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<Technology>> }],
    }],
    problems: &[],
    limit: Limit::Read,
};

static TEXT: LazyLock<Bytes> = LazyLock::new(|| serde_json::to_vec(catalog::all()).unwrap_or_default().into());

pub async fn list_technologies(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/json", || TEXT.clone())
}
