//! `generate`: the files of a design, into a folder below the root, or kept in the studio to be downloaded.

use super::{Job, Outcome, Tool};
use crate::{
    mcp::{
        Place,
        answer::{self, Answer},
        arguments::{Refusal, Source, Wish, options, read},
        published::Publish,
    },
    security::limits::Limit,
};
use domain::{Design, work::Work};
use generate::Options;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub const TOOL: Tool = Tool {
    name: "generate",
    title: "Generate the files",
    description: "Makes everything a design needs to run: Compose and Kubernetes files, services, gateway, monitoring, decision records. \
        With a folder they are written there: a file that the bundle did not write, or that somebody has changed since, is left as it is \
        and named. Without one the files are listed, and over HTTP there is an address to download them from. With a file, only the text \
        of that file is given.",
    limit: Some(Limit::Export),
    writes: true,
    input: || schema_for!(Arguments),
    read: prepare,
};

/// What to generate, and where to.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    /// What the system is to do, as for `propose`.
    brief: Option<Wish>,
    /// The text of a groundplan.yaml.
    design: Option<String>,
    /// The folder below the root to write into, such as “shop”, or “.” for the root itself; made when it is not there. Without a brief
    /// and a design, the groundplan.yaml in it is the design.
    folder: Option<String>,
    /// `essential`, the smallest bundle that starts, or `full`, everything there is; what fits the design when absent.
    profile: Option<String>,
    /// Artefacts one by one, such as `compose` and `adr`, in place of a profile.
    targets: Option<Vec<String>>,
    /// The path of one file, to read its text.
    file: Option<String>,
    /// Files of the list, or lines of the one file, to leave out at the start, to read the rest of what is long.
    skip: usize,
}

fn prepare(arguments: Value, place: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { brief, design, folder, profile, targets, file, skip } = read(arguments)?;
    let chosen = options(profile.as_deref(), targets)?;
    if folder.is_some() && !place.has_folders() {
        return Err(place.no_folders());
    }
    let is_folders_own = brief.is_none() && design.is_none();
    match (&file, &folder) {
        (Some(_), Some(_)) if !is_folders_own => {
            return Err(Refusal::new(
                "with file nothing is written: leave out the folder to read the file, or the file to write into the folder",
            ));
        }
        (None, Some(_)) if skip > 0 => {
            return Err(Refusal::new(
                "with a folder every file is written: skip is for the list of files without a folder, and for the text of one file",
            ));
        }
        _ => {}
    }
    let design = Source { design, brief, folder: folder.clone().filter(|_| is_folders_own) }.design(place)?;
    let parts = design.elements.len();
    let wanted = chosen.unwrap_or_default();
    Ok(match (file, folder) {
        (Some(file), _) => Job::run(parts, move |work| show(&file, &design, &wanted, skip, work)),
        #[cfg(unix)]
        (None, Some(folder)) => {
            let place = place.clone();
            Job::run(parts, move |work| write(&place, &folder, &design, &wanted, work))
        }
        #[cfg(not(unix))]
        (None, Some(_)) => return Err(place.no_folders()),
        (None, None) => Job::run(parts, move |work| list(design, &wanted, skip, work)),
    })
}

/// The text of one file.
fn show(path: &str, design: &Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let file = generate::file(design, options, path, work)?;
    let path: String = path.chars().take(200).collect();
    let file = file.ok_or_else(|| Refusal::new(format!("the bundle has no file “{path}”; without “file” its files are listed")))?;
    let mut answer = Answer::from_iter([("path".to_owned(), json!(path))]);
    answer::lines(&mut answer, &String::from_utf8_lossy(&file.bytes), skip);
    Ok(answer.into())
}

/// What the bundle would hold. Over HTTP the design is kept, once: whoever reads on has its address already.
fn list(design: Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let mut files = Vec::new();
    let said = generate::stream(&design, options, work, &mut |path, file| {
        work.go_on();
        files.push((path.to_string(), file.bytes.len()));
        Ok(())
    })?;
    files.sort_unstable();
    let mut answer = Answer::from_iter([
        ("name".to_owned(), json!(design.name)),
        ("file_count".to_owned(), json!(said.files)),
        ("warnings".to_owned(), json!(said.warnings)),
        ("checks".to_owned(), json!(said.checks)),
    ]);
    answer::page(&mut answer, "files", files.iter().map(|(path, bytes)| json!({ "path": path, "bytes": bytes })), skip);
    let query = options
        .artefacts
        .as_ref()
        .map_or(String::new(), |slugs| format!("?targets={}", slugs.iter().cloned().collect::<Vec<_>>().join(",")));
    let publish = (skip == 0).then(|| Publish { bytes: domain::file::write(&design).len(), design, query });
    Ok(Outcome { answer, publish })
}

/// Writes the files. What is told of it is told once: the same call again finds them written.
#[cfg(unix)]
fn write(place: &Place, path: &str, design: &Design, options: &Options, work: &Work) -> Result<Outcome, Refusal> {
    let root = place.root()?;
    let done = crate::folder::write(|| root.make_folder(path), design, options, work)?;
    let mut answer = Answer::from_iter([
        ("folder".to_owned(), json!(path)),
        ("written_count".to_owned(), json!(done.written.len())),
        ("unchanged_count".to_owned(), json!(done.unchanged)),
        ("refused_count".to_owned(), json!(done.refused.len())),
        ("warnings".to_owned(), json!(done.warnings)),
    ]);
    let refused = done.refused.iter().map(|(path, why)| json!({ "path": path, "why": why }));
    let differ =
        answer::told(&mut answer, "refused", refused) & answer::told(&mut answer, "outdated", done.outdated.iter().map(|path| json!(path)));
    let written = answer::told(&mut answer, "written", done.written.iter().map(|path| json!(path)));
    let rest = match (differ, written) {
        (true, true) => return Ok(answer.into()),
        (true, false) => ".groundplan.sha256 in the folder names every file of the bundle",
        (false, _) => "“compare” with the same design lists every file that is not what it gives, page by page",
    };
    answer.insert("rest".into(), json!(rest));
    Ok(answer.into())
}
