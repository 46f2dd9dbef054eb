//! From a Design to the files of a bundle, one after the other, and from files to a zip. Pure: same Design, same bytes.

pub mod archive;
pub mod artefacts;
pub mod bundle;
mod error;
mod names;
pub mod origin;
pub mod plan;
pub mod render;
mod verify;

pub use bundle::{Bundle, BundlePath, File};
pub use error::GenerateError;

use archive::Archive;
use artefacts::{Artefact, Writer};
use bundle::Paths;
use domain::{Design, ids::slugify, protocol::ArtefactEntry, work::Work};
use plan::Plan;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Slugs of the artefacts to write; the ones that fit the Design's target when absent.
    pub artefacts: Option<BTreeSet<String>>,
}

impl Options {
    /// What somebody asked for: a profile, or artefacts by their slugs, and only one of the two. Empty slugs are no choice.
    pub fn of(profile: Option<Profile>, slugs: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, GenerateError> {
        let slugs = slugs.into_iter().map(|slug| slug.as_ref().trim().to_owned()).filter(|slug| !slug.is_empty());
        let artefacts: BTreeSet<String> = slugs.collect();
        match (profile, artefacts.is_empty()) {
            (Some(_), false) => Err(GenerateError::TwoChoices),
            (Some(profile), true) => Ok(profile.options()),
            (None, false) => Ok(Self { artefacts: Some(artefacts) }),
            (None, true) => Ok(Self::default()),
        }
    }
}

/// A choice of artefacts that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The smallest bundle that starts and says why it is built so.
    Essential,
    /// Everything there is.
    Full,
}

impl Profile {
    pub const ALL: [Self; 2] = [Self::Essential, Self::Full];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Full => "full",
        }
    }
    /// The profile of that name.
    pub fn find(slug: &str) -> Result<Self, GenerateError> {
        Self::ALL.into_iter().find(|profile| profile.slug() == slug).ok_or_else(|| GenerateError::unknown_profile(slug))
    }
    /// What to generate for it.
    pub fn options(self) -> Options {
        let belongs = |artefact: &&&Artefact| self == Self::Full || artefact.essential;
        Options { artefacts: Some(artefacts::ALL.iter().filter(belongs).map(|artefact| artefact.slug.to_owned()).collect()) }
    }
}

/// What there is to say about a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Things to know before using it.
    pub warnings: Vec<String>,
    /// What was checked before it was handed out.
    pub checks: Vec<String>,
    /// Its files.
    pub files: usize,
}

/// A bundle in one piece.
#[derive(Debug, Clone)]
pub struct Generated {
    pub bundle: Bundle,
    pub warnings: Vec<String>,
    pub checks: Vec<String>,
}

/// Takes the files of a bundle, in the order in which they are made.
pub type Take<'t> = dyn FnMut(BundlePath, File) -> Result<(), GenerateError> + 't;

/// Generates the files of any valid Design and hands over each as soon as it is checked, so that no more than a few are held at once.
/// What concerns the whole (compose files, gateways, what watches, the frame of the manifests) is made and checked before the first file
/// is handed over. A part's own files are checked on their way: an error after the first file means that the rest does not come, and that
/// what was handed over is worth nothing.
pub fn stream(design: &Design, options: &Options, work: &Work, take: &mut Take) -> Result<Said, GenerateError> {
    let plan = Plan::new(design, work)?;
    let chosen = choose(design, options)?;
    let chosen_artefacts = || artefacts::ALL.iter().filter(|artefact| chosen.contains(artefact.slug));
    let mut paths = Paths::default();
    let mut files = 0;
    let mut held = Bundle::default();
    for artefact in chosen_artefacts() {
        let hold = &mut |path, file| held.add(path, file);
        (artefact.whole)(&plan, &mut Writer::new(artefact.slug, &chosen, work, &mut paths, hold))?;
    }
    let mut checks = verify::whole(&plan, &held)?;
    for (path, file) in held {
        files += 1;
        take(path, file)?;
    }
    for artefact in chosen_artefacts() {
        let pass = &mut |path: BundlePath, file: File| {
            checks.pass(&path, &file)?;
            files += 1;
            take(path, file)
        };
        (artefact.rest)(&plan, &mut Writer::new(artefact.slug, &chosen, work, &mut paths, pass))?;
    }
    let checks = checks.finish(&paths)?;
    let pass = &mut |path, file| {
        files += 1;
        take(path, file)
    };
    verify::report(&plan, &checks, &mut Writer::new("verification", &chosen, work, &mut paths, pass))?;
    Ok(Said { warnings: plan.warnings, checks, files })
}

