//! Why the store did not do what was asked. Knows nothing of HTTP: `crate::error` maps these to answers.

use super::Full;
use domain::{
    edit::EditError,
    protocol::{Conflict, Role},
};

/// Why the store did not do what was asked. Nothing has changed, unless it says otherwise.
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
    /// Somebody else saved first, and gave other edits the same name.
    #[error("the name of the save is that of another one")]
    NameTaken(Conflict),
    /// The edits do not fit the design.
    #[error(transparent)]
    Refused(#[from] EditError),
    /// The edits fit the design, but are too many for one save; the first `fits` of them are not.
    #[error("{fits} of {edits} edits fit into one save")]
    TooMuch { edits: usize, fits: usize },
    /// The owner keeps as much as they may: nothing more until something is deleted.
    #[error(transparent)]
    Full(#[from] Full),
    /// Too much is waiting, or others are changing the same: try again shortly.
    #[error("too much is going on")]
    Busy,
    /// The database does not do what it should. A change that got no answer may have been made.
    #[error(transparent)]
    Unavailable(#[from] Outage),
    /// This revision cannot be read, nor any before it.
    #[error("revision {revision} cannot be read")]
    Damaged { revision: u64 },
    /// A newer version wrote it, and only that one may read and change it.
    #[error("the project was written by a newer version")]
    Newer,
    /// What is stored cannot be read: a fault of ours, or a damaged file.
    #[error("{0}")]
    Corrupt(String),
}

/// A database that does not do what it should.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{cause}")]
pub struct Outage {
    pub reason: Reason,
    /// For the log.
    pub cause: String,
}

/// What is wrong with the database, for the person who waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    DiskFull,
    /// It may still do what was asked.
    Silent,
    Unreachable,
    ReadOnly,
    Locked,
    Closed,
    /// Its file has lost its name, so that what is written into it would be lost.
    Replaced,
    /// Anything else it complained about.
    Failing,
}

impl Reason {
    pub const ALL: [Self; 8] =
        [Self::DiskFull, Self::Silent, Self::Unreachable, Self::ReadOnly, Self::Locked, Self::Closed, Self::Replaced, Self::Failing];

    /// As one word, for those who count.
    pub fn slug(self) -> &'static str {
        match self {
            Self::DiskFull => "disk-full",
            Self::Silent => "silent",
            Self::Unreachable => "unreachable",
            Self::ReadOnly => "read-only",
            Self::Locked => "locked",
            Self::Closed => "closed",
            Self::Replaced => "replaced",
            Self::Failing => "failing",
        }
    }
    /// As a part of a sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::DiskFull => "the disk is full",
            Self::Silent => "the database does not answer",
            Self::Unreachable => "the database cannot be reached",
            Self::ReadOnly => "the database takes no changes",
            Self::Locked => "another program has locked the database",
            Self::Closed => "the studio is stopping",
            Self::Replaced => "the database file was moved, removed or replaced",
            Self::Failing => "the database reports a fault",
        }
    }
    pub(super) fn because(self, cause: impl ToString) -> StoreError {
        StoreError::Unavailable(Outage { reason: self, cause: cause.to_string() })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, ReadOnly, SystemIoFailure,
        };
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::Corrupt(error.to_string()),
            Some(DiskFull) => Reason::DiskFull.because(error),
            Some(DatabaseBusy | DatabaseLocked) => Reason::Locked.because(error),
            Some(ReadOnly) => Reason::ReadOnly.because(error),
            Some(CannotOpen | SystemIoFailure) => Reason::Unreachable.because(error),
            _ => Reason::Failing.because(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
        match (&error, code.as_str()) {
            (sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_), _) => Self::Corrupt(error.to_string()),
            (sqlx::Error::PoolTimedOut, _) => Reason::Silent.because(error),
            (sqlx::Error::PoolClosed, _) => Reason::Closed.because(error),
            (sqlx::Error::Io(_) | sqlx::Error::Tls(_), _) => Reason::Unreachable.because(error),
            // The codes of PostgreSQL, appendix A of its manual.
            (_, "53100") => Reason::DiskFull.because(error),
            (_, "25006") => Reason::ReadOnly.because(error),
            // Two transactions that wait for each other, or cannot both come first: one of them is ended.
            (_, "40P01" | "40001") => Self::Busy,
            (_, "55P03") => Reason::Locked.because(error),
            (_, "57P01" | "57P02" | "57P03" | "53300") => Reason::Unreachable.because(error),
            _ => Reason::Failing.because(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
