//! How much one owner may keep: designs, and their bytes. What there is stands in the database, so all replicas know the same; it is
//! asked when a whole design is stored, which every save in fifty does at the latest, and not with each request.

use super::{StoreError, model::unsigned};

/// What an owner has: the number of projects and their bytes.
pub(super) const HELD: &str = "SELECT count(*), CAST(coalesce(sum(stored_bytes), 0) AS BIGINT) FROM projects WHERE owner = $1";
/// The same for the owner of a project.
pub(super) const HELD_BESIDE: &str = "SELECT count(*), CAST(coalesce(sum(stored_bytes), 0) AS BIGINT) FROM projects
    WHERE owner = (SELECT owner FROM projects WHERE id = $1)";
/// Weighs a project anew, after rows of it were exchanged for others.
pub(super) const WEIGH: &str = "UPDATE projects SET stored_bytes =
    (SELECT coalesce(sum(octet_length(edits)), 0) FROM revisions WHERE project = $1)
    + (SELECT coalesce(sum(octet_length(edits)), 0) FROM set_aside WHERE project = $1)
    + (SELECT coalesce(sum(octet_length(design)), 0) FROM snapshots WHERE project = $1) WHERE id = $1";

/// What one owner may keep; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quota {
    pub projects: u64,
    /// Of designs and edits, history included.
    pub bytes: u64,
}

/// What an owner has as much of as they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    #[error("the owner has {most} projects, which is all they may have")]
    Projects { most: u64 },
    #[error("the owner keeps {most} bytes, which is all they may keep")]
    Bytes { most: u64 },
}

impl Quota {
    /// Whether there is anything to ask the database.
    pub(super) fn is_none(self) -> bool {
        self == Self::default()
    }
    /// Whether an owner who has so much, as [`HELD`] tells it, may store so many bytes more in so many new projects.
    pub(super) fn admit(self, (projects, bytes): (i64, i64), new_projects: u64, new_bytes: usize) -> Result<(), StoreError> {
        let exceeds = |most: u64, have: i64, more: u64| most > 0 && unsigned(have).saturating_add(more) > most;
        if new_projects > 0 && exceeds(self.projects, projects, new_projects) {
            return Err(Full::Projects { most: self.projects }.into());
        }
        if exceeds(self.bytes, bytes, new_bytes as u64) {
            return Err(Full::Bytes { most: self.bytes }.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_the_limit_fits_and_what_goes_beyond_does_not() {
        let quota = Quota { projects: 2, bytes: 100 };
        assert!(quota.admit((1, 40), 1, 60).is_ok());
        assert!(matches!(quota.admit((2, 0), 1, 0), Err(StoreError::Full(Full::Projects { most: 2 }))));
        assert!(matches!(quota.admit((1, 40), 1, 61), Err(StoreError::Full(Full::Bytes { most: 100 }))));
        assert!(quota.admit((9, 100), 0, 0).is_ok(), "a save makes no project");
        assert!(Quota::default().admit((i64::MAX, i64::MAX), 1, usize::MAX).is_ok(), "zero means no limit");
    }
}
