//! Which files of a folder are not what its design gives. The checksums of an earlier writing tell what somebody changed by hand from
//! what the design has outgrown. Writes nothing.

use super::{Folder, Refused, Search, sum, sums::Sums, write::WriteError};
use domain::{Design, work::Work};
use generate::{BundlePath, File, Options};
use std::{collections::BTreeMap, io};

/// What is wrong with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Missing,
    /// Its bytes are neither what the design gives nor what the bundle wrote. The first line that differs, from 1, where it was read.
    Changed {
        line: Option<usize>,
    },
    /// The bundle wrote it, for a design that has changed since.
    Outdated,
    /// The bundle wrote it, and the design does not give it any more.
    LeftOver,
    NotExecutable,
    /// The design does not give it, nor did the bundle write it.
    Extra,
    /// No file, but a link or something else.
    NoFile,
}

impl State {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed { .. } => "changed by hand",
            Self::Outdated | Self::LeftOver => "outdated",
            Self::NotExecutable => "not executable",
            Self::Extra => "extra",
            Self::NoFile => "not a file",
        }
    }
}

/// How a folder differs from its design.
#[derive(Debug)]
pub struct Compared {
    /// Files that the design gives.
    pub files: usize,
    /// By path; that of a folder ends with a slash.
    pub found: BTreeMap<String, State>,
}

/// Compares with the artefacts of these options, or else with those of the earlier writing.
pub fn compare(folder: &Folder, design: &Design, options: Option<Options>, work: &Work) -> Result<Compared, WriteError> {
    let sums = Sums::read(folder)?;
    let options = options.unwrap_or_else(|| Options { artefacts: sums.artefacts.clone() });
    let mut found = BTreeMap::new();
    let mut search = Search::default();
    let said = generate::stream(design, &options, work, &mut |path: BundlePath, file: File| {
        work.go_on();
        if let Some(state) = state(folder, &sums, path.as_str(), &file) {
            found.insert(path.to_string(), state);
        }
        search.expect(&path, &file);
        Ok(())
    })?;
    let failed = |error: io::Error| Refused::Failed { name: "the folder".into(), error: error.to_string() };
    search.look_into("", &mut |below| folder.list(below)).map_err(failed)?;
    let stays = |path: &str| folder.read(path).ok().flatten().is_some_and(|file| sums.knows(path, &sum(&file.bytes)));
    let extra = std::mem::take(&mut search.found).into_iter();
    found.extend(extra.map(|path| if stays(&path) { (path, State::LeftOver) } else { (path, State::Extra) }));
    Ok(Compared { files: said.files, found })
}

fn state(folder: &Folder, sums: &Sums, path: &str, file: &File) -> Option<State> {
    match folder.read(path) {
        Ok(None) | Err(Refused::NoFolder { .. }) => Some(State::Missing),
        Ok(Some(here)) if here.bytes == file.bytes => (file.executable && !here.executable).then_some(State::NotExecutable),
        Ok(Some(here)) if sums.knows(path, &sum(&here.bytes)) => Some(State::Outdated),
        Ok(Some(here)) => Some(State::Changed { line: Some(first_difference(&here.bytes, &file.bytes)) }),
        Err(Refused::TooLarge) => Some(State::Changed { line: None }),
        Err(_) => Some(State::NoFile),
    }
}

/// The line, from 1.
fn first_difference(here: &[u8], given: &[u8]) -> usize {
    let same = here.iter().zip(given).take_while(|(here, given)| here == given);
    1 + same.filter(|(byte, _)| **byte == b'\n').count()
}
