//! `GET /projects/{id}/files` and `…/bundle.zip`: what a project's bundle holds, the text of one file, and the bundle itself.

use crate::{
    error::{Kind, Problem},
    extract::{Path, Query},
    openapi::{Answer, JSON, Limit, Operation, PROFILE, PROJECT, Parameter, Payload, TARGETS, ZIP, binary, shape},
    respond::{json, json_text},
    routes::{
        bundles::{Targets, entry, listing},
        compare, zip,
    },
    security::owner::Actor,
    state::App,
};
use axum::{extract::State, response::Response};
use domain::{
    Design,
    protocol::{BundleListing, FileText},
    work::Work,
};
use generate::{GenerateError, Options};
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_files",
    summary: "List the files of a project's bundle, or show one of them",
    description: "With “path”, the text of that file: exactly what the zip holds. With “since”, what differs from the bundle of that revision.",
    parameters: &[
        PROJECT,
        TARGETS,
        PROFILE,
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
    parameters: &[PROJECT, TARGETS, PROFILE],
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
    let options = targets.options()?;
    let pool = app.pool_for(&opened.design);
    let Some(path) = wanted.path else {
        let listing = move |work: &Work| {
            let listing = match before {
                Some(before) => compare::listing(&opened.design, &before, &options, work),
                None => listing(&opened.design, &options, work, entry),
            };
            json_text(&listing?)
        };
        return Ok(json(pool.run(listing).await??));
    };
    let shown = move |work: &Work| {
        let file = file_text(path, &opened.design, before.as_deref(), &options, work)?;
        json_text(&file.ok_or_else(|| Problem::not_found("file in the bundle"))?)
    };
    Ok(json(pool.run(shown).await??))
}

/// Most bytes of a file that an answer shows; the zip has all of it.
const MAX_SHOWN_BYTES: usize = 512 << 10;

/// A file of the bundle, compared with that of an earlier design when there is one. Nothing when neither has it.
fn file_text(
    path: String,
    now: &Design,
    before: Option<&Design>,
    options: &Options,
    work: &Work,
) -> Result<Option<FileText>, GenerateError> {
    let file = generate::file(now, options, &path, work)?;
    let old = before.map(|design| generate::file(design, options, &path, work)).transpose()?;
    if file.is_none() && old.as_ref().is_none_or(Option::is_none) {
        return Ok(None);
    }
    let (bytes, marks) = file.map(|file| (file.bytes, file.marks)).unwrap_or_default();
    let text = shown(&bytes);
    let mut origins = generate::origin::origins(now, &marks);
    origins.truncate(origins.partition_point(|origin| origin.line <= text.lines().count()));
    let lines = old.map(|old| compare::lines(&shown(&old.map(|old| old.bytes).unwrap_or_default()), &text));
    Ok(Some(FileText { path, left_out_bytes: bytes.len() - text.len(), text, lines, origins }))
}

/// As many whole lines as an answer shows. What the generator writes is UTF-8.
fn shown(bytes: &[u8]) -> String {
    let end = match bytes.get(..MAX_SHOWN_BYTES) {
        Some(start) => start.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1),
        None => bytes.len(),
    };
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

pub async fn download_bundle(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(targets): Query<Targets>,
) -> Result<Response, Problem> {
    let opened = app.store.open_project(actor.hashed(), id, None).await?;
    let options = targets.options()?;
    zip::answer(app, opened.design, options).await
}
