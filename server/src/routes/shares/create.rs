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

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub const CREATE: Operation = Operation {
    id: "create_share",
    summary: "Make a link that lets others view or edit a project",
    description: "The link is shown this once: only a hash of its token is stored. With `expires_in_days` it ends by itself.",
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
    JsonBody(NewShare { role, expires_in_days }): JsonBody<NewShare>,
) -> Result<(StatusCode, Json<ShareLink>), Problem> {
    if role == Role::Own {
        return Err(Problem::invalid("role", "a link can let others view or edit, not own"));
    }
    if expires_in_days.is_some_and(|days| !(1..=NewShare::MAX_DAYS).contains(&days)) {
        let most = NewShare::MAX_DAYS;
        return Err(Problem::invalid(
            "expires_in_days",
            format!("a link lasts 1 to {most} days, or until it is taken back when this is absent"),
        ));
    }
    let now_ms = clock::now_ms();
    let expires_ms = expires_in_days.map(|days| now_ms + i64::from(days) * DAY_MS);
    let (id, token) = (random_id()?, Token::random()?);
    let share = NewShareLink { id: id.clone(), project, token: token.hashed(), role, expires_ms, now_ms };
    app.store.create_share(actor.hashed(), share).await?;
    Ok((StatusCode::CREATED, Json(ShareLink { id, role, path: format!("/s/{}", token.reveal()), expires_ms })))
}
