//! `GET /projects/{id}/shares`: the share links of a project, without their tokens.

use crate::{
    error::{Kind, Problem},
    extract::{Path, Query},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    routes::projects::list::most_listed,
    security::owner::Actor,
    state::App,
};
use axum::{Json, extract::State};
use domain::protocol::ShareEntry;
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_shares",
    summary: "List the share links of a project",
    description: "Those that have expired are listed for 30 days more.",
    parameters: &[
        PROJECT,
        Parameter { name: "skip", description: "How many to leave out at the beginning; 0 when absent", kind: "integer" },
        Parameter { name: "limit", description: "How many at most, from 1 to 500; 500 when absent", kind: "integer" },
    ],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "Oldest first",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<ShareEntry>> }],
    }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND, Kind::INVALID],
    limit: Limit::List,
};

/// Where in the list.
#[derive(Debug, Deserialize)]
pub struct Page {
    #[serde(default)]
    skip: u64,
    limit: Option<u64>,
}

pub async fn list_shares(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(Page { skip, limit }): Query<Page>,
) -> Result<Json<Vec<ShareEntry>>, Problem> {
    Ok(Json(app.store.shares(actor.hashed(), id, skip, most_listed(limit)?).await?))
}
