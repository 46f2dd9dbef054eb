//! `GET /projects/{id}/edits`: what was saved since a revision.

use crate::{
    error::{Kind, Problem},
    extract::{Path, Query},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    security::owner::Actor,
    state::App,
};
use axum::{Json, extract::State};
use domain::protocol::Conflict;
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_edits",
    summary: "List what was saved since a revision",
    description: "The oldest first, as much as fits into some 256 KiB; “more” says that the last revision here as “since” gives the next. \
        “anew” says that the revision is no part of this history.",
    parameters: &[
        PROJECT,
        Parameter { name: "since", description: "The revision that is known", kind: "integer" },
        Parameter { name: "chain", description: "The chain of that revision, when it is known", kind: "string" },
    ],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The saves after it",
        payloads: &[Payload { media_types: JSON, schema: shape::<Conflict> }],
    }],
    problems: &[Kind::NOT_FOUND, Kind::INVALID],
    limit: Limit::List,
};

/// From where on.
#[derive(Debug, Deserialize)]
pub struct From {
    since: u64,
    chain: Option<String>,
}

pub async fn list_edits(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(from): Query<From>,
) -> Result<Json<Conflict>, Problem> {
    Ok(Json(app.store.since(actor.hashed(), id, from.since, from.chain).await?))
}
