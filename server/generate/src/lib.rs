//! From a Design to a bundle of files, and from a bundle to a zip. Pure: same Design, same bytes.

pub mod archive;
pub mod artefacts;
pub mod bundle;
pub mod origin;
pub mod plan;
pub mod render;
mod verify;

pub use bundle::{Bundle, BundlePath, File};

use artefacts::{Artefact, Writer};
use domain::{Design, protocol::ArtefactEntry};
use plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Slugs of the artefacts to write; the ones that fit the Design's target when absent.
    pub artefacts: Option<BTreeSet<String>>,
}

/// A bundle and what there is to say about it.
#[derive(Debug, Clone)]
pub struct Generated {
    pub bundle: Bundle,
    /// Things to know before using it.
    pub warnings: Vec<String>,
    /// What was checked before packing.
    pub checks: Vec<String>,
}

/// Why there is no bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError {
    #[error("there is no artefact “{0}”")]
    UnknownArtefact(String),
    /// A fault of ours, named with file and line so that it can be reported.
    #[error("{file}: {message}")]
    Internal { file: String, message: String },
}

/// Generates a bundle from any valid Design.
pub fn generate(design: &Design, options: &Options) -> Result<Generated, GenerateError> {
    let plan = Plan::new(design)?;
    let chosen = choose(design, options)?;
    let mut bundle = Bundle::default();
    for artefact in artefacts::ALL.iter().filter(|artefact| chosen.contains(artefact.slug)) {
        (artefact.render)(&plan, &mut Writer::new(&mut bundle, artefact.slug, &chosen))?;
    }
    let checks = verify::verify(&plan, &bundle)?;
    verify::report(&plan, &checks, &chosen, &mut bundle)?;
    Ok(Generated { bundle, warnings: plan.warnings, checks })
}

/// Every artefact that could be chosen, with the number of files it has in the bundle of these options, or would have. Prints those
/// that are not chosen to count them: only a listing asks for it.
pub fn artefacts(design: &Design, options: &Options, bundle: &Bundle) -> Result<Vec<ArtefactEntry>, GenerateError> {
    let plan = Plan::new(design)?;
    let chosen = choose(design, options)?;
    let entry = |artefact: &&Artefact| {
        let is_chosen = chosen.contains(artefact.slug);
        let files = if is_chosen {
            bundle.iter().filter(|(_, file)| file.artefact == artefact.slug).count()
        } else {
            let mut files = Bundle::default();
            (artefact.render)(&plan, &mut Writer::new(&mut files, artefact.slug, &chosen))?;
            files.len()
        };
        Ok(ArtefactEntry {
            slug: artefact.slug.to_owned(),
            name: artefact.name.to_owned(),
            summary: artefact.summary.to_owned(),
            icon: artefact.icon.to_owned(),
            essential: artefact.essential,
            files,
            chosen: is_chosen,
        })
    };
    artefacts::ALL.iter().map(entry).collect()
}

/// The chosen artefacts and everything their files refer to.
fn choose(design: &Design, options: &Options) -> Result<BTreeSet<&'static str>, GenerateError> {
    let by_slug: BTreeMap<&str, &Artefact> = artefacts::ALL.iter().map(|a| (a.slug, *a)).collect();
    let mut open: Vec<&Artefact> = match &options.artefacts {
        None => artefacts::ALL.iter().copied().filter(|a| (a.applies)(design)).collect(),
        Some(slugs) => {
            let find = |slug: &String| by_slug.get(slug.as_str()).copied().ok_or_else(|| GenerateError::UnknownArtefact(slug.clone()));
            slugs.iter().map(find).collect::<Result<_, _>>()?
        }
    };
    let mut chosen = BTreeSet::new();
    while let Some(artefact) = open.pop() {
        if chosen.insert(artefact.slug) {
            open.extend(artefact.needs.iter().filter_map(|slug| by_slug.get(slug).copied()));
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests;
