//! `POST /projects/{id}/edits`: a batch of edits against a base revision.

use crate::{
    clock,
    error::{Kind, Problem},
    extract::{JsonText, Path},
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Payload, shape},
    security::{client, owner::Actor},
    state::App,
    store::{Chain, Mark, Save},
};
use axum::{Json, extract::State};
use domain::protocol::{EditsRequest, EditsResponse, MAX_LABEL_CHARS};

/// Longest name a client may give a save.
const MAX_CLIENT_SAVE_CHARS: usize = 64;

pub const SAVE: Operation = Operation {
    id: "save_edits",
    summary: "Save edits",
    description: "All edits or none, applied to the revision they were made on. When somebody else saved since, nothing is changed and the \
        answer says what happened, the oldest first and as much as fits; “more” says that there is more, “anew” that the base is no part of \
        the history. Edits that take too long on a design of its size are refused with how many of them fit. Sending the same “client_save” on the same \
        base again returns the revision it became; other edits of that name and base are refused like any that come late.",
    parameters: &[PROJECT],
    body: Some(Payload { media_types: JSON, schema: shape::<EditsRequest> }),
    answers: &[Answer {
        status: 200,
        description: "The save is durable",
        payloads: &[Payload { media_types: JSON, schema: shape::<EditsResponse> }],
    }],
    problems: &[Kind::FORBIDDEN, Kind::NOT_FOUND, Kind::CONFLICT, Kind::EDIT_REFUSED, Kind::TOO_MUCH, Kind::UNAVAILABLE, Kind::FULL],
    limit: Limit::Save,
};

pub async fn save_edits(
    State(app): State<App>,
    actor: Actor,
    Path(project): Path<String>,
    body: JsonText<EditsRequest>,
) -> Result<Json<EditsResponse>, Problem> {
    app.limits.count_bytes(client::current(), body.size_bytes())?;
    let request = body.parse(&app).await?;
    check(&request)?;
    let Mark { revision, chain } = app.store.save(Save { actor: actor.hashed(), project, request, now_ms: clock::now_ms() }).await?;
    Ok(Json(EditsResponse { revision, chain: chain.map(Chain::text) }))
}

fn check(request: &EditsRequest) -> Result<(), Problem> {
    let name = &request.client_save;
    if name.is_empty() || name.len() > MAX_CLIENT_SAVE_CHARS || !name.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Problem::invalid("client_save", format!("must be 1 to {MAX_CLIENT_SAVE_CHARS} visible ASCII characters")));
    }
    if request.label.chars().count() > MAX_LABEL_CHARS || request.label.chars().any(char::is_control) {
        return Err(Problem::invalid("label", format!("must be one line of at most {MAX_LABEL_CHARS} characters")));
    }
    if request.edits.is_empty() {
        return Err(Problem::invalid("edits", "must hold at least one edit"));
    }
    Ok(())
}
