//! The cross-file checks that every bundle passes before it is handed out. They read the finished files, not the Plan they came from:
//! what concerns the whole before any file goes out, a part's own files on their way. Must not change any file but the report.

mod code;
mod compose;
mod gateway;
mod kubernetes;
mod objects;
mod observability;

use crate::{
    Bundle, BundlePath, File, GenerateError,
    artefacts::Writer,
    bundle::Paths,
    names::{self, in_path},
    plan::Plan,
    render::render,
};
use code::Code;
use kubernetes::Cluster;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A group of checks on the files of one artefact.
pub(crate) struct Check {
    /// Runs when the bundle holds this file.
    pub file: &'static str,
    /// What it makes sure of, sentence by sentence, as it stands in VERIFICATION.md.
    pub says: &'static [&'static str],
    pub run: fn(&mut Checks, &Bundle) -> Result<(), GenerateError>,
}

static CHECKS: &[&[Check]] = &[compose::CHECKS, gateway::CHECKS, kubernetes::CHECKS, observability::CHECKS];

/// The checks of one bundle, while its files go by.
pub(crate) struct Checks<'p> {
    plan: &'p Plan<'p>,
    said: Vec<String>,
    /// Files that others refer to and that have yet to come: who refers to each, and in which words.
    promised: BTreeMap<String, (&'static str, String)>,
    code: Code<'p>,
    cluster: Option<Cluster>,
}

/// Checks what concerns the whole.
pub(crate) fn whole<'p>(plan: &'p Plan<'p>, held: &Bundle) -> Result<Checks<'p>, GenerateError> {
    let mut checks = Checks { plan, said: vec![ALWAYS.to_owned()], promised: BTreeMap::new(), code: Code::of(plan), cluster: None };
    for check in CHECKS.iter().copied().flatten().filter(|check| held.get(check.file).is_some()) {
        plan.work.go_on();
        (check.run)(&mut checks, held)?;
        checks.said.extend(check.says.iter().map(ToString::to_string));
    }
    Ok(checks)
}

impl Checks<'_> {
    /// Checks a file on its way.
    pub(crate) fn pass(&mut self, path: &BundlePath, file: &File) -> Result<(), GenerateError> {
        self.code.pass(path.as_str(), file);
        match &mut self.cluster {
            Some(cluster) => cluster.pass(self.plan, &self.code, path.as_str(), file),
            None => Ok(()),
        }
    }
    /// Checks that everything has come; returns what was checked.
    pub(crate) fn finish(self, paths: &Paths) -> Result<Vec<String>, GenerateError> {
        if let Some(cluster) = self.cluster {
            cluster.finish(self.plan, &self.code)?;
        }
        match self.promised.into_iter().find(|(path, _)| !paths.has_file(path)) {
            Some((_, (file, message))) => Err(broken(file, message)),
            None => Ok(self.said),
        }
    }
}

/// The template of the report.
pub(crate) const TEMPLATES: &[(&str, &str)] = &[(REPORT, include_str!("../artefacts/VERIFICATION.md.tera"))];
const REPORT: &str = "VERIFICATION.md";

/// Writes down in the bundle what was checked. The report belongs to no artefact: it is there whatever was chosen.
pub(crate) fn report(plan: &Plan, checks: &[String], out: &mut Writer) -> Result<(), GenerateError> {
    #[derive(serde::Serialize)]
    struct Report<'a> {
        name: &'a str,
        checks: &'a [String],
        runtimes: Vec<Runtime>,
        rule: &'static str,
        renamed: Vec<Renamed<'a>>,
    }
    #[derive(serde::Serialize)]
    struct Renamed<'a> {
        name: &'a str,
        in_path: String,
    }
    #[derive(serde::Serialize)]
    struct Runtime {
        name: &'static str,
        release: &'static str,
        checked: &'static str,
    }
    // Of somebody else's image nothing is known.
    let known = plan.containers.iter().filter(|c| !c.unknown_image);
    let by_name: BTreeMap<&str, _> = known.map(|c| (c.runtime.name, c.runtime)).collect();
    let runtimes = by_name.into_values().map(|t| Runtime { name: t.name, release: t.tag, checked: t.checked }).collect();
    let renamed = names_in_paths(plan).into_iter().map(|(name, in_path)| Renamed { name, in_path }).collect();
    out.text(REPORT, render(REPORT, &Report { name: &plan.name, checks, runtimes, rule: names::RULE, renamed })?)
}

/// The names of the Design that are called otherwise in paths.
fn names_in_paths<'a>(plan: &'a Plan) -> BTreeMap<&'a str, String> {
    let parts = plan.containers.iter().map(|container| container.id.as_str());
    let within = plan.contracts.iter().flat_map(|contract| {
        let resources = contract.resources.iter().map(|resource| resource.slug.as_str());
        let actions = contract.actions().filter_map(|operation| operation.action.as_deref());
        resources
            .chain(actions)
            .chain(contract.clients.iter().map(|c| c.id.as_str()))
            .chain(contract.consumes.iter().map(|s| s.handler.as_str()))
    });
    parts
        .chain(within)
        .map(|name| (name, in_path(name)))
        .filter(|(name, path)| name != path)
        .map(|(name, path)| (name, path.into_owned()))
        .collect()
}

/// What [`crate::BundlePath`] and [`Paths`] see to.
const ALWAYS: &str = "Every file has a path that stays inside the bundle, and no two files have the same one.";

/// A broken check, in one file.
fn broken(file: &str, message: impl Into<String>) -> GenerateError {
    GenerateError::internal(file, message.into())
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
    use super::whole;
    use crate::{
        Bundle, BundlePath, File, GenerateError, Options,
        artefacts::{self, Writer},
        bundle::Paths,
        choose,
        plan::Plan,
    };
    use domain::{Design, work::Work};

    /// What the checks say of the bundle of a Design in which one text of one file is another.
    pub(super) fn said(design: &Design, file: &str, old: &str, new: &str) -> String {
        let change = |path: &BundlePath, mut changed: File| {
            if path.as_str() == file {
                let text = String::from_utf8(changed.bytes).expect("text");
                assert!(text.contains(old), "{file} does not hold “{old}”:\n{text}");
                changed.bytes = text.replace(old, new).into_bytes();
            }
            changed
        };
        let (plan, chosen) =
            (Plan::new(design, &Work::unlimited()).expect("a Plan"), choose(design, &Options::default()).expect("artefacts"));
        let chosen_artefacts = || artefacts::ALL.iter().filter(|artefact| chosen.contains(artefact.slug));
        let (mut held, mut paths) = (Bundle::default(), Paths::default());
        for artefact in chosen_artefacts() {
            let hold = &mut |path: BundlePath, file| held.add(path.clone(), change(&path, file));
            (artefact.whole)(&plan, &mut Writer::new(artefact.slug, &chosen, &plan.work, &mut paths, hold)).expect("files");
        }
        let mut check = || -> Result<(), GenerateError> {
            let mut checks = whole(&plan, &held)?;
            for artefact in chosen_artefacts() {
                let pass = &mut |path: BundlePath, file| checks.pass(&path, &change(&path, file));
                (artefact.rest)(&plan, &mut Writer::new(artefact.slug, &chosen, &plan.work, &mut paths, pass))?;
            }
            checks.finish(&paths).map(|_| ())
        };
        let said = check().map_or_else(|error| error.to_string(), |()| "fine".into());
        assert!(paths.has_file(file) || said != "fine", "there is no {file}");
        said
    }
}
