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
use domain::{
    Design,
    protocol::{BundleListing, FileText},
};
use generate::{File, GenerateError, Options};
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
    let file = app.workshop.run(move || file_text(path, &opened.design, before.as_deref(), &options)).await??;
    Ok(Json(file.ok_or_else(|| Problem::not_found("file in the bundle"))?).into_response())
}

/// A file of the bundle, compared with that of an earlier design when there is one. Nothing when neither has it.
fn file_text(path: String, now: &Design, before: Option<&Design>, options: &Options) -> Result<Option<FileText>, GenerateError> {
    let text = |file: &File| String::from_utf8_lossy(&file.bytes).into_owned();
    let generated = generate::generate(now, options)?;
    let file = generated.bundle.get(&path);
    let old = match before {
        Some(design) => Some(generate::generate(design, options)?.bundle.get(&path).map(text)),
        None => None,
    };
    if file.is_none() && old.as_ref().is_none_or(Option::is_none) {
        return Ok(None);
    }
    let origins = file.map(|file| generate::origin::origins(now, &file.marks)).unwrap_or_default();
    let text = file.map(text).unwrap_or_default();
    let lines = old.map(|old| compare::lines(&old.unwrap_or_default(), &text));
    Ok(Some(FileText { path, text, lines, origins }))
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
