//! The changes of the SQLite store. Each runs inside a savepoint of the writer's transaction, and none computes anything: what is written
//! was worked out before.

use super::reads;
use crate::store::{
    Hashed, NewShareLink, Quota, StoreError,
    model::{FIRST_REVISION, FORMAT, NewProject, role_number, signed},
    plan::Planned,
    quota::{HELD, HELD_BESIDE, WEIGH},
};
use domain::protocol::Role;
use rusqlite::{Connection, params};

pub(super) fn create(c: &Connection, new: &NewProject) -> Result<(), StoreError> {
    let NewProject { owner, id, name, snapshot, chain, summary, quota, now_ms } = new;
    let owner = know_owner(c, *owner, *now_ms)?;
    if !quota.is_none() {
        quota.admit(held(c, HELD, owner.0)?, 1, new.size())?;
    }
    let (first, size) = (signed(FIRST_REVISION), signed(new.size() as u64));
    let sql =
        "INSERT INTO projects (id, owner, name, revision, chain, created_ms, changed_ms, summary, summary_revision, format, stored_bytes)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, 0, ?8, ?9)";
    c.prepare_cached(sql)?.execute(params![id, owner.0, name, first, chain.0, now_ms, summary, signed(FORMAT), size])?;
    let sql = "INSERT INTO revisions (project, n, saved_ms, label, edit_count, edits, client_save, chain)
               VALUES (?1, ?2, ?3, 'Created', 0, '[]', '', ?4)";
    c.prepare_cached(sql)?.execute(params![id, first, now_ms, chain.0])?;
    keep_snapshot(c, id, FIRST_REVISION, snapshot)
}

