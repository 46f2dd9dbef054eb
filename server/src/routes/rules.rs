//! `GET /rules`: the rules of the review, as data.

use crate::{
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use domain::review::{self, Rule};
use std::sync::LazyLock;

pub const LIST: Operation = Operation {
    id: "list_rules",
    summary: "List the rules of the review",
    description: "",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "Each with why it matters, what mends it, and an example",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<Rule>> }],
    }],
    problems: &[],
    limit: Limit::None,
};

static TEXT: LazyLock<Bytes> = LazyLock::new(|| serde_json::to_vec(review::rules()).unwrap_or_default().into());

pub async fn list_rules(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/json", || TEXT.clone())
}
