//! The cross-file checks that every bundle passes before it is packed. They read the finished files, not the Plan they came from.
//! Must not change any file but the report.

mod compose;
mod gateway;
mod kubernetes;
mod objects;
mod observability;

use crate::{Bundle, GenerateError, artefacts::Writer, plan::Plan, render::render};

use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// A group of checks on the files of one artefact.
pub(crate) struct Check {
    /// Runs when the bundle holds this file.
    pub file: &'static str,
    /// What it makes sure of, sentence by sentence, as it stands in VERIFICATION.md.
    pub says: &'static [&'static str],
    pub run: fn(&Plan, &Bundle) -> Result<(), GenerateError>,
}

static CHECKS: &[&[Check]] = &[compose::CHECKS, gateway::CHECKS, kubernetes::CHECKS, observability::CHECKS];

/// Runs the checks whose files are there; returns what was checked.
pub(crate) fn verify(plan: &Plan, bundle: &Bundle) -> Result<Vec<String>, GenerateError> {
    let mut said = vec![ALWAYS.to_owned()];
    for check in CHECKS.iter().copied().flatten().filter(|check| bundle.get(check.file).is_some()) {
        (check.run)(plan, bundle)?;
        said.extend(check.says.iter().map(ToString::to_string));
    }
    Ok(said)
}

/// The template of the report.
pub(crate) const TEMPLATES: &[(&str, &str)] = &[(REPORT, include_str!("../artefacts/VERIFICATION.md.tera"))];
const REPORT: &str = "VERIFICATION.md";

/// Writes down in the bundle what was checked. The report belongs to no artefact: it is there whatever was chosen.
pub(crate) fn report(plan: &Plan, checks: &[String], chosen: &BTreeSet<&'static str>, bundle: &mut Bundle) -> Result<(), GenerateError> {
    #[derive(serde::Serialize)]
    struct Report<'a> {
        name: &'a str,
        checks: &'a [String],
        runtimes: Vec<Runtime>,
    }
    #[derive(serde::Serialize)]
    struct Runtime {
        name: &'static str,
        release: &'static str,
        checked: &'static str,
    }
    let by_name: BTreeMap<&str, _> = plan.containers.iter().map(|c| (c.runtime.name, c.runtime)).collect();
    let runtimes = by_name.into_values().map(|t| Runtime { name: t.name, release: t.tag, checked: t.checked }).collect();
    Writer::new(bundle, "verification", chosen).text(REPORT, render(REPORT, &Report { name: &plan.name, checks, runtimes })?)
}

/// What [`crate::BundlePath`] and [`Bundle::add`] see to.
const ALWAYS: &str = "Every file has a path that stays inside the bundle, and no two files have the same one.";

/// A broken check, in one file.
fn broken(file: &str, message: impl Into<String>) -> GenerateError {
    GenerateError::Internal { file: file.to_owned(), message: message.into() }
}

/// The one document of a YAML text of ours, as what it holds. A group without entries is as if it were not there.
fn yaml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, GenerateError> {
    let mut documents = objects::objects(text).map_err(|error| broken(file, error))?;
    let mut document = documents.pop().filter(|_| documents.is_empty()).ok_or_else(|| broken(file, "is not one document"))?;
    if let Some(groups) = document.as_object_mut() {
        groups.retain(|_, group| !group.is_null());
    }
    serde_json::from_value(document).map_err(|error| broken(file, error.to_string()))
}

/// The text of a file that must be there.
fn text<'b>(bundle: &'b Bundle, file: &str) -> Result<&'b str, GenerateError> {
    let bytes = &bundle.get(file).ok_or_else(|| broken(file, "is missing"))?.bytes;
    std::str::from_utf8(bytes).map_err(|_| broken(file, "is not text"))
}

#[cfg(test)]
mod changed {
    use crate::{Bundle, BundlePath, Options, generate};
    use domain::Design;

    /// The bundle of a Design in which one text of one file is another.
    pub(super) fn bundle(design: &Design, file: &str, old: &str, new: &str) -> Bundle {
        let mut bundle = Bundle::default();
        for (path, entry) in generate(design, &Options::default()).expect("a bundle").bundle.iter() {
            let mut entry = entry.clone();
            if path.as_str() == file {
                let text = String::from_utf8(entry.bytes).expect("text");
                assert!(text.contains(old), "{file} does not hold “{old}”:\n{text}");
                entry.bytes = text.replace(old, new).into_bytes();
            }
            bundle.add(BundlePath::new(path.as_str()).expect("a path"), entry).expect("a file");
        }
        bundle
    }
}
