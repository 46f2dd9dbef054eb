//! `POST /projects/{id}/revisions/{n}/name`: a name for a version, which keeps it for good.

use crate::{
    clock,
    error::{Kind, Problem},
    extract::{JsonBody, Path},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, shape},
    security::owner::Actor,
    state::App,
    store::VersionName,
};
use axum::{extract::State, http::StatusCode};
use domain::{design::limits::MAX_LINE_CHARS, protocol::RevisionName};

pub const NAME: Operation = Operation {
    id: "name_revision",
    summary: "Name a revision",
    description: "A named revision is kept for good, also where old saves are merged. An empty name takes the name back.",
    parameters: &[PROJECT, Parameter { name: "n", description: "The number of the revision, from 1", kind: "integer" }],
    body: Some(Payload { media_types: JSON, schema: shape::<RevisionName> }),
    answers: &[Answer { status: 204, description: "It has this name", payloads: &[] }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND],
    limit: Limit::Save,
};

pub async fn name_revision(
    State(app): State<App>,
    actor: Actor,
    Path((project, n)): Path<(String, String)>,
    JsonBody(RevisionName { name }): JsonBody<RevisionName>,
) -> Result<StatusCode, Problem> {
    let name = name.trim().to_owned();
    if name.chars().count() > MAX_LINE_CHARS || name.chars().any(char::is_control) {
        return Err(Problem::invalid("name", format!("must be one line of at most {MAX_LINE_CHARS} characters")));
    }
    let revision: u64 = n.parse().map_err(|_| Problem::not_found("revision"))?;
    app.store.name_revision(actor.hashed(), VersionName { project, revision, name, now_ms: clock::now_ms() }).await?;
    Ok(StatusCode::NO_CONTENT)
}
