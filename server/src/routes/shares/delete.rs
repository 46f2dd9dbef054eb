//! `DELETE /projects/{id}/shares/{share}`: takes a share link back.

use crate::{
    error::{Kind, Problem},
    extract::Path,
    openapi::{Answer, Limit, Operation, PROJECT, Parameter},
    security::owner::Actor,
    state::App,
};
use axum::{extract::State, http::StatusCode};

pub const DELETE: Operation = Operation {
    id: "delete_share",
    summary: "Take a share link back",
    description: "Whoever opened it can no longer see the project.",
    parameters: &[PROJECT, Parameter { name: "share", description: "The id of the share link", kind: "string" }],
    body: None,
    answers: &[Answer { status: 204, description: "It opens nothing any more", payloads: &[] }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND],
    limit: Limit::Save,
};

pub async fn delete_share(State(app): State<App>, actor: Actor, Path((id, share)): Path<(String, String)>) -> Result<StatusCode, Problem> {
    app.store.delete_share(actor.hashed(), id, share).await?;
    Ok(StatusCode::NO_CONTENT)
}
