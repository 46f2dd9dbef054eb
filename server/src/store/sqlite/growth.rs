//! Old saves of the SQLite store merged: read on a reading connection, exchanged by the writer in a moment.

use super::writes;
use crate::store::{
    StoreError,
    chain::{Chain, Mark},
    growth::{DUE, Exchange, OLD, OldSave, PROJECTS_AT_ONCE, Run, RunTexts},
    model::{FORMAT, signed, unsigned},
};
use rusqlite::{Connection, params};

/// Projects to look at, after one that was.
pub(super) fn due(c: &Connection, before_ms: i64, after: &str) -> Result<Vec<String>, StoreError> {
    let parameters = params![before_ms, signed(FORMAT), after, PROJECTS_AT_ONCE];
    Ok(c.prepare_cached(DUE)?.query_map(parameters, |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The saves of a project that are old enough.
pub(super) fn old_saves(c: &Connection, id: &str, before_ms: i64) -> Result<Vec<OldSave>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(OldSave { n: row.get(0)?, saved_ms: row.get(1)?, saves: row.get(2)?, first: row.get(3)?, named: row.get(4)? })
    };
    Ok(c.prepare_cached(OLD)?.query_map(params![id, before_ms], read)?.collect::<Result<_, _>>()?)
}

/// What a run is merged of.
pub(super) fn run_texts(c: &Connection, id: &str, run: Run) -> Result<RunTexts, StoreError> {
    let sql = "SELECT n, chain FROM revisions WHERE project = ?1 AND n < ?2 ORDER BY n DESC LIMIT 1";
    let before = c.prepare_cached(sql)?.query_row(params![id, run.from], |row| {
        Ok(Mark { revision: unsigned(row.get(0)?), chain: Chain::read(row.get::<_, Option<Vec<u8>>>(1)?.as_deref()) })
    })?;
    let mut statement = c.prepare_cached("SELECT edits FROM revisions WHERE project = ?1 AND n BETWEEN ?2 AND ?3 ORDER BY n")?;
    let saves = statement.query_map(params![id, run.from, run.to], |row| row.get::<_, String>(0).map(String::into_bytes))?;
    Ok(RunTexts { before, saves: saves.collect::<Result<_, _>>()? })
}

/// Exchanges the saves of a run for one, unless somebody has named one of them meanwhile, or merged them. This process is the only one
/// that may.
pub(super) fn exchange(c: &Connection, exchange: &Exchange) -> Result<bool, StoreError> {
    let Exchange { project: id, run, merged, seal, now_ms } = exchange;
    let within = params![id, run.from, run.to];
    if c.prepare_cached("SELECT 1 FROM names WHERE project = ?1 AND n >= ?2 AND n < ?3")?.exists(within)? {
        return Ok(true);
    }
    let rows: i64 = c
        .prepare_cached("SELECT count(*) FROM revisions WHERE project = ?1 AND n BETWEEN ?2 AND ?3")?
        .query_row(within, |row| row.get(0))?;
    if rows != run.rows {
        return Ok(true);
    }
    for sql in [
        "DELETE FROM revisions WHERE project = ?1 AND n >= ?2 AND n < ?3",
        "DELETE FROM snapshots WHERE project = ?1 AND n >= ?2 AND n < ?3",
        "DELETE FROM merges WHERE project = ?1 AND n >= ?2 AND n < ?3",
    ] {
        c.prepare_cached(sql)?.execute(within)?;
    }
    let sql = "UPDATE revisions SET edits = ?3, edit_count = ?4 WHERE project = ?1 AND n = ?2";
    c.prepare_cached(sql)?.execute(params![id, run.to, merged.edits, merged.count])?;
    let sql = "INSERT INTO merges (project, n, first, saves, merged_ms, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (project, n) DO UPDATE
               SET first = excluded.first, saves = excluded.saves, merged_ms = excluded.merged_ms, seal = excluded.seal";
    c.prepare_cached(sql)?.execute(params![id, run.to, run.first, run.saves, now_ms, seal.map(|seal| seal.0)])?;
    writes::weigh(c, id)?;
    Ok(true)
}

/// Notes that a project was looked at.
pub(super) fn looked_at(c: &Connection, id: &str, before_ms: i64) -> Result<(), StoreError> {
    c.prepare_cached("UPDATE projects SET merged_ms = ?2 WHERE id = ?1")?.execute(params![id, before_ms])?;
    Ok(())
}
