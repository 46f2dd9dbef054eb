//! `POST /recovery/join`: this browser and the one that made the link have one owner from now on.

use super::parse;
use crate::{
    clock,
    error::{Kind, Problem},
    extract::JsonBody,
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    security::owner::{Actor, set_cookie},
    state::App,
};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::protocol::RecoveryToken;

pub const JOIN: Operation = Operation {
    id: "join_recovery",
    summary: "Join the browser that made a recovery link",
    description: "From now on both own the designs of both. Sets the cookie when the client has none yet. Cannot be undone.",
    parameters: &[],
    body: Some(Payload { media_types: JSON, schema: shape::<RecoveryToken> }),
    answers: &[Answer { status: 204, description: "They are joined", payloads: &[] }],
    problems: &[Kind::NOT_FOUND],
    limit: Limit::Create,
};

pub async fn join_recovery(State(app): State<App>, actor: Actor, JsonBody(link): JsonBody<RecoveryToken>) -> Result<Response, Problem> {
    let link = parse(&link)?;
    let browser = actor.or_new()?;
    app.store.join(browser.hashed(), link.hashed(), clock::now_ms()).await?;
    let cookie = set_cookie(&browser, app.config.is_https())?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
