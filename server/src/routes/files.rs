//! `GET /projects/{id}/files` and `…/bundle.zip`: what a project's bundle holds, the text of one file, and the bundle itself.

use crate::{
    error::{Kind, Problem},
    extract::Query,
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, TARGETS, ZIP, binary, shape},
    respond::download,
    routes::{
        bundles::{Targets, listing, pack},
        compare,
    },
    security::owner::Actor,
    state::App,
};
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::protocol::{BundleListing, FileText};
use generate::{GenerateError, Generated};
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_files",
    summary: "List the files of a project's bundle, or show one of them",
    description: "With “path”, the text of that file: exactly what the zip holds. With “since”, what differs from the bundle of that revision.",
    parameters: &[
        PROJECT,
        TARGETS,
        Parameter { name: "path", description: "The path of one file in the bundle", kind: "string" },
        Parameter { name: "since", description: "The number of an earlier revision to compare with", kind: "integer" },
    ],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The list, or the file when a path was given",
        payloads: &[Payload { media_types: JSON, schema: list_or_file }],
    }],
    problems: &[Kind::NOT_FOUND, Kind::INVALID],
    limit: Limit::Export,
};

pub const DOWNLOAD: Operation = Operation {
    id: "download_bundle",
    summary: "Download a project's bundle",
    description: "",
    parameters: &[PROJECT, TARGETS],
    body: None,
    answers: &[Answer { status: 200, description: "The zip", payloads: &[Payload { media_types: ZIP, schema: binary }] }],
    problems: &[Kind::NOT_FOUND, Kind::INVALID],
    limit: Limit::Export,
};

fn list_or_file(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let (list, file) = (shape::<BundleListing>(generator), shape::<FileText>(generator));
    schemars::json_schema!({ "anyOf": [list, file] })
}

/// Which file is wanted, and what it is compared with.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    path: Option<String>,
    since: Option<u64>,
}

pub async fn list_files(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(targets): Query<Targets>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let opened = app.store.open_project(actor.hashed(), id.clone(), None).await?;
    let before = match wanted.since {
        Some(since) => Some(app.store.open_project(actor.hashed(), id, Some(since)).await?.design),
        None => None,
    };
    let options = targets.options();
    let Some(path) = wanted.path else {
        let listing = move || match before {
            Some(before) => compare::listing(&opened.design, &before, &options),
            None => listing(&opened.design, &options),
        };
        return Ok(Json(app.workshop.run(listing).await??).into_response());
    };
    let both = move || -> Result<_, GenerateError> {
        let now = generate::generate(&opened.design, &options)?;
        let before = before.map(|design| generate::generate(&design, &options)).transpose()?;
        Ok((now, before))
    };
    let (now, before) = app.workshop.run(both).await??;
    let text = |generated: &Generated| generated.bundle.get(&path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let (now, before) = (text(&now), before.map(|before| text(&before)));
    if now.is_none() && before.as_ref().is_none_or(Option::is_none) {
        return Err(Problem::not_found("file in the bundle"));
    }
    let text = now.unwrap_or_default();
    let lines = before.map(|before| compare::lines(&before.unwrap_or_default(), &text));
    Ok(Json(FileText { path, text, lines }).into_response())
}

pub async fn download_bundle(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(targets): Query<Targets>,
) -> Result<Response, Problem> {
    let opened = app.store.open_project(actor.hashed(), id, None).await?;
    let options = targets.options();
    let (name, zip) = app.workshop.run(move || pack(&opened.design, &options)).await??;
    Ok(download(&name, "application/zip", zip))
}
