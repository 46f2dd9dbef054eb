//! The changes of the SQLite store. Each runs inside a savepoint of the writer's transaction.

use super::{reads, writer::Batch};
use crate::store::{
    Hashed, NewShareLink, Opened, Save, StoreError,
    model::{FIRST_REVISION, SNAPSHOT_EVERY, apply_save, role_number, signed, unsigned},
    summary::Summary,
};
use domain::{
    Design, Edit,
    protocol::{Conflict, Role},
};
use rusqlite::{OptionalExtension, params};
use std::sync::Arc;

pub(super) fn create(batch: &mut Batch<'_>, owner: Hashed, id: &str, design: Design, now_ms: i64) -> Result<Opened, StoreError> {
    let c = batch.connection;
    know_owner(batch, owner, now_ms)?;
    let first = signed(FIRST_REVISION);
    c.prepare_cached("INSERT INTO projects VALUES (?1, ?2, ?3, ?4, ?5, ?5, '', 0)")?.execute(params![
        id,
        owner.0,
        design.name,
        first,
        now_ms
    ])?;
    c.prepare_cached("INSERT INTO revisions VALUES (?1, ?2, ?3, 'Created', 0, '[]', '')")?.execute(params![id, first, now_ms])?;
    keep_snapshot(batch, id, FIRST_REVISION, &design)?;
    let design = Arc::new(design);
    batch.put_head(id, FIRST_REVISION, design.clone());
    Ok(Opened { role: Role::Own, revision: FIRST_REVISION, created_ms: now_ms, changed_ms: now_ms, design })
}

pub(super) fn delete(batch: &mut Batch<'_>, actor: Option<Hashed>, id: &str) -> Result<(), StoreError> {
    reads::access(batch.connection, actor, id)?.require(Role::Own)?;
    batch.connection.prepare_cached("DELETE FROM projects WHERE id = ?1")?.execute([id])?;
    batch.forget_head(id);
    Ok(())
}

pub(super) fn save(batch: &mut Batch<'_>, save: Save) -> Result<u64, StoreError> {
    let Save { actor, project: id, request, now_ms } = save;
    let c = batch.connection;
    let head = reads::access(c, actor, &id)?.require(Role::Edit)?.revision;
    // Edits are taken at the head only, so what this save became has to lie after its base.
    let made: Option<i64> = c
        .prepare_cached("SELECT n FROM revisions WHERE project = ?1 AND n > ?2 AND client_save = ?3")?
        .query_row(params![id, signed(request.base), request.client_save], |row| row.get(0))
        .optional()?;
    if let Some(n) = made {
        return Ok(unsigned(n));
    }
    if request.base != head {
        let since = reads::saves_since(c, &id, request.base, head)?;
        return Err(StoreError::Conflict(Conflict { revision: head, since }));
    }
    let at_hand = batch.take_head(&id);
    let mut design = reads::design_at(c, &id, head, at_hand)?;
    let edits = match apply_save(Arc::make_mut(&mut design), request.edits) {
        Ok(edits) => edits,
        Err(refused) => {
            batch.put_head(&id, head, design);
            return Err(refused.into());
        }
    };
    let text = serde_json::to_string(&edits)?;
    let count = edits.iter().map(Edit::count).sum::<usize>();
    let n = head + 1;
    c.prepare_cached("INSERT INTO revisions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
        id,
        signed(n),
        now_ms,
        request.label,
        signed(count as u64),
        text,
        request.client_save
    ])?;
    c.prepare_cached("UPDATE projects SET revision = ?2, name = ?3, changed_ms = ?4 WHERE id = ?1")?.execute(params![
        id,
        signed(n),
        design.name,
        now_ms
    ])?;
    if n.is_multiple_of(SNAPSHOT_EVERY) {
        keep_snapshot(batch, &id, n, &design)?;
    }
    batch.put_head(&id, n, design);
    Ok(n)
}

fn keep_snapshot(batch: &Batch<'_>, id: &str, n: u64, design: &Design) -> Result<(), StoreError> {
    let text = serde_json::to_string(design)?;
    batch.connection.prepare_cached("INSERT INTO snapshots VALUES (?1, ?2, ?3)")?.execute(params![id, signed(n), text])?;
    Ok(())
}

pub(super) fn keep_summary(batch: &mut Batch<'_>, id: &str, revision: u64, summary: &Summary) -> Result<(), StoreError> {
    let text = serde_json::to_string(summary)?;
    batch
        .connection
        .prepare_cached("UPDATE projects SET summary = ?3, summary_revision = ?2 WHERE id = ?1 AND summary_revision < ?2")?
        .execute(params![id, signed(revision), text])?;
    Ok(())
}

pub(super) fn create_share(batch: &mut Batch<'_>, actor: Option<Hashed>, share: &NewShareLink) -> Result<(), StoreError> {
    let NewShareLink { id, project, token, role, now_ms } = share;
    reads::access(batch.connection, actor, project)?.require(Role::Own)?;
    batch.connection.prepare_cached("INSERT INTO shares VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        id,
        project,
        token.0,
        role_number(*role),
        now_ms
    ])?;
    Ok(())
}

pub(super) fn delete_share(batch: &mut Batch<'_>, actor: Option<Hashed>, id: &str, share: &str) -> Result<(), StoreError> {
    reads::access(batch.connection, actor, id)?.require(Role::Own)?;
    let gone = batch.connection.prepare_cached("DELETE FROM shares WHERE id = ?1 AND project = ?2")?.execute([share, id])?;
    if gone == 0 { Err(StoreError::NotFound("share link")) } else { Ok(()) }
}

/// Gives the browser what the link allows.
pub(super) fn open_share(batch: &mut Batch<'_>, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
    let c = batch.connection;
    let found: Option<(String, String)> = c
        .prepare_cached("SELECT id, project FROM shares WHERE token_hash = ?1")?
        .query_row([token.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (share, project) = found.ok_or(StoreError::NotFound("share link"))?;
    know_owner(batch, owner, now_ms)?;
    c.prepare_cached("INSERT OR IGNORE INTO grants VALUES (?1, ?2)")?.execute(params![owner.0, share])?;
    let role = reads::access(c, Some(owner), &project)?.role;
    Ok((project, role))
}

fn know_owner(batch: &Batch<'_>, owner: Hashed, now_ms: i64) -> Result<(), StoreError> {
    batch.connection.prepare_cached("INSERT OR IGNORE INTO owners VALUES (?1, ?2)")?.execute(params![owner.0, now_ms])?;
    Ok(())
}
