//! `POST /recovery/preview`: what comes together when this browser opens a recovery link.

use super::parse;
use crate::{
    error::{Kind, Problem},
    extract::JsonBody,
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    security::owner::Actor,
    state::App,
    store::Takeover,
};
use axum::{Json, extract::State};
use domain::protocol::{RecoveryPreview, RecoveryToken};

pub const PREVIEW: Operation = Operation {
    id: "preview_recovery",
    summary: "Say what a recovery link would bring together",
    description: "Changes nothing. The token is in the body, so that it stands in no address and no log.",
    parameters: &[],
    body: Some(Payload { media_types: JSON, schema: shape::<RecoveryToken> }),
    answers: &[Answer {
        status: 200,
        description: "The designs behind the link, and those of this browser",
        payloads: &[Payload { media_types: JSON, schema: shape::<RecoveryPreview> }],
    }],
    problems: &[Kind::NOT_FOUND],
    limit: Limit::Create,
};

pub async fn preview_recovery(
    State(app): State<App>,
    actor: Actor,
    JsonBody(link): JsonBody<RecoveryToken>,
) -> Result<Json<RecoveryPreview>, Problem> {
    let Takeover { is_own, theirs, ours } = app.store.takeover(actor.hashed(), parse(&link)?.hashed()).await?;
    Ok(Json(RecoveryPreview { is_own, theirs, ours }))
}
