//! Ready-made Designs to begin with: ordinary `groundplan.yaml` files beside this one.

use crate::Design;

/// A ready-made Design.
#[derive(Debug, Clone, Copy)]
pub struct Starter {
    pub slug: &'static str,
    /// The text of its file.
    pub yaml: &'static str,
}

impl Starter {
    /// Reads the file. A test shows that every starter is valid.
    pub fn design(&self) -> Result<Design, crate::file::ReadError> {
        crate::file::read(self.yaml)
    }
}

/// All starters, in gallery order.
pub fn all() -> &'static [Starter] {
    &[]
}

/// A starter by its slug.
pub fn find(slug: &str) -> Option<&'static Starter> {
    all().iter().find(|starter| starter.slug == slug)
}
