//! `generate`: the files of a design, into a folder below the root, or kept in the studio to be downloaded.

use super::{Job, Outcome, Tool};
use crate::{
    mcp::{
        Place,
        answer::{self, Answer, MAX_BYTES},
        arguments::{Refusal, Source, Wish, options, read},
        published::Publish,
    },
    routes::bundles,
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// What the system is to do, as for `propose`.
    #[serde(default)]
    brief: Option<Wish>,
    /// The text of a groundplan.yaml.
    #[serde(default)]
    design: Option<String>,
    /// The folder below the root to write into, such as “shop”, or “.” for the root itself; made when it is not there. Without a brief
    /// and a design, the groundplan.yaml in it is the design.
    #[serde(default)]
    folder: Option<String>,
    /// `essential`, the smallest bundle that starts, or `full`, everything there is; what fits the design when absent.
    #[serde(default)]
    profile: Option<String>,
    /// Artefacts one by one, such as `compose` and `adr`, in place of a profile.
    #[serde(default)]
    targets: Option<Vec<String>>,
    /// The path of one file, to read its text.
    #[serde(default)]
    file: Option<String>,
    /// Files, or lines of the one file, to leave out at the start, to read the rest of what is long.
    #[serde(default)]
    skip: usize,
}

fn prepare(arguments: Value, place: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { brief, design, folder, profile, targets, file, skip } = read(arguments)?;
    let chosen = options(profile.as_deref(), targets)?;
    if folder.is_some() && !place.has_folders() {
        return Err(place.no_folders());
    }
    let design = Source { design, brief, folder: folder.clone() }.design(place)?;
    let parts = design.elements.len();
    let wanted = chosen.unwrap_or_default();
    Ok(match (file, folder) {
        (Some(file), _) => Job::new(parts, move |work| show(&file, &design, &wanted, skip, work)),
        #[cfg(unix)]
        (None, Some(folder)) => {
            let place = place.clone();
            Job::new(parts, move |work| write(&place, &folder, &design, &wanted, skip, work))
        }
        #[cfg(not(unix))]
        (None, Some(_)) => return Err(place.no_folders()),
        (None, None) => Job::new(parts, move |work| list(design, &wanted, skip, work)),
    })
}

/// The text of one file.
fn show(path: &str, design: &Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let file = generate::file(design, options, path, work)?;
    let path: String = path.chars().take(200).collect();
    let file = file.ok_or_else(|| Refusal::new(format!("the bundle has no file “{path}”; without “file” its files are listed")))?;
    let text = String::from_utf8_lossy(&file.bytes);
    let mut answer = Answer::from_iter([("path".to_owned(), json!(path))]);
    let (mut shown, mut lines) = (String::new(), text.split_inclusive('\n').skip(skip).peekable());
    // Quotes and line ends take two bytes in JSON.
    while let Some(line) = lines.next_if(|line| 2 * (shown.len() + line.len()) < MAX_BYTES) {
        shown.push_str(line);
    }
    let left = lines.count();
    if left > 0 {
        let next = skip + shown.lines().count();
        answer.insert("lines_left_out".into(), json!(left));
        answer.insert("rest".into(), json!(format!("call again with skip: {next}")));
    }
    answer.insert("text".into(), json!(shown));
    Ok(answer.into())
}

/// What the bundle would hold. Over HTTP the design is kept, once: whoever reads on has its address already.
fn list(design: Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let listing = bundles::listing(&design, options, work, bundles::entry)?;
    let mut answer = Answer::from_iter([
        ("name".to_owned(), json!(design.name)),
        ("file_count".to_owned(), json!(listing.files.len() + listing.left_out)),
        ("warnings".to_owned(), json!(listing.warnings)),
        ("checks".to_owned(), json!(listing.checks)),
    ]);
    let files = listing.files.iter().map(|file| json!({ "path": file.path, "bytes": file.bytes }));
    answer::list(&mut answer, "files", files, skip);
    let query = options
        .artefacts
        .as_ref()
        .map_or(String::new(), |slugs| format!("?targets={}", slugs.iter().cloned().collect::<Vec<_>>().join(",")));
    let publish = (skip == 0).then(|| Publish { bytes: domain::file::write(&design).len(), design, query });
    Ok(Outcome { answer, publish })
}

#[cfg(unix)]
fn write(place: &Place, path: &str, design: &Design, options: &Options, skip: usize, work: &Work) -> Result<Outcome, Refusal> {
    let refused = |error: crate::folder::Refused| Refusal::new(error.to_string());
    let folder = place.root()?.make_folder(path).map_err(refused)?;
    let done = crate::folder::write(&folder, design, options, work).map_err(Refusal::from)?;
    let mut answer = Answer::from_iter([
        ("folder".to_owned(), json!(path)),
        ("written_count".to_owned(), json!(done.written.len())),
        ("unchanged_count".to_owned(), json!(done.unchanged)),
        ("refused_count".to_owned(), json!(done.refused.len())),
        ("warnings".to_owned(), json!(done.warnings)),
    ]);
    let refused = done.refused.iter().map(|(path, why)| json!({ "path": path, "why": why }));
    answer::list(&mut answer, "refused", refused, skip);
    answer::list(&mut answer, "outdated", done.outdated.iter().map(|path| json!(path)), skip);
    answer::list(&mut answer, "written", done.written.iter().map(|path| json!(path)), skip);
    Ok(answer.into())
}
