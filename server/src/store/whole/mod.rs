//! The store as a whole, for its operator: copied into a file and back, counted, tidied. A backup is a SQLite file with the tables
//! of this version, whichever database its rows came from, so that it can be restored into either.

mod backup;
mod compact;
mod partial;
mod reading;
mod restore;
mod stats;
mod tables;
mod writing;

pub use backup::{Backup, backup};
pub use compact::compact;
pub use restore::restore;
pub use stats::{Growth, Heaviest, Stats, stats};

use super::{OpenError, StoreError, sqlite};
use std::path::{Path, PathBuf};

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// PostgreSQL at this address, which may hold a password.
    Postgres(String),
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

/// Refuses a file that is not there, for work that is not to make one.
///
/// # Errors
/// Says so, or what of it is there.
pub fn must_be_there(file: &Path) -> Result<(), OpenError> {
    sqlite::aside::refuse_rest(file)?;
    if file.exists() { Ok(()) } else { Err(OpenError(format!("there is no store at {}", file.display()))) }
}

/// How far a long piece of work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done: `rows copied`.
    pub what: &'static str,
    pub done: u64,
    pub total: u64,
}

/// Is told now and then how far the work has come.
pub type Report<'a> = &'a mut dyn FnMut(Progress);

/// Rows that are read, and written, at once. Each may hold a whole design.
const ROWS_AT_ONCE: usize = 64;

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}
