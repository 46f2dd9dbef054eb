//! `GET /schema`: the JSON Schema of `groundplan.yaml`, so that editors complete it.

use crate::{
    openapi::{Answer, Limit, Operation, Payload, any_json},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use std::sync::LazyLock;

pub const SHOW: Operation = Operation {
    id: "show_schema",
    summary: "The JSON Schema of groundplan.yaml",
    description: "",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "A schema in draft 2020-12",
        payloads: &[Payload { media_types: &["application/schema+json"], schema: any_json }],
    }],
    problems: &[],
    limit: Limit::Read,
};

static TEXT: LazyLock<Bytes> = LazyLock::new(|| domain::file::schema().to_string().into());

pub async fn show_schema(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/schema+json", || TEXT.clone())
}
