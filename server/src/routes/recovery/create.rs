//! `POST /recovery`: a new recovery link for this browser.

use crate::{
    clock,
    error::{Kind, Problem},
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    security::{owner::Actor, token::Token},
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::protocol::RecoveryLink;

pub const CREATE: Operation = Operation {
    id: "create_recovery",
    summary: "Make the link that brings this browser's designs into another browser",
    description: "The link is shown this once: only a hash of its token is stored. It ends the one before; browsers that joined stay joined.",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 201,
        description: "The link. Whoever has it can take over every design of this browser",
        payloads: &[Payload { media_types: JSON, schema: shape::<RecoveryLink> }],
    }],
    problems: &[Kind::NOT_FOUND],
    limit: Limit::Create,
};

pub async fn create_recovery(State(app): State<App>, actor: Actor) -> Result<(StatusCode, Json<RecoveryLink>), Problem> {
    let browser = actor.hashed().ok_or_else(|| Problem::not_found("design of this browser"))?;
    let token = Token::random()?;
    app.store.renew_recovery(browser, token.hashed(), clock::now_ms()).await?;
    Ok((StatusCode::CREATED, Json(RecoveryLink { path: format!("/recover#{}", token.reveal()) })))
}
