//! The artefacts: generators of one group of files each. Every one prints from the Plan; none reads what another wrote.

pub mod adr;
pub mod compose;
pub mod contracts;
pub mod delivery;
pub mod design;
pub mod docs;
#[cfg(test)]
pub(crate) mod fixture;
pub mod gateway;
pub mod helm;
pub mod kubernetes;
pub mod observability;
pub mod services;
pub mod swarm;

use crate::{
    BundlePath, File, GenerateError, Take,
    bundle::Paths,
    origin::{self, Mark},
    plan::Plan,
};
use domain::{Design, work::Work};
use std::{collections::BTreeSet, fmt};

/// One group of files.
#[derive(Debug)]
pub struct Artefact {
    pub slug: &'static str,
    pub name: &'static str,
    /// What it adds, in a few words.
    pub summary: &'static str,
    /// Name of its symbol in the icon sprite.
    pub icon: &'static str,
    /// Whether it belongs to the smallest bundle that starts and says why it is built so.
    pub essential: bool,
    /// Whether it belongs into the bundle of this Design when nobody chooses.
    pub applies: fn(&Design) -> bool,
    /// Slugs of artefacts whose files its own refer to; choosing it brings them along.
    pub needs: &'static [&'static str],
    /// Its templates, by name; names begin with the slug.
    pub templates: &'static [(&'static str, &'static str)],
    /// Prints what concerns the whole system and is checked together, before any file is handed over.
    pub whole: Render,
    /// Prints the rest, which is handed over file by file.
    pub rest: Render,
}

/// Prints files from the Plan.
pub type Render = fn(&Plan, &mut Writer) -> Result<(), GenerateError>;

/// For artefacts that have nothing to print at one of the two times.
pub(crate) const NOTHING: Render = |_, _| Ok(());

/// All artefacts, in the order people see them.
pub static ALL: &[&Artefact] = &[
    &compose::ARTEFACT,
    &swarm::ARTEFACT,
    &services::ARTEFACT,
    &contracts::ARTEFACT,
    &gateway::ARTEFACT,
    &kubernetes::ARTEFACT,
    &helm::ARTEFACT,
    &observability::ARTEFACT,
    &delivery::ARTEFACT,
    &adr::ARTEFACT,
    &docs::ARTEFACT,
    &design::ARTEFACT,
];

/// What a configuration file finds around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// Names appear when a container starts, and may move.
    Compose,
    /// The name of a Service stays where it is.
    Kubernetes,
}

/// Hands over the files of one artefact.
pub struct Writer<'a> {
    paths: &'a mut Paths,
    take: &'a mut Take<'a>,
    artefact: &'static str,
    chosen: &'a BTreeSet<&'static str>,
    about: Option<Mark>,
    /// Asked at every file.
    work: &'a Work,
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("artefact", &self.artefact).finish_non_exhaustive()
    }
}

impl<'a> Writer<'a> {
    /// `chosen` are the slugs of all artefacts of the bundle.
    pub(crate) fn new(
        artefact: &'static str,
        chosen: &'a BTreeSet<&'static str>,
        work: &'a Work,
        paths: &'a mut Paths,
        take: &'a mut Take<'a>,
    ) -> Self {
        Self { paths, take, artefact, chosen, about: None, work }
    }
    /// Whether the bundle also holds the files of this artefact.
    pub fn is_chosen(&self, slug: &str) -> bool {
        self.chosen.contains(slug)
    }
    /// What the following files as a whole are printed from.
    pub fn about(&mut self, mark: Option<Mark>) {
        self.about = mark;
    }
    /// Adds a text file. It ends with one line break, whatever the last block of its template left.
    pub fn text(&mut self, path: impl Into<String>, text: impl Into<String>) -> Result<(), GenerateError> {
        self.add(path.into(), text.into(), false)
    }
    /// Adds a script that people can run.
    pub fn script(&mut self, path: impl Into<String>, text: impl Into<String>) -> Result<(), GenerateError> {
        self.add(path.into(), text.into(), true)
    }
    fn add(&mut self, path: String, text: String, executable: bool) -> Result<(), GenerateError> {
        self.work.go_on();
        let (text, mut marks) = origin::take(text);
        if let Some(mark) = self.about.clone().filter(|_| marks.first().is_none_or(|(line, _)| *line > 1)) {
            marks.insert(0, (1, mark));
        }
        let path = BundlePath::new(path)?;
        self.paths.take(&path)?;
        (self.take)(path, File { bytes: ended(text), executable, artefact: self.artefact, marks })
    }
}

fn ended(mut text: String) -> Vec<u8> {
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
    text.into_bytes()
}
