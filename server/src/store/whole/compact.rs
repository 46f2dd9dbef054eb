//! A SQLite file written anew without free space, which an early version's file needs before it gives space back by itself.

use super::Place;
use crate::store::{OpenError, sqlite};

/// Rewrites the file. Nobody else may have it open, and as much space again must be free.
///
/// # Errors
/// When it is served, when the disk is full, or for PostgreSQL, which does this itself.
pub fn compact(place: &Place) -> Result<(), OpenError> {
    let Place::File(path) = place else {
        return Err(OpenError("PostgreSQL uses freed space again by itself; --compact is for SQLite files".into()));
    };
    let connection = sqlite::open::alone(path)?;
    connection.execute_batch("VACUUM")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error.into())
}
