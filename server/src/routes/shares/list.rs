//! `GET /projects/{id}/shares`: the share links of a project, without their tokens.

use crate::{
    error::{Kind, Problem},
    extract::Path,
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Payload, shape},
    security::owner::Actor,
    state::App,
};
use axum::{Json, extract::State};
use domain::protocol::ShareEntry;

pub const LIST: Operation = Operation {
    id: "list_shares",
    summary: "List the share links of a project",
    description: "",
    parameters: &[PROJECT],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "Oldest first",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<ShareEntry>> }],
    }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND],
    limit: Limit::List,
};

pub async fn list_shares(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Json<Vec<ShareEntry>>, Problem> {
    Ok(Json(app.store.shares(actor.hashed(), id).await?))
}
