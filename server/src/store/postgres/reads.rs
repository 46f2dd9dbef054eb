//! The queries of the PostgreSQL store. Revisions and snapshots never change, so reading them needs no transaction.

use crate::store::{
    Hashed, Opened, StoreError,
    heads::{Heads, Versioned},
    model::{Access, MAX_CONFLICT_SAVES, MAX_LISTED, replay, role_from_number, signed, unsigned},
    summary::{ListedRow, Summary},
};
use domain::{
    Design,
    protocol::{ProjectSummary, RevisionEntry, Role, Saved, ShareEntry},
};
use sqlx::{PgConnection, Row, postgres::PgRow};
use std::sync::Arc;

const ACCESS: &str = "SELECT CASE WHEN p.owner = $2 THEN 3::bigint ELSE coalesce(
        (SELECT max(s.role) FROM grants g JOIN shares s ON s.id = g.share WHERE g.owner = $2 AND s.project = p.id), 0) END,
        p.revision, p.created_ms, p.changed_ms
    FROM projects p WHERE p.id = $1";
const ACCESS_LOCKED: &str = "SELECT CASE WHEN p.owner = $2 THEN 3::bigint ELSE coalesce(
        (SELECT max(s.role) FROM grants g JOIN shares s ON s.id = g.share WHERE g.owner = $2 AND s.project = p.id), 0) END,
        p.revision, p.created_ms, p.changed_ms
    FROM projects p WHERE p.id = $1 FOR UPDATE OF p";

/// What the actor may do with the project; not found when nothing.
pub(super) async fn access(c: &mut PgConnection, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    access_by(c, ACCESS, actor, id).await
}

/// The same, and nobody else changes the project until the transaction ends.
pub(super) async fn access_locked(c: &mut PgConnection, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    access_by(c, ACCESS_LOCKED, actor, id).await
}

async fn access_by(c: &mut PgConnection, sql: &'static str, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    let row: Option<(i64, i64, i64, i64)> = sqlx::query_as(sql).bind(id).bind(actor.map(|hash| hash.0.to_vec())).fetch_optional(c).await?;
    let (role, revision, created_ms, changed_ms) = row.ok_or(StoreError::NotFound("project"))?;
    Access::new(role, revision, created_ms, changed_ms)
}

/// The design at a revision, from the nearest of: a design at hand, the last snapshot before it.
pub(super) async fn design_at(
    c: &mut PgConnection,
    id: &str,
    revision: u64,
    at_hand: Option<Versioned>,
) -> Result<Arc<Design>, StoreError> {
    let (start, design) = match at_hand {
        Some((n, design)) if n == revision => return Ok(design),
        Some((n, design)) if n < revision => (n, Arc::unwrap_or_clone(design)),
        _ => {
            let found: Option<(i64, String)> =
                sqlx::query_as("SELECT n, design FROM snapshots WHERE project = $1 AND n <= $2 ORDER BY n DESC LIMIT 1")
                    .bind(id)
                    .bind(signed(revision))
                    .fetch_optional(&mut *c)
                    .await?;
            let (n, text) = found.ok_or(StoreError::NotFound("revision"))?;
            (unsigned(n), serde_json::from_str(&text)?)
        }
    };
    let rows: Vec<(i64, String)> = sqlx::query_as("SELECT n, edits FROM revisions WHERE project = $1 AND n > $2 AND n <= $3 ORDER BY n")
        .bind(id)
        .bind(signed(start))
        .bind(signed(revision))
        .fetch_all(&mut *c)
        .await?;
    Ok(Arc::new(replay(design, rows.iter().map(|(n, edits)| (unsigned(*n), edits.as_str())))?))
}

pub(super) async fn open_project(
    c: &mut PgConnection,
    heads: &Heads,
    actor: Option<Hashed>,
    id: &str,
    revision: Option<u64>,
) -> Result<Opened, StoreError> {
    let Access { role, revision: head, created_ms, changed_ms } = access(c, actor, id).await?;
    let revision = revision.unwrap_or(head);
    if revision > head {
        return Err(StoreError::NotFound("revision"));
    }
    let design = design_at(c, id, revision, heads.get(id)).await?;
    if revision == head {
        heads.put(id, revision, design.clone());
    }
    Ok(Opened { role, revision, created_ms, changed_ms, design })
}

/// Summaries that had to be computed, to be kept: project, revision, summary.
type Computed = Vec<(String, u64, Summary)>;

