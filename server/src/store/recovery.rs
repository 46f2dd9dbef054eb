//! Recovery links: what a browser is shown before it joins, the same for both databases.

use domain::protocol::{Belongings, NamedDesign};

/// The designs that are to come together. Their names and dates only: whoever holds the link may see them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Takeover {
    /// The link leads to what this browser has already.
    pub is_own: bool,
    /// Behind the link.
    pub theirs: Belongings,
    /// Of this browser.
    pub ours: Belongings,
}

/// Names of designs that an owner owns or has been given at a moment, when they were changed, and how many there are in all.
pub(super) const NAMES: &str = "SELECT p.name, p.changed_ms, count(*) OVER () FROM projects p
    WHERE p.owner = $1 OR p.id IN (SELECT s.project FROM grants g JOIN shares s ON s.id = g.share
        WHERE g.owner = $1 AND (s.expires_ms IS NULL OR s.expires_ms > $2))
    ORDER BY p.changed_ms DESC, p.id LIMIT $3";

/// What the rows of that query say.
pub(super) fn belongings(rows: Vec<(String, i64, i64)>) -> Belongings {
    let count = rows.first().map_or(0, |(_, _, count)| usize::try_from(*count).unwrap_or(0));
    let designs = rows.into_iter().map(|(name, changed_ms, _)| NamedDesign { name, changed_ms }).collect();
    Belongings { count, designs }
}

/// What joins the owner `$2` to the owner `$1`, in this order: designs, what was given, links and browsers. SQLite numbers parameters
/// by their first use, so `$1` comes first in each.
pub(super) const JOIN: [&str; 5] = [
    "UPDATE projects SET owner = $1 WHERE owner = $2",
    "INSERT INTO grants (owner, share) SELECT $1, share FROM grants WHERE owner = $2 ON CONFLICT DO NOTHING",
    "DELETE FROM grants WHERE owner <> $1 AND owner = $2",
    "UPDATE recoveries SET owner = $1 WHERE owner = $2",
    "UPDATE browsers SET owner = $1 WHERE owner = $2",
];
