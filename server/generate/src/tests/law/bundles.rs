//! The files of a bundle that run, each Design's built once.

use super::*;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// The files that run, by path.
#[derive(Default)]
pub(super) struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    /// The first file that is not the same.
    pub(super) fn differs(&self, other: &Self) -> Option<String> {
        let paths: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        paths.into_iter().find(|path| self.0.get(*path) != other.0.get(*path)).cloned()
    }
    /// Files below a folder that hold a text.
    pub(super) fn hold(&self, folder: &str, text: &str) -> bool {
        self.0.iter().any(|(path, bytes)| path.starts_with(folder) && String::from_utf8_lossy(bytes).contains(text))
    }
    /// Whether a file has a path that ends so.
    pub(super) fn end(&self, folder: &str, ending: &str) -> bool {
        self.0.keys().any(|path| path.starts_with(folder) && path.ends_with(ending))
    }
}

/// Documents, pictures and the Design itself do not run.
fn runs(path: &str) -> bool {
    let read = [".md", ".svg", ".png"].iter().any(|ending| path.ends_with(ending));
    !read && !path.starts_with("docs/") && !["groundplan.yaml", "groundplan.schema.json"].contains(&path)
}

/// Bundles that were built.
#[derive(Default)]
pub(super) struct Running {
    built: Mutex<HashMap<String, Arc<Files>>>,
}

impl Running {
    pub(super) fn files(&self, design: &Design) -> Arc<Files> {
        let key = domain::file::write(design);
        if let Some(known) = self.built.lock().expect("no panic").get(&key) {
            return known.clone();
        }
        let mut files = Files::default();
        // Those that hold documents alone are left out; they cost the most.
        let slugs = artefacts::ALL.iter().filter(|a| (a.applies)(design) && !["adr", "docs", "design"].contains(&a.slug));
        let options = Options { artefacts: Some(slugs.map(|a| a.slug.to_owned()).collect()) };
        let made = generate(design, &options, &Work::unlimited()).unwrap_or_else(|error| panic!("{error}\n{key}"));
        for (path, file) in made.bundle.iter().filter(|(path, _)| runs(path.as_str())) {
            files.0.insert(path.as_str().to_owned(), file.bytes.clone());
        }
        let files = Arc::new(files);
        self.built.lock().expect("no panic").insert(key, files.clone());
        files
    }
}
