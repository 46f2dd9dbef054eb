//! A bundle on disk, with every artefact there is, whatever its Design's target would choose.

use super::{catalogue::whole_catalogue, validators::kubernetes::Layer};
use crate::studio::target;
use domain::{Design, work::Work};
use generate::{Bundle, Options, generate};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

pub struct Sample {
    pub name: String,
    pub directory: PathBuf,
    pub design: Design,
    /// Paths from `directory`, in order.
    pub files: Vec<String>,
    /// What kustomize makes of its manifests, once somebody has asked.
    pub(super) layers: OnceLock<Vec<Layer>>,
}

impl Sample {
    /// Writes the bundle of a Design to `root/name`. Whatever was there is gone.
    pub fn new(root: &Path, name: &str, design: Design) -> Self {
        let bundle = whole(&design);
        let files = bundle.iter().map(|(path, file)| (path.as_str(), file.bytes.as_slice()));
        let mut sample = Self::of_files(root, name, files);
        sample.design = design;
        sample
    }

    /// Writes any files, mostly broken ones.
    pub fn of_files<'a>(root: &Path, name: &str, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let directory = root.join(name);
        let _ = fs::remove_dir_all(&directory);
        let mut written = Vec::new();
        for (path, bytes) in files {
            let target = directory.join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
            written.push(path.to_owned());
        }
        Self { name: name.to_owned(), directory, design: Design::new(name), files: written, layers: OnceLock::new() }
    }

    /// Takes it from the disk, and what was derived from it.
    pub fn remove(&self) {
        for folder in [self.directory.clone(), self.directory.with_extension("core"), self.directory.with_extension("objects")] {
            let _ = fs::remove_dir_all(folder);
        }
        let _ = fs::remove_file(self.directory.with_extension("hosts"));
    }

    /// The files that a condition on the path chooses.
    pub fn chosen(&self, is: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        self.files.iter().filter(|path| is(path)).map(|path| self.directory.join(path)).collect()
    }

    /// The files whose name ends so.
    pub fn ending(&self, end: &str) -> Vec<PathBuf> {
        self.chosen(|path| path.ends_with(end))
    }

    /// The folders that hold a file of this name, from the top of the bundle.
    pub fn folders_with(&self, name: &str) -> Vec<PathBuf> {
        let named = |path: &str| path == name || path.strip_suffix(name).is_some_and(|folder| folder.ends_with('/'));
        self.chosen(named).iter().map(|path| path.ancestors().nth(Path::new(name).components().count()).unwrap().to_owned()).collect()
    }
}

/// The bundle of a Design with all artefacts.
///
/// # Panics
/// When there is none: a fault of the generator.
pub fn whole(design: &Design) -> Bundle {
    let every = generate::artefacts::ALL.iter().map(|artefact| artefact.slug.to_owned()).collect();
    let made = generate(design, &Options { artefacts: Some(every) }, &Work::unlimited());
    made.unwrap_or_else(|error| panic!("{error}\n{}", domain::file::write(design))).bundle
}

/// Every starter as a bundle below a folder, and one Design with the whole catalogue in it.
pub fn fixed(root: &Path) -> Vec<Sample> {
    let starters = domain::starters::all().iter().map(|starter| (starter.slug, starter.design().unwrap()));
    starters.chain([("whole-catalogue", whole_catalogue())]).map(|(name, design)| Sample::new(root, name, design)).collect()
}

/// Where tests put what they write.
pub fn temporary() -> PathBuf {
    target().join("tmp")
}
