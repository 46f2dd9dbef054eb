//! The changes of the PostgreSQL store: one transaction each, under the lock of the project's row. A transaction that is dropped before
//! its commit rolls back. None computes anything: what is written was worked out before.

use super::{reads, recovery::hold_joins};
use crate::store::{
    Hashed, NewShareLink, Quota, StoreError,
    model::{FIRST_REVISION, FORMAT, NewProject, role_number, signed},
    plan::Planned,
    quota::{HELD, HELD_BESIDE, WEIGH},
};
use domain::protocol::Role;
use sqlx::{Connection, PgConnection};

pub(super) async fn create(c: &mut PgConnection, new: &NewProject) -> Result<(), StoreError> {
    let NewProject { owner, id, name, snapshot, chain, summary, quota, now_ms } = new;
    let mut t = c.begin().await?;
    // The owner is locked from here on, so that two who create at once are counted one after the other.
    let owner = know_owner(&mut t, *owner, *now_ms).await?;
    if !quota.is_none() {
        let held = sqlx::query_as(HELD).bind(owner.0.to_vec()).fetch_one(&mut *t).await?;
        quota.admit(held, 1, new.size())?;
    }
    let first = signed(FIRST_REVISION);
    let sql =
        "INSERT INTO projects (id, owner, name, revision, chain, created_ms, changed_ms, summary, summary_revision, format, stored_bytes)
               VALUES ($1, $2, $3, $4, $5, $6, $6, $7, 0, $8, $9)";
    sqlx::query(sql)
        .bind(id)
        .bind(owner.0.to_vec())
        .bind(name)
        .bind(first)
        .bind(chain.0.to_vec())
        .bind(now_ms)
        .bind(summary)
        .bind(signed(FORMAT))
        .bind(signed(new.size() as u64))
        .execute(&mut *t)
        .await?;
    let sql = "INSERT INTO revisions (project, n, saved_ms, label, edit_count, edits, client_save, chain)
               VALUES ($1, $2, $3, 'Created', 0, '[]', '', $4)";
    sqlx::query(sql).bind(id).bind(first).bind(now_ms).bind(chain.0.to_vec()).execute(&mut *t).await?;
    keep_snapshot(&mut t, id, FIRST_REVISION, snapshot).await?;
    commit(t).await
}

pub(super) async fn commit(t: sqlx::Transaction<'_, sqlx::Postgres>) -> Result<(), StoreError> {
    let committed = t.commit().await;
    let name = if committed.is_ok() { "groundplan_store_commits_total" } else { "groundplan_store_failed_commits_total" };
    metrics::counter!(name).increment(1);
    Ok(committed?)
}

pub(super) async fn delete(c: &mut PgConnection, actor: Option<Hashed>, id: &str) -> Result<(), StoreError> {
    let mut t = c.begin().await?;
    reads::access_locked(&mut t, actor, id).await?.require(Role::Own)?;
    sqlx::query("DELETE FROM projects WHERE id = $1").bind(id).execute(&mut *t).await?;
    commit(t).await
}

/// Appends a save when the project still stands where it was planned; says whether it does.
pub(super) async fn append(c: &mut PgConnection, planned: &Planned, quota: Quota) -> Result<bool, StoreError> {
    let Planned { save, expected, base, aside, chain, edits, count, snapshot, head } = planned;
    let (id, n) = (&save.project, signed(planned.revision()));
    let mut t = c.begin().await?;
    if reads::access_locked(&mut t, save.actor, id).await?.require(Role::Edit)?.head != *expected {
        return Ok(false);
    }
    let size = planned.size();
    if snapshot.is_some() && !quota.is_none() {
        let held = sqlx::query_as(HELD_BESIDE).bind(id).fetch_one(&mut *t).await?;
        quota.admit(held, 0, size)?;
    }
    if let Some(reason) = aside {
        set_aside(&mut t, id, *base, u64::MAX, save.now_ms, reason).await?;
    }
    let sql = "INSERT INTO revisions (project, n, saved_ms, label, edit_count, edits, client_save, chain)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(sql)
        .bind(id)
        .bind(n)
        .bind(save.now_ms)
        .bind(&save.request.label)
        .bind(signed(*count as u64))
        .bind(edits)
        .bind(&save.request.client_save)
        .bind(chain.0.to_vec())
        .execute(&mut *t)
        .await?;
    let sql = "UPDATE projects SET revision = $2, chain = $3, name = $4, changed_ms = $5, format = $6, stored_bytes = stored_bytes + $7
               WHERE id = $1";
    sqlx::query(sql)
        .bind(id)
        .bind(n)
        .bind(chain.0.to_vec())
        .bind(&head.design.name)
        .bind(save.now_ms)
        .bind(signed(FORMAT))
        .bind(signed(size as u64))
        .execute(&mut *t)
        .await?;
    if let Some(snapshot) = snapshot {
        keep_snapshot(&mut t, id, planned.revision(), snapshot).await?;
    }
    if aside.is_some() {
        weigh(&mut t, id).await?;
    }
    commit(t).await?;
    Ok(true)
}

/// Counts the bytes of a project anew.
pub(super) async fn weigh(c: &mut PgConnection, id: &str) -> Result<(), StoreError> {
    sqlx::query(WEIGH).bind(id).execute(c).await?;
    Ok(())
}

