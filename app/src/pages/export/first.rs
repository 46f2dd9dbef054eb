//! What the export page shows first. When the visit begins here, it comes with the page.

use crate::{
    answers,
    api::{self, ApiError, Wanted},
};
use domain::protocol::{BundleListing, FileText};

/// A listing with one of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstBundle {
    /// The revision of the project it was made of.
    pub revision: u64,
    pub listing: BundleListing,
    pub text: Option<FileText>,
}

/// Fetches the bundle that fits the design, and the file to look at.
pub async fn load(id: String, revision: u64, wanted: Option<String>) -> Result<FirstBundle, ApiError> {
    let usual = Wanted::default();
    let listing = api::files(id.clone(), &usual).await?;
    let text = match file_to_show(&listing, wanted.as_deref()) {
        Some(path) => Some(api::file_text(id, path, &usual).await?),
        None => None,
    };
    Ok(FirstBundle { revision, listing, text })
}

/// The bundle that the page came with, when its visit began at the export.
pub fn given(id: &str, revision: u64, wanted: Option<&str>) -> Option<Result<FirstBundle, ApiError>> {
    let usual = Wanted::default();
    let listing: BundleListing = match answers::given(&api::files_path(id, None, &usual))? {
        Ok(listing) => listing,
        Err(error) => return Some(Err(error)),
    };
    let text = match file_to_show(&listing, wanted) {
        Some(path) => match answers::given(&api::files_path(id, Some(path), &usual))? {
            Ok(text) => Some(text),
            Err(error) => return Some(Err(error)),
        },
        None => None,
    };
    Some(Ok(FirstBundle { revision, listing, text }))
}

/// The file somebody chose if it is there, else the one most people look for first.
pub fn file_to_show(listing: &BundleListing, wanted: Option<&str>) -> Option<String> {
    let there = |path: &str| listing.files.iter().find(|file| file.path == path);
    let usual = || ["compose.yaml", "README.md"].into_iter().find_map(there);
    let file = wanted.and_then(there).or_else(usual).or_else(|| listing.files.first());
    file.map(|file| file.path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::protocol::FileEntry;

    #[test]
    fn the_wanted_file_comes_first_then_the_usual_ones() {
        let listing = |paths: &[&str]| BundleListing {
            artefacts: Vec::new(),
            left_out: 0,
            files: paths.iter().map(|path| FileEntry { path: (*path).into(), bytes: 1, artefact: "x".into(), change: None }).collect(),
            warnings: Vec::new(),
            checks: Vec::new(),
        };
        let all = listing(&["a.txt", "README.md", "compose.yaml"]);
        assert_eq!(file_to_show(&all, Some("a.txt")).as_deref(), Some("a.txt"));
        assert_eq!(file_to_show(&all, Some("gone")).as_deref(), Some("compose.yaml"));
        assert_eq!(file_to_show(&listing(&["b", "c"]), None).as_deref(), Some("b"));
        assert_eq!(file_to_show(&listing(&[]), None), None);
    }
}
