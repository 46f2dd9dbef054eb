//! `GET /recovery`: whether this browser has a recovery link.

use crate::{
    error::Problem,
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    security::owner::Actor,
    state::App,
};
use axum::{Json, extract::State};
use domain::protocol::RecoveryStatus;

pub const SHOW: Operation = Operation {
    id: "show_recovery",
    summary: "Say whether this browser has a recovery link, and since when",
    description: "The link itself was shown once, when it was made.",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "When it was made, or null",
        payloads: &[Payload { media_types: JSON, schema: shape::<RecoveryStatus> }],
    }],
    problems: &[],
    limit: Limit::Read,
};

pub async fn show_recovery(State(app): State<App>, actor: Actor) -> Result<Json<RecoveryStatus>, Problem> {
    let made_ms = match actor.hashed() {
        Some(browser) => app.store.recovery_made(browser).await?,
        None => None,
    };
    Ok(Json(RecoveryStatus { made_ms }))
}
