//! The cross-file checks that every bundle passes before it is packed. Must not change any file but its own report.

use crate::{Bundle, GenerateError, plan::Plan};

/// One check: what it makes sure of, and how. It names the file that breaks it.
pub(crate) struct Check {
    /// As it stands in VERIFICATION.md.
    pub says: &'static str,
    pub run: fn(&Plan, &Bundle) -> Result<(), GenerateError>,
}

const CHECKS: &[&[Check]] = &[];

/// Runs all checks; returns what was checked.
pub(crate) fn verify(plan: &Plan, bundle: &mut Bundle) -> Result<Vec<String>, GenerateError> {
    let mut said = Vec::new();
    for check in CHECKS.iter().copied().flatten() {
        (check.run)(plan, bundle)?;
        said.push(check.says.to_owned());
    }
    Ok(said)
}
