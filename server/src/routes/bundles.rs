//! `POST /bundles`: a design to a zip, or to the list of what it holds. Also what the other routes need of bundles.

use crate::{
    error::{Kind, Problem},
    extract::{DesignBody, Query},
    openapi::{Answer, DESIGN_TEXT, JSON, Limit, Operation, PROFILE, Payload, TARGETS, ZIP, binary, shape},
    respond::{json, json_text},
    routes::zip,
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use domain::{
    Design,
    protocol::{BundleListing, FileEntry},
    work::Work,
};
use generate::{BundlePath, File, GenerateError, Options, Profile};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

pub const CREATE: Operation = Operation {
    id: "create_bundle",
    summary: "Generate everything a design needs to run",
    description: "The same design gives the same bytes. With “Accept: application/json” the answer lists the files instead.",
    parameters: &[TARGETS, PROFILE],
    body: Some(Payload { media_types: DESIGN_TEXT, schema: shape::<Design> }),
    answers: &[Answer {
        status: 200,
        description: "The zip, or the list of what it holds",
        payloads: &[Payload { media_types: ZIP, schema: binary }, Payload { media_types: JSON, schema: shape::<BundleListing> }],
    }],
    problems: &[Kind::INVALID_DESIGN],
    limit: Limit::Export,
};

/// Which artefacts are wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Targets {
    pub targets: Option<String>,
    pub profile: Option<String>,
}

impl Targets {
    /// An empty text is no choice.
    pub fn options(&self) -> Result<Options, Problem> {
        let profile = self.profile.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(Profile::find).transpose()?;
        Ok(Options::of(profile, self.targets.as_deref().unwrap_or_default().split(','))?)
    }
}

pub async fn create_bundle(
    State(app): State<App>,
    Query(targets): Query<Targets>,
    headers: HeaderMap,
    body: DesignBody,
) -> Result<Response, Problem> {
    let options = targets.options()?;
    let design = app.pool_for_bytes(body.size_bytes() as u64).run(move |_| body.read()).await??;
    if wants_json(&headers) {
        let pool = app.pool_for(&design);
        return Ok(json(pool.run(move |work| json_text(&listing(&design, &options, work, entry)?)).await??));
    }
    zip::answer(app, Arc::new(design), options).await
}

/// Most files that an answer lists.
const MAX_LISTED: usize = 10_000;

/// What a bundle holds, in the shape of the wire. `entry` tells of each file.
pub fn listing(
    design: &Design,
    options: &Options,
    work: &Work,
    mut entry: impl FnMut(BundlePath, File) -> FileEntry,
) -> Result<BundleListing, GenerateError> {
    let mut files = Vec::new();
    let mut counted = BTreeMap::new();
    let said = generate::stream(design, options, work, &mut |path, file| {
        *counted.entry(file.artefact).or_default() += 1;
        files.push(entry(path, file));
        Ok(())
    })?;
    let artefacts = generate::artefacts(design, options, &counted, work)?;
    Ok(cut(BundleListing { artefacts, files, left_out: 0, warnings: said.warnings, checks: said.checks }))
}

/// The listing in order, with as many files as an answer holds.
pub fn cut(mut listing: BundleListing) -> BundleListing {
    listing.files.sort_by(|a, b| a.path.cmp(&b.path));
    listing.left_out += listing.files.len().saturating_sub(MAX_LISTED);
    listing.files.truncate(MAX_LISTED);
    listing
}

/// A file of a bundle, in the shape of the wire.
pub fn entry(path: BundlePath, file: File) -> FileEntry {
    FileEntry { path: path.to_string(), bytes: file.bytes.len() as u64, artefact: file.artefact.to_owned(), change: None }
}

/// The client asks for JSON by name and does not prefer a zip.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("application/zip")
}
