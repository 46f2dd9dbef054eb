//! `GET /projects/{id}/files` and `…/bundle.zip`: what a project's bundle holds, the text of one file, and the bundle itself.

use crate::{
    error::{Kind, Problem},
    extract::Query,
    openapi::{Answer, JSON, Limit, Operation, PROJECT, Parameter, Payload, TARGETS, ZIP, binary, shape},
    respond::download,
    routes::bundles::{Targets, listing, pack},
    security::owner::Actor,
    state::App,
};
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::protocol::{BundleListing, FileText};
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_files",
    summary: "List the files of a project's bundle, or show one of them",
    description: "With “path”, the text of that file: exactly what the zip holds.",
    parameters: &[PROJECT, TARGETS, Parameter { name: "path", description: "The path of one file in the bundle", kind: "string" }],
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

/// Which file is wanted.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    path: Option<String>,
}

pub async fn list_files(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(targets): Query<Targets>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let opened = app.store.open_project(actor.hashed(), id, None).await?;
    let options = targets.options();
    let generated = app.workshop.run(move || generate::generate(&opened.design, &options)).await??;
    let Some(path) = wanted.path else {
        return Ok(Json(listing(generated)).into_response());
    };
    let file = generated.bundle.get(&path).ok_or_else(|| Problem::not_found("file in the bundle"))?;
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    Ok(Json(FileText { path, text }).into_response())
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
