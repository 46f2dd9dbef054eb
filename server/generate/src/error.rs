//! Why there is no bundle. Texts are bounded: what a client sent comes back shortened.

use crate::{Profile, artefacts};

/// Longest text of others in an error, in characters.
const MAX_CHARS: usize = 120;

/// Why there is no bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError {
    #[error("there is no artefact “{0}”; the artefacts are {all}", all = slugs())]
    UnknownArtefact(String),
    #[error("there is no profile “{0}”; the profiles are {all}", all = Profile::ALL.map(Profile::slug).join(", "))]
    UnknownProfile(String),
    #[error("give targets or a profile, and only one of them")]
    TwoChoices,
    /// More than one bundle holds. Says what, and how much would fit.
    #[error("{0}")]
    TooMuch(String),
    /// A fault of ours, named with file and line so that it can be reported.
    #[error("{file}: {message}")]
    Internal { file: String, message: String },
    /// Whoever takes the files takes no more: a full disk, a client that has left.
    #[error("the files could not be written: {0}")]
    Unwritten(String),
}

impl GenerateError {
    /// A fault of ours.
    pub(crate) fn internal(file: &str, message: impl AsRef<str>) -> Self {
        Self::Internal { file: short(file), message: short(message.as_ref()) }
    }
    pub(crate) fn unknown_artefact(slug: &str) -> Self {
        Self::UnknownArtefact(short(slug))
    }
    pub(crate) fn unknown_profile(slug: &str) -> Self {
        Self::UnknownProfile(short(slug))
    }
    /// For whoever takes files and cannot.
    pub fn unwritten(cause: impl std::fmt::Display) -> Self {
        Self::Unwritten(short(&cause.to_string()))
    }
}

fn slugs() -> String {
    artefacts::ALL.iter().map(|artefact| artefact.slug).collect::<Vec<_>>().join(", ")
}

/// The text, cut where it is longer than an error may be.
fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_come_back_shortened() {
        for error in [
            GenerateError::unknown_artefact(&"ä".repeat(1 << 20)),
            GenerateError::internal(&"a".repeat(1 << 20), "x".repeat(1 << 20)),
            GenerateError::unwritten("y".repeat(1 << 20)),
        ] {
            assert!(error.to_string().chars().count() < 3 * MAX_CHARS, "{}", error.to_string().len());
        }
        let unknown = GenerateError::unknown_artefact("maps").to_string();
        assert!(unknown.starts_with("there is no artefact “maps”; the artefacts are compose, "), "{unknown}");
        let unknown = GenerateError::unknown_profile("small").to_string();
        assert_eq!(unknown, "there is no profile “small”; the profiles are essential, full");
    }
}
