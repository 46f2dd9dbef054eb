//! Taking rows out for good, and giving the space back.

use crate::store::{
    StoreError,
    purge::{Purge, Purged, STEPS, counted, moments},
};
use rusqlite::{Connection, params, types::Value};

/// Pages given back to the file system at once: 1 MB.
const PAGES_AT_ONCE: u32 = 256;

/// What there is to take out.
pub(super) fn purgeable(c: &Connection, purge: Purge) -> Result<Purged, StoreError> {
    let mut found = Purged::default();
    for (i, step) in STEPS.iter().enumerate() {
        let n: i64 = c.prepare(step.count)?.query_row(counted(i, purge), |row| row.get(0))?;
        (step.note)(&mut found, u64::try_from(n).unwrap_or(0));
    }
    Ok(found)
}

/// Some of it, by step and key.
pub(super) fn find(c: &Connection, purge: Purge) -> Result<Vec<(usize, Value)>, StoreError> {
    let mut found = Vec::new();
    for (i, step) in STEPS.iter().enumerate() {
        for key in c.prepare(step.find)?.query_map(moments(i, purge), |row| row.get(0))? {
            found.push((i, key?));
        }
    }
    Ok(found)
}

/// Takes out what was found, where it still fits.
pub(super) fn purge_found(c: &Connection, purge: Purge, found: Vec<(usize, Value)>) -> Result<Purged, StoreError> {
    let mut gone = Purged::default();
    for (i, key) in found {
        let [unchanged, other] = moments(i, purge);
        let n = c.prepare_cached(STEPS[i].delete_one)?.execute(params![unchanged, other, key])?;
        (STEPS[i].note)(&mut gone, n as u64);
    }
    Ok(gone)
}

/// Gives some empty pages back to the file system; says whether there are more. A file that an early version made keeps its pages
/// until it is compacted.
pub(super) fn shrink_some(c: &Connection) -> Result<bool, StoreError> {
    let number = |sql: &str| c.query_row(sql, [], |row| row.get::<_, i64>(0));
    let incremental = 2;
    if number("PRAGMA auto_vacuum")? != incremental || number("PRAGMA freelist_count")? == 0 {
        return Ok(false);
    }
    // Each row of the answer is a page.
    let mut statement = c.prepare(&format!("PRAGMA incremental_vacuum({PAGES_AT_ONCE})"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(number("PRAGMA freelist_count")? > 0)
}
