//! A writing into a folder: every file is noted before it is written, so that no whole file of the bundle's is a stranger afterwards,
//! whatever ends the writing. The one way in which the checksums of a folder change, whoever writes the files.

use super::{Folder, Refused, sum, sums::Sums};
use generate::Options;
use std::collections::{BTreeMap, BTreeSet};

/// Whose the bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The bundle wrote them.
    Ours,
    /// The bundle wrote others there.
    Changed,
    /// The bundle wrote nothing there.
    Theirs,
}

/// A writing that has begun.
#[derive(Debug)]
pub struct Noting {
    folder: Folder,
    sums: Sums,
    /// What the design gives, by path.
    now: BTreeMap<String, String>,
    /// Paths that were left as they are.
    left: BTreeSet<String>,
    /// Folders without drafts of killed processes.
    tidy: BTreeSet<String>,
}

impl Noting {
    /// Begins to write the artefacts of these options.
    pub fn begin(folder: Folder, options: &Options) -> Result<Self, Refused> {
        let mut sums = Sums::read(&folder)?;
        sums.artefacts.clone_from(&options.artefacts);
        let mut noting = Self { folder, sums, now: BTreeMap::new(), left: BTreeSet::new(), tidy: BTreeSet::new() };
        noting.tidy("")?;
        Ok(noting)
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    pub(super) fn whose(&self, path: &str, bytes: &[u8]) -> Whose {
        match (self.sums.knows(path, &sum(bytes)), self.sums.names(path)) {
            (true, _) => Whose::Ours,
            (false, true) => Whose::Changed,
            (false, false) => Whose::Theirs,
        }
    }

    /// Remembers what is about to be written, or is there already.
    pub fn note(&mut self, path: &str, bytes: &[u8]) -> Result<(), Refused> {
        self.tidy(path.rsplit_once('/').map_or("", |(below, _)| below))?;
        let sum = sum(bytes);
        self.sums.note(&self.folder, path, &sum)?;
        self.now.insert(path.to_owned(), sum);
        Ok(())
    }

    /// Remembers that a file of the design is left as it is.
    pub(super) fn leave(&mut self, path: String) {
        self.now.remove(&path);
        self.left.insert(path);
    }

    fn tidy(&mut self, below: &str) -> Result<(), Refused> {
        if self.tidy.insert(below.to_owned()) { self.folder.forget_drafts(below) } else { Ok(()) }
    }

    /// Forgets what was there before. Returns the files of an earlier writing that the design does not give any more and nobody has
    /// changed: those stay, and stay known.
    pub fn end(self) -> Result<Vec<String>, Refused> {
        let Self { folder, sums, now, left, .. } = self;
        let gone = sums.paths().filter(|path| !now.contains_key(*path) && !left.contains(*path));
        let is_ours = |path: &&str| folder.read(path).is_ok_and(|found| found.is_some_and(|found| sums.knows(path, &sum(&found.bytes))));
        let outdated: Vec<String> = gone.filter(is_ours).map(str::to_owned).collect();
        sums.settle(&folder, now, |path| left.contains(path) || outdated.iter().any(|outdated| outdated == path))?;
        Ok(outdated)
    }
}
