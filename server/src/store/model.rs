//! What goes into the store and what comes out, the same for both databases.

use super::StoreError;
use domain::{
    Design, Edit, decision,
    edit::EditError,
    protocol::{EditsRequest, Role},
};
use std::sync::Arc;

/// The revision a project has when it is created.
pub const FIRST_REVISION: u64 = 1;
/// A whole design is kept every so many revisions; reading one replays fewer edits than this.
pub const SNAPSHOT_EVERY: u64 = 50;
/// Most saves a conflict tells of; beyond that the client reads the project again.
pub const MAX_CONFLICT_SAVES: u64 = 200;
/// Most projects, revisions or share links in one list.
pub const MAX_LISTED: i64 = 500;

/// The SHA-256 of a token: all the store ever knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hashed(pub [u8; 32]);

/// A project at one revision, for somebody who may see it.
#[derive(Debug, Clone)]
pub struct Opened {
    pub role: Role,
    pub revision: u64,
    pub created_ms: i64,
    pub changed_ms: i64,
    pub design: Arc<Design>,
}

/// A counter of what somebody asked for, as replicas tell each other.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitLevel {
    /// Names the counter: a hash of what is counted for whom.
    pub key: [u8; 16],
    /// What it holds, or what is to be added to it.
    pub held: f64,
    pub capacity: f64,
    /// What drains from it in a millisecond.
    pub per_ms: f64,
}

/// What the replicas told.
#[derive(Debug)]
pub struct Settled {
    /// Servers over this database, this one included.
    pub replicas: u32,
    pub levels: Vec<LimitLevel>,
}

/// A save to be made.
#[derive(Debug, Clone)]
pub struct Save {
    /// The browser that saves.
    pub actor: Option<Hashed>,
    pub project: String,
    pub request: EditsRequest,
    pub now_ms: i64,
}

/// A share link to be made.
#[derive(Debug, Clone)]
pub struct NewShareLink {
    pub id: String,
    pub project: String,
    pub token: Hashed,
    pub role: Role,
    pub now_ms: i64,
}

/// What somebody may do with a project, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Access {
    pub role: Role,
    pub revision: u64,
    pub created_ms: i64,
    pub changed_ms: i64,
}

impl Access {
    /// Zero for no role: whoever has none is not told that the project exists.
    pub(super) fn new(role: i64, revision: i64, created_ms: i64, changed_ms: i64) -> Result<Self, StoreError> {
        let role = role_from_number(role).ok_or(StoreError::NotFound("project"))?;
        Ok(Self { role, revision: unsigned(revision), created_ms, changed_ms })
    }
    pub(super) fn require(self, needed: Role) -> Result<Self, StoreError> {
        if self.role >= needed { Ok(self) } else { Err(StoreError::Forbidden { needed }) }
    }
}

/// How the databases write roles, so that the greatest is the strongest.
pub(super) fn role_number(role: Role) -> i64 {
    match role {
        Role::View => 1,
        Role::Edit => 2,
        Role::Own => 3,
    }
}

pub(super) fn role_from_number(number: i64) -> Option<Role> {
    match number {
        1 => Some(Role::View),
        2 => Some(Role::Edit),
        3 => Some(Role::Own),
        _ => None,
    }
}

/// Databases count in signed numbers; ours are never negative.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Applies the edits of a save, and what follows from them for the log of decisions. Returns all of it, as the revision keeps it.
pub(super) fn apply_save(design: &mut Design, edits: Vec<Edit>) -> Result<Vec<Edit>, EditError> {
    design.apply(Edit::Batch { edits: edits.clone() })?;
    let follower = decision::follow_up(design).filter(|edit| design.apply(edit.clone()).is_ok());
    Ok(edits.into_iter().chain(follower).collect())
}

/// Brings a stored design forward by the edits of later revisions.
pub(super) fn replay<'a>(mut design: Design, revisions: impl IntoIterator<Item = (u64, &'a str)>) -> Result<Design, StoreError> {
    for (n, edits) in revisions {
        let edits: Vec<Edit> = serde_json::from_str(edits)?;
        design
            .apply(Edit::Batch { edits })
            .map_err(|error| StoreError::Corrupt(format!("revision {n} does not fit the one before: {error}")))?;
    }
    Ok(design)
}
