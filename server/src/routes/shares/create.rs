//! `POST /projects/{id}/shares`: a new share link.

use crate::{
    clock,
    error::{Kind, Problem},
    extract::{JsonBody, Path},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Payload, shape},
    security::{
        owner::Actor,
        token::{Token, random_id},
    },
    state::App,
    store::NewShareLink,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::protocol::{NewShare, Role, ShareLink};

pub const CREATE: Operation = Operation {
    id: "create_share",
    summary: "Make a link that lets others view or edit a project",
    description: "The link is shown this once: only a hash of its token is stored.",
    parameters: &[PROJECT],
    body: Some(Payload { media_types: JSON, schema: shape::<NewShare> }),
    answers: &[Answer { status: 201, description: "The link", payloads: &[Payload { media_types: JSON, schema: shape::<ShareLink> }] }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND],
    limit: Limit::Create,
};

pub async fn create_share(
    State(app): State<App>,
    actor: Actor,
    Path(project): Path<String>,
    JsonBody(NewShare { role }): JsonBody<NewShare>,
) -> Result<(StatusCode, Json<ShareLink>), Problem> {
    if role == Role::Own {
        return Err(Problem::invalid("role", "a link can let others view or edit, not own"));
    }
    let (id, token) = (random_id()?, Token::random()?);
    let share = NewShareLink { id: id.clone(), project, token: token.hashed(), role, now_ms: clock::now_ms() };
    app.store.create_share(actor.hashed(), share).await?;
    Ok((StatusCode::CREATED, Json(ShareLink { id, role, path: format!("/s/{}", token.reveal()) })))
}
