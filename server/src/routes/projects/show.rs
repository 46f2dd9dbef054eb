//! `GET /projects/{id}`: a project with its design.

use super::ProjectView;
use crate::{
    error::{Kind, Problem},
    extract::{Path, Query},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    respond::{conditional, is_known, revision_etag},
    security::owner::Actor,
    state::App,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::protocol::Project;
use serde::Deserialize;

pub const SHOW: Operation = Operation {
    id: "show_project",
    summary: "Read a project",
    description: "The ETag changes with every save.",
    parameters: &[
        PROJECT,
        Parameter { name: "routes", description: "Whether to tell how the links of a large design run", kind: "boolean" },
    ],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The project at its last revision",
        payloads: &[Payload { media_types: JSON, schema: shape::<Project> }],
    }],
    problems: &[Kind::NOT_FOUND, Kind::INVALID],
    limit: Limit::Read,
};

/// What is wanted beside the design.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    routes: bool,
}

pub async fn show_project(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let opened = app.store.open_project(actor.hashed(), id.clone(), None).await?;
    let etag = revision_etag(&opened);
    let text = if is_known(&headers, &etag) {
        Vec::new()
    } else if wanted.routes {
        ProjectView::text_with_routes(&app, id, opened).await?
    } else {
        ProjectView::text(&app, id, opened).await?
    };
    Ok(conditional(&headers, &etag, "application/json", || text.into()))
}
