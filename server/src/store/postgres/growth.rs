//! Old saves of the PostgreSQL store merged: one short transaction a run, by one replica at a time.

use super::writes::{commit, weigh};
use crate::store::{
    StoreError,
    chain::{Chain, Mark},
    growth::{DUE, Exchange, OLD, OldSave, PROJECTS_AT_ONCE, Run, RunTexts},
    model::{FORMAT, signed, unsigned},
};
use sqlx::{Connection, PgConnection};

/// Names the lock that one replica holds while it exchanges saves: `gpln`, and 1.
const LOCK: i64 = 0x6770_6C6E_0000_0001;

/// Projects to look at, after one that was.
pub(super) async fn due(c: &mut PgConnection, before_ms: i64, after: &str) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(DUE).bind(before_ms).bind(signed(FORMAT)).bind(after).bind(PROJECTS_AT_ONCE).fetch_all(c).await?)
}

/// The saves of a project that are old enough.
pub(super) async fn old_saves(c: &mut PgConnection, id: &str, before_ms: i64) -> Result<Vec<OldSave>, StoreError> {
    let rows: Vec<(i64, i64, i64, i64, i32)> = sqlx::query_as(OLD).bind(id).bind(before_ms).fetch_all(c).await?;
    let old = |(n, saved_ms, saves, first, named): (i64, i64, i64, i64, i32)| OldSave { n, saved_ms, saves, first, named: named != 0 };
    Ok(rows.into_iter().map(old).collect())
}

/// What a run is merged of.
pub(super) async fn run_texts(c: &mut PgConnection, id: &str, run: Run) -> Result<RunTexts, StoreError> {
    let sql = "SELECT n, chain FROM revisions WHERE project = $1 AND n < $2 ORDER BY n DESC LIMIT 1";
    let before: Option<(i64, Option<Vec<u8>>)> = sqlx::query_as(sql).bind(id).bind(run.from).fetch_optional(&mut *c).await?;
    let (n, chain) = before.ok_or(StoreError::NotFound("revision"))?;
    let sql = "SELECT edits FROM revisions WHERE project = $1 AND n BETWEEN $2 AND $3 ORDER BY n";
    let saves: Vec<String> = sqlx::query_scalar(sql).bind(id).bind(run.from).bind(run.to).fetch_all(c).await?;
    let before = Mark { revision: unsigned(n), chain: Chain::read(chain.as_deref()) };
    Ok(RunTexts { before, saves: saves.into_iter().map(String::into_bytes).collect() })
}

/// Exchanges the saves of a run for one, unless somebody has named one of them meanwhile, or merged them. Says whether this replica
/// may do so now.
pub(super) async fn exchange(c: &mut PgConnection, exchange: &Exchange) -> Result<bool, StoreError> {
    let Exchange { project: id, run, merged, seal, now_ms } = exchange;
    let mut t = c.begin().await?;
    let mine: bool = sqlx::query_scalar("SELECT pg_try_advisory_xact_lock($1)").bind(LOCK).fetch_one(&mut *t).await?;
    if !mine {
        return Ok(false);
    }
    sqlx::query("SELECT 1 FROM projects WHERE id = $1 FOR UPDATE").bind(id).execute(&mut *t).await?;
    let sql = "SELECT count(*) FROM revisions WHERE project = $1 AND n BETWEEN $2 AND $3
               AND NOT EXISTS (SELECT 1 FROM names WHERE project = $1 AND n >= $2 AND n < $3)";
    let rows: i64 = sqlx::query_scalar(sql).bind(id).bind(run.from).bind(run.to).fetch_one(&mut *t).await?;
    if rows != run.rows {
        return Ok(true);
    }
    for sql in [
        "DELETE FROM revisions WHERE project = $1 AND n >= $2 AND n < $3",
        "DELETE FROM snapshots WHERE project = $1 AND n >= $2 AND n < $3",
        "DELETE FROM merges WHERE project = $1 AND n >= $2 AND n < $3",
    ] {
        sqlx::query(sql).bind(id).bind(run.from).bind(run.to).execute(&mut *t).await?;
    }
    sqlx::query("UPDATE revisions SET edits = $3, edit_count = $4 WHERE project = $1 AND n = $2")
        .bind(id)
        .bind(run.to)
        .bind(&merged.edits)
        .bind(merged.count)
        .execute(&mut *t)
        .await?;
    let sql = "INSERT INTO merges (project, n, first, saves, merged_ms, seal) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (project, n) DO UPDATE
               SET first = excluded.first, saves = excluded.saves, merged_ms = excluded.merged_ms, seal = excluded.seal";
    let seal = seal.map(|seal| seal.0.to_vec());
    sqlx::query(sql).bind(id).bind(run.to).bind(run.first).bind(run.saves).bind(now_ms).bind(seal).execute(&mut *t).await?;
    weigh(&mut t, id).await?;
    commit(t).await?;
    Ok(true)
}

/// Notes that a project was looked at.
pub(super) async fn looked_at(c: &mut PgConnection, id: &str, before_ms: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE projects SET merged_ms = $2 WHERE id = $1").bind(id).bind(before_ms).execute(c).await?;
    Ok(())
}
