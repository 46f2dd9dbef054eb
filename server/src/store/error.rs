//! Why the store did not do what was asked. Knows nothing of HTTP: `crate::error` maps these to answers.

use domain::{
    edit::EditError,
    protocol::{Conflict, Role},
};

/// Why the store did not do what was asked. Nothing has changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// No such thing, or none that this browser may know of.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The project may be seen, but this takes more.
    #[error("this takes the right to {needed:?}")]
    Forbidden { needed: Role },
    /// Somebody else saved first.
    #[error("the project is at revision {}", .0.revision)]
    Conflict(Conflict),
    /// The edits do not fit the design.
    #[error(transparent)]
    Refused(#[from] EditError),
    /// The queue is full: try again shortly.
    #[error("too much is waiting to be saved")]
    Busy,
    /// The database does not answer as it should: a lock, a full disk, a lost connection.
    #[error("{0}")]
    Unavailable(String),
    /// What is stored cannot be read: a fault of ours, or a damaged file.
    #[error("{0}")]
    Corrupt(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::Corrupt(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Corrupt(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
