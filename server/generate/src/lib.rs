//! From a Design to a bundle of files, and from a bundle to a zip. Pure: same Design, same bytes.

pub mod archive;
pub mod bundle;

pub use bundle::{Bundle, BundlePath, File};

use domain::{Design, protocol::ArtefactEntry};
use std::collections::BTreeSet;

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
    /// Every artefact that could be chosen, with the number of files it has or would have.
    pub artefacts: Vec<ArtefactEntry>,
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
pub fn generate(_design: &Design, _options: &Options) -> Result<Generated, GenerateError> {
    Ok(Generated { bundle: Bundle::default(), artefacts: Vec::new(), warnings: Vec::new(), checks: Vec::new() })
}
