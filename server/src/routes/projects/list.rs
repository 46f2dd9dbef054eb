//! `GET /projects`: what this browser owns or was given.

use crate::{
    error::Problem,
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    security::owner::Actor,
    state::App,
};
use axum::{Json, extract::State};
use domain::protocol::ProjectSummary;

pub const LIST: Operation = Operation {
    id: "list_projects",
    summary: "List the projects this browser owns or was given",
    description: "Empty for a client without the cookie.",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The last changed first, 500 at most",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<ProjectSummary>> }],
    }],
    problems: &[],
    limit: Limit::List,
};

pub async fn list_projects(State(app): State<App>, actor: Actor) -> Result<Json<Vec<ProjectSummary>>, Problem> {
    match actor.hashed() {
        None => Ok(Json(Vec::new())),
        Some(hashed) => Ok(Json(app.store.list(hashed).await?)),
    }
}
