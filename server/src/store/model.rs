//! What goes into the store and what comes out, the same for both databases.

use super::{
    Quota, StoreError,
    chain::{Chain, Mark},
    heads::Routes,
    replay::Material,
};
use domain::{
    Design,
    protocol::{EditsRequest, Role, Unreadable},
};
use std::sync::Arc;

/// The revision a project has when it is created.
pub const FIRST_REVISION: u64 = 1;
/// The format of the edits and designs that this version writes, and the newest it reads. It goes up whenever an older version could
/// not read what is written; a project keeps the format of its newest edits, and a server that is older than those leaves it alone.
pub const FORMAT: u64 = 1;
/// A whole design is kept every so many revisions, and sooner after long ones; reading one replays fewer edits than this.
pub const SNAPSHOT_EVERY: u64 = 50;
/// Most bytes of edits that one answer tells of what happened since a revision. A single save may be longer, and is told alone.
pub(super) const MAX_SINCE_BYTES: usize = 256 * 1024;
/// Most saves in such an answer.
pub(super) const MAX_SINCE_SAVES: i64 = 500;
/// Most projects, revisions or share links in one list.
pub const MAX_LISTED: i64 = 500;

/// The history before a revision, newest first, with names and how many saves a merged one stands for. The same for both databases.
const REVISIONS: &str = "SELECT r.n, r.saved_ms, r.label, r.edit_count,
        (SELECT name FROM names WHERE project = r.project AND n = r.n), (SELECT saves FROM merges WHERE project = r.project AND n = r.n)
    FROM revisions r WHERE r.project = $1 AND r.n < $2 ORDER BY r.n DESC LIMIT $3";

/// The same of those that somebody named, which may be few among very many.
const NAMED_REVISIONS: &str = "SELECT r.n, r.saved_ms, r.label, r.edit_count, m.name,
        (SELECT saves FROM merges WHERE project = r.project AND n = r.n)
    FROM names m JOIN revisions r ON r.project = m.project AND r.n = m.n WHERE m.project = $1 AND m.n < $2 ORDER BY m.n DESC LIMIT $3";

/// Which saves of a history are wanted, the newest first.
#[derive(Debug, Clone, Copy)]
pub struct HistoryPage {
    /// Only those before this revision.
    pub before: Option<u64>,
    /// Only those that somebody named.
    pub named: bool,
    /// No more than so many.
    pub most: i64,
}

impl Default for HistoryPage {
    fn default() -> Self {
        Self { before: None, named: false, most: MAX_LISTED }
    }
}

impl HistoryPage {
    /// The query for it, whose numbers are the project, the revision before which to look, and how many.
    pub(super) const fn sql(&self) -> &'static str {
        if self.named { NAMED_REVISIONS } else { REVISIONS }
    }
}

/// The SHA-256 of a token: all the store ever knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hashed(pub [u8; 32]);

impl Hashed {
    /// As a database returns it.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        bytes.try_into().map(Self).map_err(|_| StoreError::Corrupt("a hash does not have 32 bytes".into()))
    }
}

/// A project at one revision, for somebody who may see it.
#[derive(Debug, Clone)]
pub struct Opened {
    pub role: Role,
    pub revision: u64,
    /// Absent for revisions of earlier versions.
    pub chain: Option<Chain>,
    pub created_ms: i64,
    pub changed_ms: i64,
    pub design: Arc<Design>,
    /// How its links run, kept for as long as the design is.
    pub routes: Routes,
    /// What was saved after this revision and cannot be read.
    pub unreadable: Option<Unreadable>,
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
    /// When it ends by itself; never when absent.
    pub expires_ms: Option<i64>,
    pub now_ms: i64,
}

/// A name for a revision.
#[derive(Debug, Clone)]
pub struct VersionName {
    pub project: String,
    pub revision: u64,
    /// Takes the name back when empty.
    pub name: String,
    pub now_ms: i64,
}

/// A project to be made.
#[derive(Debug)]
pub(super) struct NewProject {
    pub owner: Hashed,
    pub id: String,
    pub name: String,
    /// The design as text, from which its chain begins.
    pub snapshot: String,
    pub chain: Chain,
    /// What lists show until there is a summary.
    pub summary: String,
    pub quota: Quota,
    pub now_ms: i64,
}

impl NewProject {
    /// Bytes that it adds to what is stored: its design, and the empty list of edits of its first revision.
    pub(super) fn size(&self) -> usize {
        self.snapshot.len() + "[]".len()
    }
}

/// What somebody may do with a project, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Access {
    pub role: Role,
    pub head: Mark,
    pub created_ms: i64,
    pub changed_ms: i64,
}

impl Access {
    /// Zero for no role: whoever has none is not told that the project exists. Nobody gets at one that a newer version wrote.
    pub(super) fn new(
        role: i64,
        revision: i64,
        chain: Option<&[u8]>,
        created_ms: i64,
        changed_ms: i64,
        format: i64,
    ) -> Result<Self, StoreError> {
        let role = role_from_number(role).ok_or(StoreError::NotFound("project"))?;
        if unsigned(format) > FORMAT {
            return Err(StoreError::Newer);
        }
        let head = Mark { revision: unsigned(revision), chain: Chain::read(chain) };
        Ok(Self { role, head, created_ms, changed_ms })
    }
    pub(super) fn require(self, needed: Role) -> Result<Self, StoreError> {
        if self.role >= needed { Ok(self) } else { Err(StoreError::Forbidden { needed }) }
    }
}

/// Which revision is wanted, and what is known of it already.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub project: String,
    /// The head when absent.
    pub revision: Option<u64>,
    /// The design in the cache.
    pub at_hand: Option<Mark>,
    /// Only snapshots before this revision: later ones cannot be read.
    pub snapshots_before: u64,
}

impl Wanted {
    pub(super) fn head(project: &str) -> Self {
        Self { project: project.to_owned(), revision: None, at_hand: None, snapshots_before: u64::MAX }
    }
    /// Whether the design at hand is what is wanted, where the project stands here.
    pub(super) fn is_at_hand(&self, head: Mark) -> bool {
        self.at_hand == Some(head) && self.revision.is_none_or(|revision| revision == head.revision)
    }
    /// Why there is no snapshot to begin with: none was ever that early, or none can be read.
    pub(super) fn without_beginning(&self, head: Mark) -> StoreError {
        match self.revision {
            Some(_) if self.snapshots_before == u64::MAX => StoreError::NotFound("revision"),
            revision => StoreError::Damaged { revision: revision.unwrap_or(head.revision) },
        }
    }
}

/// A project as the database has it: where it stands, and what leads to the wanted revision.
#[derive(Debug)]
pub(super) struct Look {
    pub access: Access,
    pub material: Material,
}

/// Where a save meets its project.
#[derive(Debug)]
pub(super) enum Standing {
    /// One of its name was made on its base.
    Made(Made),
    /// It can be made on this, or somebody else saved first.
    At(Look),
}

/// A save that was made before.
#[derive(Debug)]
pub(super) struct Made {
    pub mark: Mark,
    /// What was stored of it; absent where it was merged with others since, and its name is all that is left.
    pub edits: Option<Vec<u8>>,
    /// Where the project stands.
    pub head: Mark,
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
