//! `groundplan check`: reads everything that is stored, project by project, and says what is wrong with it. With leave to repair, it writes
//! snapshots and summaries anew from the saves, sets saves aside that cannot be read, and notes those that are missing; nothing is thrown
//! away.

mod chains;
mod ending;
mod walk;

use super::{Chain, Mark, OpenError, StoreError, postgres, sqlite};
use std::path::Path;
use walk::Walk;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Empty for the database as a whole.
    pub project: String,
    pub what: String,
    pub repaired: bool,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub projects: u64,
    pub saves: u64,
    pub snapshots: u64,
    pub faults: u64,
    pub repaired: u64,
}

/// One save with everything that tells it.
#[derive(Debug)]
pub(super) struct KeptRow {
    pub mark: Mark,
    pub edits: Vec<u8>,
}

/// A row of the table of projects.
#[derive(Debug)]
pub(super) struct ProjectRow {
    pub head: Mark,
    pub summary: Vec<u8>,
    pub summary_revision: u64,
    pub format: u64,
}

/// A save that stands for several.
#[derive(Debug, Clone, Copy)]
pub(super) struct MergeRow {
    pub n: u64,
    /// The first save that it stands for.
    pub first: u64,
    /// What its edits make of the chain before it.
    pub seal: Option<Chain>,
}

/// Projects asked for at once.
pub(super) const PROJECTS_AT_ONCE: i64 = 500;
/// Saves held at once: each may have megabytes.
pub(super) const SAVES_AT_ONCE: i64 = 20;
/// Missing saves that are noted one by one; a hole beyond that is a wrong number rather than lost saves.
const MOST_NOTED: u64 = 100_000;

#[derive(Debug)]
enum Inspector {
    Sqlite(sqlite::Inspector),
    Postgres(postgres::Inspector),
}

/// Asks the one database or the other.
macro_rules! both {
    ($self:ident.$method:ident($($argument:expr),*)) => {
        match $self {
            Inspector::Sqlite(database) => database.$method($($argument),*),
            Inspector::Postgres(database) => database.$method($($argument),*).await,
        }
    };
}
use both;

/// Checks a SQLite file, and repairs what can be. `tell` hears of each fault at once.
pub async fn check_sqlite(path: &Path, repair: bool, tell: impl FnMut(&Fault)) -> Result<Tally, OpenError> {
    check(Inspector::Sqlite(sqlite::Inspector::open(path, repair)?), repair, tell).await
}

/// Checks a PostgreSQL database, and repairs what can be.
pub async fn check_postgres(url: &str, repair: bool, tell: impl FnMut(&Fault)) -> Result<Tally, OpenError> {
    check(Inspector::Postgres(postgres::Inspector::connect(url, repair).await?), repair, tell).await
}

async fn check(mut opened: Inspector, repair: bool, tell: impl FnMut(&Fault)) -> Result<Tally, OpenError> {
    let inspector = &mut opened;
    let broken = |error: StoreError| OpenError(format!("the database cannot be read: {error}"));
    let mut notes = Notes { tally: Tally::default(), project: String::new(), tell };
    for what in both!(inspector.whole()).map_err(broken)? {
        notes.fault(format!("{what}: “groundplan restore BACKUP --replace” puts the last backup in its place"), false);
    }
    loop {
        let projects = both!(inspector.projects(&notes.project)).map_err(broken)?;
        let Some(last) = projects.last().cloned() else { break };
        for project in projects {
            notes.project = project;
            let id = notes.project.clone();
            both!(inspector.begin()).map_err(broken)?;
            match (Walk { inspector: &mut *inspector, id: &id, repair, notes: &mut notes }).go().await {
                Ok(()) => {
                    if repair {
                        both!(inspector.weigh(&id)).map_err(broken)?;
                    }
                    both!(inspector.commit()).map_err(broken)?;
                }
                Err(error) => {
                    both!(inspector.roll_back()).map_err(broken)?;
                    notes.fault(format!("cannot be read from the database: {error}"), false);
                }
            }
        }
        notes.project = last;
    }
    Ok(notes.tally)
}

struct Notes<F> {
    tally: Tally,
    project: String,
    tell: F,
}

impl<F: FnMut(&Fault)> Notes<F> {
    fn fault(&mut self, what: String, repaired: bool) {
        self.tally.faults += 1;
        self.tally.repaired += u64::from(repaired);
        (self.tell)(&Fault { project: self.project.clone(), what, repaired });
    }
}
