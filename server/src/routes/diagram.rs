//! `GET /projects/{id}/diagram.svg`: the picture of a project, for documents and wikis.

use crate::{
    error::{Kind, Problem},
    extract::Path,
    openapi::{Answer, Limit, Operation, PROJECT, Payload, text},
    respond::{conditional, is_known, revision_etag},
    security::owner::Actor,
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

pub const SHOW: Operation = Operation {
    id: "show_diagram",
    summary: "Draw a project",
    description: "A picture that stands alone, for light and dark pages.",
    parameters: &[PROJECT],
    body: None,
    answers: &[Answer { status: 200, description: "The picture", payloads: &[Payload { media_types: &["image/svg+xml"], schema: text }] }],
    problems: &[Kind::NOT_FOUND],
    limit: Limit::Diagram,
};

/// The picture brings its own style; nothing else in it may load or run.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");

pub async fn show_diagram(State(app): State<App>, actor: Actor, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let opened = app.store.open_project(actor.hashed(), id, None).await?;
    let etag = revision_etag(&opened);
    let picture = if is_known(&headers, &etag) {
        String::new()
    } else {
        app.pool_for(&opened.design).run(move |work| canvas::svg(&opened.design, work)).await?
    };
    let mut response = conditional(&headers, &etag, "image/svg+xml", || picture.into());
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}
