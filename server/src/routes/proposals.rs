//! `POST /proposals`: answers to a proposal.

use crate::{
    error::{Kind, Problem, invalid_design},
    extract::JsonText,
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{json, json_text},
    state::App,
};
use axum::{extract::State, response::Response};
use domain::{
    Design,
    discovery::misfits,
    protocol::{ProposalRequest, ProposalResponse},
};

pub const CREATE: Operation = Operation {
    id: "create_proposal",
    summary: "Propose an architecture for the answers of a brief",
    description: "Deterministic: the same answers give the same design. A question without an answer takes its stated default; an answer that fits no question is refused. “choose” takes decisions otherwise than proposed; an option that a decision does not have is refused with those that it has.",
    parameters: &[],
    body: Some(Payload { media_types: JSON, schema: shape::<ProposalRequest> }),
    answers: &[Answer {
        status: 200,
        description: "The design, whether it should be split at all, every decision with its reasons, and what it could have been instead",
        payloads: &[Payload { media_types: JSON, schema: shape::<ProposalResponse> }],
    }],
    problems: &[Kind::INVALID],
    limit: Limit::Proposal,
};

pub async fn create_proposal(State(app): State<App>, body: JsonText<ProposalRequest>) -> Result<Response, Problem> {
    Ok(json(app.pool_for_bytes(body.size_bytes() as u64).run(move |_| json_text(&propose(body.read()?)?)).await??))
}

/// The proposal for a request, when everything in it fits.
pub fn propose(request: ProposalRequest) -> Result<ProposalResponse, Problem> {
    let ProposalRequest { name, brief, shape, choose } = request;
    let mut unanswered = Design::new(name.as_deref().unwrap_or("New design"));
    unanswered.brief = brief;
    let mut problems = unanswered.problems();
    problems.extend(misfits(&unanswered.brief));
    if !problems.is_empty() {
        return Err(invalid_design(problems));
    }
    let proposed = ProposalResponse::of(name.as_deref(), &unanswered.brief, shape);
    proposed.choosing(&choose).map_err(|(place, error)| Problem::invalid(format!("choose.{place}"), error.to_string()))
}
