//! The changes of the PostgreSQL store: one transaction each, under the lock of the project's row. A transaction that is
//! dropped before its commit rolls back.

use super::reads;
use crate::store::{
    Hashed, NewShareLink, Opened, Save, StoreError,
    heads::Heads,
    model::{FIRST_REVISION, SNAPSHOT_EVERY, apply_save, role_number, signed, unsigned},
    summary::Summary,
};
use domain::{
    Design, Edit,
    protocol::{Conflict, Role},
};
use sqlx::{Acquire, PgConnection, PgPool};
use std::sync::Arc;

pub(super) async fn create(
    pool: &PgPool,
    heads: &Heads,
    owner: Hashed,
    id: &str,
    design: Design,
    now_ms: i64,
) -> Result<Opened, StoreError> {
    let mut t = pool.begin().await?;
    know_owner(&mut t, owner, now_ms).await?;
    let first = signed(FIRST_REVISION);
    sqlx::query("INSERT INTO projects VALUES ($1, $2, $3, $4, $5, $5, '', 0)")
        .bind(id)
        .bind(owner.0.to_vec())
        .bind(&design.name)
        .bind(first)
        .bind(now_ms)
        .execute(&mut *t)
        .await?;
    sqlx::query("INSERT INTO revisions VALUES ($1, $2, $3, 'Created', 0, '[]', '')")
        .bind(id)
        .bind(first)
        .bind(now_ms)
        .execute(&mut *t)
        .await?;
    keep_snapshot(&mut t, id, FIRST_REVISION, &design).await?;
    t.commit().await?;
    metrics::counter!("groundplan_store_commits_total").increment(1);
    let design = Arc::new(design);
    heads.put(id, FIRST_REVISION, design.clone());
    Ok(Opened { role: Role::Own, revision: FIRST_REVISION, created_ms: now_ms, changed_ms: now_ms, design })
}

pub(super) async fn delete(pool: &PgPool, heads: &Heads, actor: Option<Hashed>, id: &str) -> Result<(), StoreError> {
    let mut t = pool.begin().await?;
    reads::access_locked(&mut t, actor, id).await?.require(Role::Own)?;
    sqlx::query("DELETE FROM projects WHERE id = $1").bind(id).execute(&mut *t).await?;
    t.commit().await?;
    heads.forget(id);
    Ok(())
}

pub(super) async fn save(pool: &PgPool, heads: &Heads, save: Save) -> Result<u64, StoreError> {
    let Save { actor, project: id, request, now_ms } = save;
    let mut connection = pool.acquire().await?;
    let mut t = connection.begin().await?;
    let head = reads::access_locked(&mut t, actor, &id).await?.require(Role::Edit)?.revision;
    // Edits are taken at the head only, so what this save became has to lie after its base.
    let made: Option<i64> = sqlx::query_scalar("SELECT n FROM revisions WHERE project = $1 AND n > $2 AND client_save = $3")
        .bind(&id)
        .bind(signed(request.base))
        .bind(&request.client_save)
        .fetch_optional(&mut *t)
        .await?;
    if let Some(n) = made {
        return Ok(unsigned(n));
    }
    if request.base != head {
        let since = reads::saves_since(&mut t, &id, request.base, head).await?;
        return Err(StoreError::Conflict(Conflict { revision: head, since }));
    }
    let mut design = reads::design_at(&mut t, &id, head, heads.take(&id)).await?;
    let edits = match apply_save(Arc::make_mut(&mut design), request.edits) {
        Ok(edits) => edits,
        Err(refused) => {
            heads.put(&id, head, design);
            return Err(refused.into());
        }
    };
    let text = serde_json::to_string(&edits)?;
    let count = edits.iter().map(Edit::count).sum::<usize>();
    let n = head + 1;
    sqlx::query("INSERT INTO revisions VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(&id)
        .bind(signed(n))
        .bind(now_ms)
        .bind(&request.label)
        .bind(signed(count as u64))
        .bind(text)
        .bind(&request.client_save)
        .execute(&mut *t)
        .await?;
    sqlx::query("UPDATE projects SET revision = $2, name = $3, changed_ms = $4 WHERE id = $1")
        .bind(&id)
        .bind(signed(n))
        .bind(&design.name)
        .bind(now_ms)
        .execute(&mut *t)
        .await?;
    if n.is_multiple_of(SNAPSHOT_EVERY) {
        keep_snapshot(&mut t, &id, n, &design).await?;
    }
    t.commit().await?;
    metrics::counter!("groundplan_store_commits_total").increment(1);
    heads.put(&id, n, design);
    Ok(n)
}

async fn keep_snapshot(c: &mut PgConnection, id: &str, n: u64, design: &Design) -> Result<(), StoreError> {
    let text = serde_json::to_string(design)?;
    sqlx::query("INSERT INTO snapshots VALUES ($1, $2, $3)").bind(id).bind(signed(n)).bind(text).execute(c).await?;
    Ok(())
}

pub(super) async fn keep_summary(c: &mut PgConnection, id: &str, revision: u64, summary: &Summary) -> Result<(), StoreError> {
    let text = serde_json::to_string(summary)?;
    sqlx::query("UPDATE projects SET summary = $3, summary_revision = $2 WHERE id = $1 AND summary_revision < $2")
        .bind(id)
        .bind(signed(revision))
        .bind(text)
        .execute(c)
        .await?;
    Ok(())
}

pub(super) async fn create_share(pool: &PgPool, actor: Option<Hashed>, share: &NewShareLink) -> Result<(), StoreError> {
    let NewShareLink { id, project, token, role, now_ms } = share;
    let mut t = pool.begin().await?;
    reads::access_locked(&mut t, actor, project).await?.require(Role::Own)?;
    sqlx::query("INSERT INTO shares VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(project)
        .bind(token.0.to_vec())
        .bind(role_number(*role))
        .bind(now_ms)
        .execute(&mut *t)
        .await?;
    Ok(t.commit().await?)
}

pub(super) async fn delete_share(pool: &PgPool, actor: Option<Hashed>, id: &str, share: &str) -> Result<(), StoreError> {
    let mut t = pool.begin().await?;
    reads::access_locked(&mut t, actor, id).await?.require(Role::Own)?;
    let done = sqlx::query("DELETE FROM shares WHERE id = $1 AND project = $2").bind(share).bind(id).execute(&mut *t).await?;
    t.commit().await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound("share link")) } else { Ok(()) }
}

/// Gives the browser what the link allows.
pub(super) async fn open_share(pool: &PgPool, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
    let mut t = pool.begin().await?;
    // The lock keeps the link from being taken back while it is opened.
    let found: Option<(String, String)> = sqlx::query_as("SELECT id, project FROM shares WHERE token_hash = $1 FOR SHARE")
        .bind(token.0.to_vec())
        .fetch_optional(&mut *t)
        .await?;
    let (share, project) = found.ok_or(StoreError::NotFound("share link"))?;
    know_owner(&mut t, owner, now_ms).await?;
    sqlx::query("INSERT INTO grants VALUES ($1, $2) ON CONFLICT DO NOTHING").bind(owner.0.to_vec()).bind(share).execute(&mut *t).await?;
    let role = reads::access(&mut t, Some(owner), &project).await?.role;
    t.commit().await?;
    Ok((project, role))
}

async fn know_owner(c: &mut PgConnection, owner: Hashed, now_ms: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO owners VALUES ($1, $2) ON CONFLICT DO NOTHING").bind(owner.0.to_vec()).bind(now_ms).execute(c).await?;
    Ok(())
}
