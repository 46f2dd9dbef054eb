//! `POST /reviews`: a design to findings and the scoreboard.

use crate::{
    error::{Kind, Problem},
    extract::DesignBody,
    openapi::{Answer, DESIGN_TEXT, JSON, Limit, Operation, Payload, shape},
    state::App,
};
use axum::{Json, extract::State};
use domain::{Design, protocol::ReviewResponse, review};

pub const CREATE: Operation = Operation {
    id: "create_review",
    summary: "Review a design",
    description: "Findings come worst first; each may carry an edit that removes it.",
    parameters: &[],
    body: Some(Payload { media_types: DESIGN_TEXT, schema: shape::<Design> }),
    answers: &[Answer {
        status: 200,
        description: "Findings and the ten success criteria",
        payloads: &[Payload { media_types: JSON, schema: shape::<ReviewResponse> }],
    }],
    problems: &[Kind::INVALID_DESIGN],
    limit: Limit::Export,
};

pub async fn create_review(State(app): State<App>, DesignBody(design): DesignBody) -> Result<Json<ReviewResponse>, Problem> {
    Ok(Json(app.workshop.run(move || review::review(&design)).await?))
}
