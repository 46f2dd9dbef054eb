//! `GET /projects/{id}/revisions/{n}`: a project as it was.

use crate::{
    error::{Kind, Problem},
    extract::Path,
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    respond::json,
    routes::projects::ProjectView,
    security::owner::Actor,
    state::App,
};
use axum::{extract::State, response::Response};
use domain::protocol::Project;

pub const SHOW: Operation = Operation {
    id: "show_revision",
    summary: "Read a project as it was at a revision",
    description: "",
    parameters: &[PROJECT, Parameter { name: "n", description: "The number of the revision, from 1", kind: "integer" }],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The project with the design of that revision",
        payloads: &[Payload { media_types: JSON, schema: shape::<Project> }],
    }],
    problems: &[Kind::NOT_FOUND],
    limit: Limit::Read,
};

pub async fn show_revision(State(app): State<App>, actor: Actor, Path((id, n)): Path<(String, String)>) -> Result<Response, Problem> {
    let n: u64 = n.parse().map_err(|_| Problem::not_found("revision"))?;
    let opened = app.store.open_project(actor.hashed(), id.clone(), Some(n)).await?;
    Ok(json(ProjectView::text(&app, id, opened).await?))
}