pub(super) fn delete(c: &Connection, actor: Option<Hashed>, id: &str) -> Result<(), StoreError> {
    reads::access(c, actor, id)?.require(Role::Own)?;
    c.prepare_cached("DELETE FROM projects WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn held(c: &Connection, sql: &str, of: impl rusqlite::ToSql) -> Result<(i64, i64), StoreError> {
    Ok(c.prepare_cached(sql)?.query_row([of], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Appends a save when the project still stands where it was planned; says whether it does.
pub(super) fn append(c: &Connection, planned: &Planned, quota: Quota) -> Result<bool, StoreError> {
    let Planned { save, expected, base, aside, chain, edits, count, snapshot, head } = planned;
    let (id, n) = (&save.project, signed(planned.revision()));
    if reads::access(c, save.actor, id)?.require(Role::Edit)?.head != *expected {
        return Ok(false);
    }
    let size = planned.size();
    if snapshot.is_some() && !quota.is_none() {
        quota.admit(held(c, HELD_BESIDE, id)?, 0, size)?;
    }
    if let Some(reason) = aside {
        set_aside(c, id, *base, u64::MAX, save.now_ms, reason)?;
    }
    let sql = "INSERT INTO revisions (project, n, saved_ms, label, edit_count, edits, client_save, chain)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let request = &save.request;
    let count = signed(*count as u64);
    c.prepare_cached(sql)?.execute(params![id, n, save.now_ms, request.label, count, edits, request.client_save, chain.0])?;
    let sql = "UPDATE projects SET revision = ?2, chain = ?3, name = ?4, changed_ms = ?5, format = ?6, stored_bytes = stored_bytes + ?7
               WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![id, n, chain.0, head.design.name, save.now_ms, signed(FORMAT), signed(size as u64)])?;
    if let Some(snapshot) = snapshot {
        keep_snapshot(c, id, planned.revision(), snapshot)?;
    }
    if aside.is_some() {
        weigh(c, id)?;
    }
    Ok(true)
}

/// Counts the bytes of a project anew.
pub(super) fn weigh(c: &Connection, id: &str) -> Result<(), StoreError> {
    c.prepare_cached(WEIGH)?.execute([id])?;
    Ok(())
}

/// Puts the saves after a revision, up to another, where they are out of the way and still to be found. Snapshots of them go.
pub(super) fn set_aside(c: &Connection, id: &str, after: u64, to: u64, now_ms: i64, reason: &str) -> Result<(), StoreError> {
    let sql = "INSERT OR IGNORE INTO set_aside (project, n, saved_ms, label, edit_count, edits, client_save, chain, aside_ms, reason)
               SELECT project, n, saved_ms, label, edit_count, edits, client_save, chain, ?4, ?5
               FROM revisions WHERE project = ?1 AND n > ?2 AND n <= ?3";
    let (after, to) = (signed(after), signed(to));
    c.prepare_cached(sql)?.execute(params![id, after, to, now_ms, reason])?;
    c.prepare_cached("DELETE FROM revisions WHERE project = ?1 AND n > ?2 AND n <= ?3")?.execute(params![id, after, to])?;
    c.prepare_cached("DELETE FROM snapshots WHERE project = ?1 AND n > ?2 AND n <= ?3")?.execute(params![id, after, to])?;
    Ok(())
}

pub(super) fn keep_snapshot(c: &Connection, id: &str, n: u64, text: &str) -> Result<(), StoreError> {
    c.prepare_cached("INSERT OR REPLACE INTO snapshots (project, n, design) VALUES (?1, ?2, ?3)")?.execute(params![id, signed(n), text])?;
    Ok(())
}

/// Keeps a summary unless the project has gone back behind that revision.
pub(super) fn keep_summary(c: &Connection, id: &str, revision: u64, text: &str) -> Result<(), StoreError> {
    let sql = "UPDATE projects SET summary = ?3, summary_revision = ?2 WHERE id = ?1 AND revision >= ?2 AND summary_revision <> ?2";
    c.prepare_cached(sql)?.execute(params![id, signed(revision), text])?;
    Ok(())
}

/// Changes one row, to see whether the database takes changes.
pub(super) fn beat(c: &Connection) -> Result<(), StoreError> {
    c.prepare_cached("UPDATE pulse SET beat_ms = beat_ms + 1 WHERE id = 1")?.execute([])?;
    Ok(())
}

pub(super) fn create_share(c: &Connection, actor: Option<Hashed>, share: &NewShareLink) -> Result<(), StoreError> {
    let NewShareLink { id, project, token, role, expires_ms, now_ms } = share;
    reads::access(c, actor, project)?.require(Role::Own)?;
    let sql = "INSERT INTO shares (id, project, token_hash, role, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    c.prepare_cached(sql)?.execute(params![id, project, token.0, role_number(*role), now_ms, expires_ms])?;
    Ok(())
}

pub(super) fn delete_share(c: &Connection, actor: Option<Hashed>, id: &str, share: &str) -> Result<(), StoreError> {
    reads::access(c, actor, id)?.require(Role::Own)?;
    let gone = c.prepare_cached("DELETE FROM shares WHERE id = ?1 AND project = ?2")?.execute([share, id])?;
    if gone == 0 { Err(StoreError::NotFound("share link")) } else { Ok(()) }
}

/// Gives the browser what the link allows.
pub(super) fn open_share(c: &Connection, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
    let (share, project) = reads::share(c, token)?;
    let owner = know_owner(c, owner, now_ms)?;
    c.prepare_cached("INSERT OR IGNORE INTO grants VALUES (?1, ?2)")?.execute(params![owner.0, share])?;
    let role = reads::access(c, Some(owner), &project)?.role;
    Ok((project, role))
}

/// Whom the browser acts for, known from now on.
pub(super) fn know_owner(c: &Connection, browser: Hashed, now_ms: i64) -> Result<Hashed, StoreError> {
    let owner = reads::owner_of(c, browser)?;
    c.prepare_cached("INSERT OR IGNORE INTO owners VALUES (?1, ?2)")?.execute(params![owner.0, now_ms])?;
    Ok(owner)
}
