//! One third-party tool: what it reads in a bundle, how it is asked, and something broken that it has to refuse.

use super::{
    Sample,
    sample::temporary,
    toolbox::{Outcome, run},
};
use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
    process::Command,
};

pub struct Validator {
    /// The tool and, when it has several entries, for what.
    pub name: &'static str,
    /// The files and folders that it reads.
    pub subjects: fn(&Sample) -> Vec<PathBuf>,
    pub asked: Asked,
    pub broken: &'static [Broken],
}

pub enum Asked {
    /// One process for many files, each of which stands for itself.
    Together(fn(&[PathBuf]) -> Command),
    /// A process for each, which may look at what is around it.
    OneByOne(fn(&Sample, &Path) -> Command),
}

/// Files of which one is wrong, and a word of the tool's complaint.
pub struct Broken {
    pub files: &'static [(&'static str, &'static str)],
    pub complaint: &'static str,
}

/// What a tool did not accept, and why.
pub struct Refusal {
    pub subject: PathBuf,
    pub said: String,
}

/// Contents that one tool has judged. Bundles have many files in common.
#[derive(Default)]
pub struct Seen {
    hasher: RandomState,
    contents: HashSet<(u64, usize)>,
}

impl Seen {
    /// Whether the file is a new one. Folders are.
    fn is_new(&mut self, path: &Path) -> bool {
        let Ok(bytes) = std::fs::read(path) else { return true };
        self.contents.insert((self.hasher.hash_one(&bytes), bytes.len()))
    }
}

/// As many fit into one command line everywhere.
const MOST_AT_ONCE: usize = 800;

impl Validator {
    /// Shows the tool everything in these bundles that concerns it and that it has not seen; says how much, and what it refuses.
    pub fn judge(&self, samples: &[Sample], seen: &mut Seen) -> (usize, Vec<Refusal>) {
        match self.asked {
            Asked::Together(ask) => {
                let all = samples.iter().flat_map(|sample| (self.subjects)(sample));
                let new: Vec<PathBuf> = all.filter(|path| seen.is_new(path)).collect();
                (new.len(), new.chunks(MOST_AT_ONCE).flat_map(|paths| refused(ask, paths)).collect())
            }
            Asked::OneByOne(ask) => {
                let all: Vec<(&Sample, PathBuf)> =
                    samples.iter().flat_map(|sample| (self.subjects)(sample).into_iter().map(move |path| (sample, path))).collect();
                let judged = all.iter().map(|(sample, path)| (path, run(&mut ask(sample, path))));
                let refusals = judged.filter(|(_, outcome)| !outcome.content);
                (all.len(), refusals.map(|(path, outcome)| Refusal { subject: path.clone(), said: outcome.said }).collect())
            }
        }
    }

    /// Shows it the broken samples, in files of the names that it is for.
    ///
    /// # Panics
    /// When it accepts one, or refuses it for another reason than the expected one.
    pub fn must_reject_what_is_broken(&self) {
        assert!(!self.broken.is_empty(), "{} was never seen to reject anything", self.name);
        for (number, broken) in self.broken.iter().enumerate() {
            let root = temporary().join("broken").join(self.name.replace(' ', "-"));
            let files = broken.files.iter().map(|(path, text)| (*path, text.as_bytes()));
            let sample = Sample::of_files(&root, &number.to_string(), files);
            let (_, refusals) = self.judge(&[sample], &mut Seen::default());
            let said: String = refusals.into_iter().map(|refusal| refusal.said).collect();
            assert!(said.contains(broken.complaint), "{} did not complain of “{}”:\n{said}", self.name, broken.complaint);
        }
    }
}

/// Those of the files that the tool refuses: all together, and when it is not content, by halves.
fn refused(ask: fn(&[PathBuf]) -> Command, paths: &[PathBuf]) -> Vec<Refusal> {
    if paths.is_empty() {
        return Vec::new();
    }
    let Outcome { content, said } = run(&mut ask(paths));
    match paths {
        _ if content => Vec::new(),
        [one] => vec![Refusal { subject: one.clone(), said }],
        _ => {
            let (left, right) = paths.split_at(paths.len() / 2);
            let refusals: Vec<Refusal> = [left, right].into_iter().flat_map(|half| refused(ask, half)).collect();
            // Each half alone may be fine; then it is the whole that is not.
            if refusals.is_empty() { vec![Refusal { subject: paths[0].clone(), said }] } else { refusals }
        }
    }
}
