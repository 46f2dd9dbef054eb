//! `GET /projects/{id}/revisions`: the history, newest first.

use crate::{
    error::{Kind, Problem},
    extract::{Path, Query},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    security::owner::Actor,
    state::App,
};
use axum::{Json, extract::State};
use domain::protocol::RevisionEntry;
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_revisions",
    summary: "List the saves of a project",
    description: "Newest first, 500 at most; the number of the last one as “before” gives the next ones.",
    parameters: &[PROJECT, Parameter { name: "before", description: "Only revisions before this one", kind: "integer" }],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The history",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<RevisionEntry>> }],
    }],
    problems: &[Kind::NOT_FOUND, Kind::INVALID],
    limit: Limit::List,
};

/// Where in the history.
#[derive(Debug, Deserialize)]
pub struct Page {
    before: Option<u64>,
}

pub async fn list_revisions(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<RevisionEntry>>, Problem> {
    Ok(Json(app.store.revisions(actor.hashed(), id, page.before).await?))
}
