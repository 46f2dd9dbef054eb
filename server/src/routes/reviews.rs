//! `POST /reviews`: a design to findings, the scoreboard and the analysis.

use crate::{
    error::{Kind, Problem},
    extract::DesignBody,
    openapi::{Answer, DESIGN_TEXT, JSON, Limit, Operation, Payload, shape},
    respond::{json, json_text},
    state::App,
};
use axum::{extract::State, response::Response};
use domain::{Design, analysis, protocol::ReviewResponse, review, work::Work};

pub const CREATE: Operation = Operation {
    id: "create_review",
    summary: "Review a design",
    description: "Findings come worst first; each may carry an edit that removes it. The analysis holds latency and availability of each journey, the load of each part, a range of cost for each target, and what happens when a part is gone; its assumptions stand with it.",
    parameters: &[],
    body: Some(Payload { media_types: DESIGN_TEXT, schema: shape::<Design> }),
    answers: &[Answer {
        status: 200,
        description: "Findings, the ten success criteria and the analysis",
        payloads: &[Payload { media_types: JSON, schema: shape::<ReviewResponse> }],
    }],
    problems: &[Kind::INVALID_DESIGN],
    limit: Limit::Review,
};

pub async fn create_review(State(app): State<App>, body: DesignBody) -> Result<Response, Problem> {
    let pool = app.pool_for_bytes(body.size_bytes() as u64);
    let reviewed = move |work: &Work| {
        let design = body.read()?;
        json_text(&ReviewResponse { review: review::review(&design, work), analysis: analysis::analyse(&design, work) })
    };
    Ok(json(pool.run(reviewed).await??))
}
