//! Where projects live: SQLite in a file, or PostgreSQL for several replicas. Both keep an append-only log of edits and answer
//! a save only when it is durable. The only place with SQL; knows nothing of HTTP.

mod error;
mod heads;
mod model;
mod postgres;
mod sqlite;
mod summary;

pub use error::StoreError;
pub use model::{FIRST_REVISION, Hashed, LimitLevel, NewShareLink, Opened, SNAPSHOT_EVERY, Save, Settled};

use domain::{
    Design,
    protocol::{ProjectSummary, RevisionEntry, Role, ShareEntry},
};
use postgres::Postgres;
use sqlite::Sqlite;
use std::path::Path;

/// Why the store cannot be opened, for the person who starts the server.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(pub String);

/// The store, whatever database is behind it.
#[derive(Debug)]
pub enum Store {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Calls the same method of whichever database it is.
macro_rules! either {
    ($self:ident.$method:ident($($argument:expr),*)) => {
        match $self {
            Store::Sqlite(store) => store.$method($($argument),*).await,
            Store::Postgres(store) => store.$method($($argument),*).await,
        }
    };
}

impl Store {
    /// Opens or creates a SQLite file and brings its tables up to date.
    pub fn sqlite(path: &Path) -> Result<Self, OpenError> {
        Sqlite::open(path).map(Self::Sqlite)
    }
    /// Connects to PostgreSQL and brings its tables up to date.
    pub async fn postgres(url: &str) -> Result<Self, OpenError> {
        Postgres::connect(url).await.map(Self::Postgres)
    }

    /// Whether several servers may use the database at once.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
    /// Adds to counters of limits, and tells what all servers over this database added to them lately.
    pub async fn settle_limits(&self, replica: [u8; 16], added: Vec<LimitLevel>) -> Result<Settled, StoreError> {
        match self {
            Self::Sqlite(_) => Ok(Settled { replicas: 1, levels: Vec::new() }),
            Self::Postgres(store) => store.settle_limits(replica, added).await,
        }
    }
    /// Forgets counters of limits that hold nothing any more.
    pub async fn forget_drained_limits(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(store) => store.forget_drained_limits().await,
        }
    }

    /// What the database takes on its disk.
    pub async fn size_bytes(&self) -> Result<u64, StoreError> {
        either!(self.size_bytes())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        either!(self.ping())
    }
    /// Stores a valid design as the first revision of a new project.
    pub async fn create(&self, owner: Hashed, id: String, design: Design, now_ms: i64) -> Result<Opened, StoreError> {
        either!(self.create(owner, id, design, now_ms))
    }
    /// Removes a project with its history and share links. Only its owner can.
    pub async fn delete(&self, actor: Option<Hashed>, id: String) -> Result<(), StoreError> {
        either!(self.delete(actor, id))
    }
    /// Applies edits to the head and appends them as a revision; returns its number once it is durable. A save that was made
    /// before on the same base, told by its `client_save`, returns the number it has.
    pub async fn save(&self, save: Save) -> Result<u64, StoreError> {
        either!(self.save(save))
    }
    /// The project at a revision, the head when none is given.
    pub async fn open_project(&self, actor: Option<Hashed>, id: String, revision: Option<u64>) -> Result<Opened, StoreError> {
        either!(self.open_project(actor, id, revision))
    }
    /// What this browser owns or was given, the last changed first.
    pub async fn list(&self, actor: Hashed) -> Result<Vec<ProjectSummary>, StoreError> {
        either!(self.list(actor))
    }
    /// The history, newest first; only what is before a revision when one is given.
    pub async fn revisions(&self, actor: Option<Hashed>, id: String, before: Option<u64>) -> Result<Vec<RevisionEntry>, StoreError> {
        either!(self.revisions(actor, id, before))
    }
    /// Makes a share link. Only the owner can.
    pub async fn create_share(&self, actor: Option<Hashed>, share: NewShareLink) -> Result<(), StoreError> {
        either!(self.create_share(actor, share))
    }
    /// The share links of a project, oldest first. Only the owner sees them.
    pub async fn shares(&self, actor: Option<Hashed>, id: String) -> Result<Vec<ShareEntry>, StoreError> {
        either!(self.shares(actor, id))
    }
    /// Takes a share link back, and with it what it gave. Only the owner can.
    pub async fn delete_share(&self, actor: Option<Hashed>, id: String, share: String) -> Result<(), StoreError> {
        either!(self.delete_share(actor, id, share))
    }
    /// Gives a browser what a share link allows; returns the project and what the browser may do with it now.
    pub async fn open_share(&self, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
        either!(self.open_share(owner, token, now_ms))
    }
    /// Finishes what is queued and closes the database; later calls fail.
    pub async fn close(&self) {
        either!(self.close())
    }
}