pub(super) async fn list(c: &mut PgConnection, heads: &Heads, actor: Hashed) -> Result<(Vec<ProjectSummary>, Computed), StoreError> {
    let sql = "SELECT p.id, p.name, p.revision, p.created_ms, p.changed_ms, mine.role, p.summary, p.summary_revision
               FROM (SELECT id, max(role) AS role FROM (
                        SELECT id, 3::bigint AS role FROM projects WHERE owner = $1
                        UNION ALL
                        SELECT s.project, s.role FROM grants g JOIN shares s ON s.id = g.share WHERE g.owner = $1) each_way
                     GROUP BY id) mine
               JOIN projects p ON p.id = mine.id
               ORDER BY p.changed_ms DESC, p.id LIMIT $2";
    let rows = sqlx::query(sql).bind(actor.0.to_vec()).bind(MAX_LISTED).fetch_all(&mut *c).await?;
    let mut listed = Vec::with_capacity(rows.len());
    let mut computed = Vec::new();
    for row in rows {
        let row = listed_row(&row)?;
        let summary = match row.fresh() {
            Some(summary) => summary,
            None => {
                let summary = Summary::of(&*design_at(c, &row.id, row.revision, heads.get(&row.id)).await?);
                computed.push((row.id.clone(), row.revision, summary.clone()));
                summary
            }
        };
        listed.push(row.with(summary));
    }
    Ok((listed, computed))
}

fn listed_row(row: &PgRow) -> Result<ListedRow, StoreError> {
    Ok(ListedRow {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        revision: unsigned(row.try_get(2)?),
        created_ms: row.try_get(3)?,
        changed_ms: row.try_get(4)?,
        role: role_from_number(row.try_get(5)?).unwrap_or(Role::View),
        summary: row.try_get(6)?,
        summary_revision: unsigned(row.try_get(7)?),
    })
}

/// Newest first, those before a revision when one is given.
pub(super) async fn revisions(
    c: &mut PgConnection,
    actor: Option<Hashed>,
    id: &str,
    before: Option<u64>,
) -> Result<Vec<RevisionEntry>, StoreError> {
    access(c, actor, id).await?;
    let rows: Vec<(i64, i64, String, i64)> =
        sqlx::query_as("SELECT n, saved_ms, label, edit_count FROM revisions WHERE project = $1 AND n < $2 ORDER BY n DESC LIMIT $3")
            .bind(id)
            .bind(signed(before.unwrap_or(u64::MAX)))
            .bind(MAX_LISTED)
            .fetch_all(c)
            .await?;
    let entry =
        |(n, saved_ms, label, edits)| RevisionEntry { revision: unsigned(n), saved_ms, label, edits: usize::try_from(edits).unwrap_or(0) };
    Ok(rows.into_iter().map(entry).collect())
}

/// The saves after a revision, oldest first; none when there are too many to tell.
pub(super) async fn saves_since(c: &mut PgConnection, id: &str, base: u64, head: u64) -> Result<Vec<Saved>, StoreError> {
    if head.saturating_sub(base) > MAX_CONFLICT_SAVES {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, i64, String, String)> =
        sqlx::query_as("SELECT n, saved_ms, label, edits FROM revisions WHERE project = $1 AND n > $2 ORDER BY n")
            .bind(id)
            .bind(signed(base))
            .fetch_all(c)
            .await?;
    rows.into_iter()
        .map(|(n, saved_ms, label, edits)| Ok(Saved { revision: unsigned(n), saved_ms, label, edits: serde_json::from_str(&edits)? }))
        .collect()
}

/// Share links, oldest first. Only the owner sees them.
pub(super) async fn shares(c: &mut PgConnection, actor: Option<Hashed>, id: &str) -> Result<Vec<ShareEntry>, StoreError> {
    access(c, actor, id).await?.require(Role::Own)?;
    let rows: Vec<(String, i64, i64)> =
        sqlx::query_as("SELECT id, role, created_ms FROM shares WHERE project = $1 ORDER BY created_ms, id LIMIT $2")
            .bind(id)
            .bind(MAX_LISTED)
            .fetch_all(c)
            .await?;
    let entry = |(id, role, created_ms)| ShareEntry { id, role: role_from_number(role).unwrap_or(Role::View), created_ms };
    Ok(rows.into_iter().map(entry).collect())
}
