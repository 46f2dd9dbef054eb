//! `DELETE /projects/{id}`: removes a project with its history and share links.

use crate::{
    error::{Kind, Problem},
    extract::Path,
    openapi::{Answer, Limit, Operation, PROJECT},
    security::owner::Actor,
    state::App,
};
use axum::{extract::State, http::StatusCode};

pub const DELETE: Operation = Operation {
    id: "delete_project",
    summary: "Delete a project for good",
    description: "Its history and its share links go with it. Only its owner can.",
    parameters: &[PROJECT],
    body: None,
    answers: &[Answer { status: 204, description: "It is gone", payloads: &[] }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND],
    limit: Limit::Save,
};

pub async fn delete_project(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    app.store.delete(actor.hashed(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
