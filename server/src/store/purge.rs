//! What is taken out of a store for good: owners who have nothing, and what its operator no longer wants to keep. In small
//! transactions, so that nobody who saves has to wait. The statements are the same for both databases; each is told two moments:
//! projects unchanged since the first go, and what only leads to them; links of those who have nothing, and share links that have expired,
//! go when that was before the second.

/// What is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purge {
    /// Projects that nobody has changed since this moment; none when it is 0.
    pub unchanged_since_ms: i64,
    /// Recovery links, and what they joined, from before this moment, when their owner has nothing else.
    pub unused_since_ms: i64,
    /// Share links that expired before this moment.
    pub expired_before_ms: i64,
}

/// How long the cookie lives that an owner or a joined browser is known by.
pub const COOKIE_MS: i64 = 400 * DAY_MS;
/// How long the owner's list still shows a share link that has expired.
pub const EXPIRED_MS: i64 = 30 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Purge {
    /// What goes without being asked for: owners who have nothing, and share links that expired long ago.
    #[must_use]
    pub fn leftovers(now_ms: i64) -> Self {
        Self { unchanged_since_ms: 0, unused_since_ms: now_ms - COOKIE_MS, expired_before_ms: now_ms - EXPIRED_MS }
    }
}

/// What has gone, or would go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    pub projects: u64,
    /// Share links that have expired.
    pub shares: u64,
    /// Recovery links.
    pub links: u64,
    pub browsers: u64,
    pub owners: u64,
}

impl Purged {
    /// Nothing was left to do.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
    /// This and more.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self {
            projects: self.projects + more.projects,
            shares: self.shares + more.shares,
            links: self.links + more.links,
            browsers: self.browsers + more.browsers,
            owners: self.owners + more.owners,
        }
    }
}

/// A kind of row that can go: how many there are, which are some of them, and how they go. SQLite's writer takes out those that a reader
/// has found, if they still fit, so that it never looks through a table.
pub(super) struct Step {
    pub count: &'static str,
    pub find: &'static str,
    /// Told the key as the third parameter.
    pub delete_one: &'static str,
    pub delete_some: &'static str,
    pub note: fn(&mut Purged, u64),
}

/// What the statements of a step are told when they count.
pub(super) fn counted(step: usize, purge: Purge) -> [i64; 2] {
    [purge.unchanged_since_ms, if step == SHARES { purge.expired_before_ms } else { purge.unused_since_ms }]
}

/// What they are told otherwise. Rows that refer to a project go only when it has gone itself, but they are counted before.
pub(super) fn moments(step: usize, purge: Purge) -> [i64; 2] {
    let [first, second] = counted(step, purge);
    [if step == 0 { first } else { 0 }, second]
}

macro_rules! step {
    ($table:literal, $key:literal, $condition:expr, $some:literal, $note:expr) => {
        Step {
            count: concat!("SELECT count(*) FROM ", $table, " t WHERE ", $condition),
            find: concat!("SELECT t.", $key, " FROM ", $table, " t WHERE ", $condition, " LIMIT ", $some),
            delete_one: concat!("DELETE FROM ", $table, " AS t WHERE ", $condition, " AND t.", $key, " = $3"),
            delete_some: concat!(
                "DELETE FROM ",
                $table,
                " WHERE ",
                $key,
                " IN (SELECT t.",
                $key,
                " FROM ",
                $table,
                " t WHERE ",
                $condition,
                " LIMIT ",
                $some,
                ")"
            ),
            note: $note,
        }
    };
}

/// The owner `t.owner` has no project and was given none.
macro_rules! idle {
    ($owner:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM projects p WHERE p.owner = t.",
            $owner,
            " AND p.changed_ms >= $1)
             AND NOT EXISTS (SELECT 1 FROM grants g JOIN shares s ON s.id = g.share JOIN projects p ON p.id = s.project
                             WHERE g.owner = t.",
            $owner,
            " AND p.changed_ms >= $1)"
        )
    };
}

/// Which of the steps takes out share links.
const SHARES: usize = 1;

/// In the order in which they depend on each other.
pub(super) const STEPS: [Step; 5] = [
    step!("projects", "id", "t.changed_ms < $1 AND $2 = $2", "20", |purged, n| purged.projects += n),
    step!("shares", "id", "$1 = $1 AND t.expires_ms < $2", "200", |purged, n| purged.shares += n),
    step!("recoveries", "token_hash", concat!(idle!("owner"), " AND t.made_ms < $2"), "200", |purged, n| purged.links += n),
    step!("browsers", "hash", concat!(idle!("owner"), " AND t.joined_ms < $2"), "200", |purged, n| purged.browsers += n),
    step!(
        "owners",
        "hash",
        concat!(
            idle!("hash"),
            " AND NOT EXISTS (SELECT 1 FROM recoveries r WHERE r.owner = t.hash AND r.made_ms >= $2)
              AND NOT EXISTS (SELECT 1 FROM browsers b WHERE b.owner = t.hash AND b.joined_ms >= $2)"
        ),
        "200",
        |purged, n| purged.owners += n
    ),
];
