//! `GET /projects/{id}/revisions`: the history, newest first.

use crate::{
    error::{Kind, Problem},
    extract::{Path, Query},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    routes::projects::list::most_listed,
    security::owner::Actor,
    state::App,
    store::HistoryPage,
};
use axum::{Json, extract::State};
use domain::protocol::RevisionEntry;
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_revisions",
    summary: "List the saves of a project",
    description: "Newest first; the number of the last one as “before” gives the next ones.",
    parameters: &[
        PROJECT,
        Parameter { name: "before", description: "Only revisions before this one", kind: "integer" },
        Parameter { name: "named", description: "Only those that somebody named, when “true”", kind: "boolean" },
        Parameter { name: "limit", description: "How many at most, from 1 to 500; 500 when absent", kind: "integer" },
    ],
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
    #[serde(default)]
    named: bool,
    limit: Option<u64>,
}

pub async fn list_revisions(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(Page { before, named, limit }): Query<Page>,
) -> Result<Json<Vec<RevisionEntry>>, Problem> {
    let page = HistoryPage { before, named, most: most_listed(limit)? };
    Ok(Json(app.store.revisions(actor.hashed(), id, page).await?))
}