/// Puts the saves after a revision, up to another, where they are out of the way and still to be found. Snapshots of them go.
pub(super) async fn set_aside(c: &mut PgConnection, id: &str, after: u64, to: u64, now_ms: i64, reason: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO set_aside (project, n, saved_ms, label, edit_count, edits, client_save, chain, aside_ms, reason)
               SELECT project, n, saved_ms, label, edit_count, edits, client_save, chain, $4, $5
               FROM revisions WHERE project = $1 AND n > $2 AND n <= $3 ON CONFLICT DO NOTHING";
    let (after, to) = (signed(after), signed(to));
    sqlx::query(sql).bind(id).bind(after).bind(to).bind(now_ms).bind(reason).execute(&mut *c).await?;
    for sql in [
        "DELETE FROM revisions WHERE project = $1 AND n > $2 AND n <= $3",
        "DELETE FROM snapshots WHERE project = $1 AND n > $2 AND n <= $3",
    ] {
        sqlx::query(sql).bind(id).bind(after).bind(to).execute(&mut *c).await?;
    }
    Ok(())
}

pub(super) async fn keep_snapshot(c: &mut PgConnection, id: &str, n: u64, text: &str) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO snapshots (project, n, design) VALUES ($1, $2, $3) ON CONFLICT (project, n) DO UPDATE SET design = excluded.design";
    sqlx::query(sql).bind(id).bind(signed(n)).bind(text).execute(c).await?;
    Ok(())
}

/// Keeps a summary unless the project has gone back behind that revision.
pub(super) async fn keep_summary(c: &mut PgConnection, id: &str, revision: u64, text: &str) -> Result<(), StoreError> {
    let sql = "UPDATE projects SET summary = $3, summary_revision = $2 WHERE id = $1 AND revision >= $2 AND summary_revision <> $2";
    sqlx::query(sql).bind(id).bind(signed(revision)).bind(text).execute(c).await?;
    Ok(())
}

/// Changes one row, to see whether the database takes changes, and has it use some 200 kB of its disk for a moment: the row may have room
/// where the disk has none.
pub(super) async fn beat(c: &mut PgConnection) -> Result<(), StoreError> {
    let mut t = c.begin().await?;
    // With so little memory the numbers are kept in a temporary file.
    sqlx::query("SET LOCAL work_mem = '64kB'").execute(&mut *t).await?;
    sqlx::query("SELECT count(*) FROM generate_series(1, 6000)").execute(&mut *t).await?;
    sqlx::query("UPDATE pulse SET beat_ms = beat_ms + 1 WHERE id = 1").execute(&mut *t).await?;
    Ok(t.commit().await?)
}

pub(super) async fn create_share(c: &mut PgConnection, actor: Option<Hashed>, share: &NewShareLink) -> Result<(), StoreError> {
    let NewShareLink { id, project, token, role, expires_ms, now_ms } = share;
    let mut t = c.begin().await?;
    reads::access_locked(&mut t, actor, project).await?.require(Role::Own)?;
    sqlx::query("INSERT INTO shares (id, project, token_hash, role, created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(project)
        .bind(token.0.to_vec())
        .bind(role_number(*role))
        .bind(now_ms)
        .bind(expires_ms)
        .execute(&mut *t)
        .await?;
    commit(t).await
}

pub(super) async fn delete_share(c: &mut PgConnection, actor: Option<Hashed>, id: &str, share: &str) -> Result<(), StoreError> {
    let mut t = c.begin().await?;
    reads::access_locked(&mut t, actor, id).await?.require(Role::Own)?;
    let done = sqlx::query("DELETE FROM shares WHERE id = $1 AND project = $2").bind(share).bind(id).execute(&mut *t).await?;
    commit(t).await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound("share link")) } else { Ok(()) }
}

/// Gives the browser what the link allows.
pub(super) async fn open_share(c: &mut PgConnection, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
    let mut t = c.begin().await?;
    // First, as whoever joins does: they would else wait for each other.
    hold_joins(&mut t).await?;
    // The lock keeps the link from being taken back while it is opened.
    let (share, project) = reads::share_locked(&mut t, token).await?;
    let owner = know_owner(&mut t, owner, now_ms).await?;
    sqlx::query("INSERT INTO grants VALUES ($1, $2) ON CONFLICT DO NOTHING").bind(owner.0.to_vec()).bind(share).execute(&mut *t).await?;
    let role = reads::access(&mut t, Some(owner), &project).await?.role;
    commit(t).await?;
    Ok((project, role))
}

/// Whom the browser acts for, known from now on, and the same until the transaction ends.
pub(super) async fn know_owner(c: &mut PgConnection, browser: Hashed, now_ms: i64) -> Result<Hashed, StoreError> {
    hold_joins(c).await?;
    let owner = reads::owner_of(c, browser).await?;
    // An owner who is there is locked, so that it is not taken out as one who has nothing before it has something.
    let sql = "INSERT INTO owners VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET created_ms = owners.created_ms";
    sqlx::query(sql).bind(owner.0.to_vec()).bind(now_ms).execute(c).await?;
    Ok(owner)
}