/// Generates a bundle and keeps all of it.
pub fn generate(design: &Design, options: &Options, work: &Work) -> Result<Generated, GenerateError> {
    let mut bundle = Bundle::default();
    let said = stream(design, options, work, &mut |path, file| bundle.add(path, file))?;
    Ok(Generated { bundle, warnings: said.warnings, checks: said.checks })
}

/// One file of a bundle, made no further than that file.
pub fn file(design: &Design, options: &Options, path: &str, work: &Work) -> Result<Option<File>, GenerateError> {
    let mut found = None;
    let ended = stream(design, options, work, &mut |at, file| {
        if at.as_str() != path {
            return Ok(());
        }
        found = Some(file);
        Err(GenerateError::unwritten("nobody wants the files after this one"))
    });
    match (found, ended) {
        (Some(file), _) => Ok(Some(file)),
        (None, ended) => ended.map(|_| None),
    }
}

/// The name of a Design's zip, without the ending: its one folder.
pub fn folder_of(design: &Design) -> String {
    names::in_path(&slugify(&design.name, "groundplan")).into_owned()
}

/// Generates a bundle and packs it on the way. Whoever reads what was written before an error has no zip: it lacks its directory.
pub fn zip(design: &Design, options: &Options, work: &Work, out: impl Write) -> Result<Said, GenerateError> {
    let mut archive = Archive::new(folder_of(design), out);
    let said = stream(design, options, work, &mut |path, file| archive.add(&path, &file).map_err(GenerateError::unwritten))?;
    archive.finish().map_err(GenerateError::unwritten)?;
    Ok(said)
}

/// Every artefact that could be chosen, with the number of files it has in the bundle of these options (`counted`, by slug) or would have.
/// Prints those that are not chosen to count them: only a listing asks for it.
pub fn artefacts(
    design: &Design,
    options: &Options,
    counted: &BTreeMap<&'static str, usize>,
    work: &Work,
) -> Result<Vec<ArtefactEntry>, GenerateError> {
    let plan = Plan::new(design, work)?;
    let chosen = choose(design, options)?;
    let entry = |artefact: &&Artefact| {
        let is_chosen = chosen.contains(artefact.slug);
        let files = if is_chosen { counted.get(artefact.slug).copied().unwrap_or_default() } else { count(&plan, artefact, &chosen)? };
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

fn count(plan: &Plan, artefact: &Artefact, chosen: &BTreeSet<&'static str>) -> Result<usize, GenerateError> {
    let mut files = 0;
    for render in [artefact.whole, artefact.rest] {
        let forget = &mut |_, _| {
            files += 1;
            Ok(())
        };
        render(plan, &mut Writer::new(artefact.slug, chosen, &plan.work, &mut Paths::default(), forget))?;
    }
    Ok(files)
}

/// The chosen artefacts and everything their files refer to.
fn choose(design: &Design, options: &Options) -> Result<BTreeSet<&'static str>, GenerateError> {
    let by_slug: BTreeMap<&str, &Artefact> = artefacts::ALL.iter().map(|a| (a.slug, *a)).collect();
    let mut open: Vec<&Artefact> = match &options.artefacts {
        None => artefacts::ALL.iter().copied().filter(|a| (a.applies)(design)).collect(),
        Some(slugs) => {
            let find = |slug: &String| by_slug.get(slug.as_str()).copied().ok_or_else(|| GenerateError::unknown_artefact(slug));
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
