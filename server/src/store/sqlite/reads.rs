//! The queries of the SQLite store. Revisions and snapshots never change, so reading them needs no transaction.

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
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// What the actor may do with the project; not found when nothing.
pub(super) fn access(c: &Connection, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    let sql = "SELECT CASE WHEN p.owner = ?2 THEN 3 ELSE coalesce(
                   (SELECT max(s.role) FROM grants g JOIN shares s ON s.id = g.share WHERE g.owner = ?2 AND s.project = p.id), 0) END,
                   p.revision, p.created_ms, p.changed_ms
               FROM projects p WHERE p.id = ?1";
    let actor = actor.map(|hash| hash.0);
    let row = c.prepare_cached(sql)?.query_row(params![id, actor], four).optional()?;
    let (role, revision, created_ms, changed_ms) = row.ok_or(StoreError::NotFound("project"))?;
    Access::new(role, revision, created_ms, changed_ms)
}

fn four(row: &Row<'_>) -> rusqlite::Result<(i64, i64, i64, i64)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

/// The design at a revision, from the nearest of: a design at hand, the last snapshot before it.
pub(super) fn design_at(c: &Connection, id: &str, revision: u64, at_hand: Option<Versioned>) -> Result<Arc<Design>, StoreError> {
    let (start, design) = match at_hand {
        Some((n, design)) if n == revision => return Ok(design),
        Some((n, design)) if n < revision => (n, Arc::unwrap_or_clone(design)),
        _ => {
            let sql = "SELECT n, design FROM snapshots WHERE project = ?1 AND n <= ?2 ORDER BY n DESC LIMIT 1";
            let found = c
                .prepare_cached(sql)?
                .query_row(params![id, signed(revision)], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
                .optional()?;
            let (n, text) = found.ok_or(StoreError::NotFound("revision"))?;
            (unsigned(n), serde_json::from_str(&text)?)
        }
    };
    let mut statement = c.prepare_cached("SELECT n, edits FROM revisions WHERE project = ?1 AND n > ?2 AND n <= ?3 ORDER BY n")?;
    let rows = statement
        .query_map(params![id, signed(start), signed(revision)], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(replay(design, rows.iter().map(|(n, edits)| (unsigned(*n), edits.as_str())))?))
}

pub(super) fn open_project(
    c: &Connection,
    heads: &Heads,
    actor: Option<Hashed>,
    id: &str,
    revision: Option<u64>,
) -> Result<Opened, StoreError> {
    let Access { role, revision: head, created_ms, changed_ms } = access(c, actor, id)?;
    let revision = revision.unwrap_or(head);
    if revision > head {
        return Err(StoreError::NotFound("revision"));
    }
    let design = design_at(c, id, revision, heads.get(id))?;
    if revision == head {
        heads.put(id, revision, design.clone());
    }
    Ok(Opened { role, revision, created_ms, changed_ms, design })
}

/// Summaries that had to be computed, to be kept: project, revision, summary.
type Computed = Vec<(String, u64, Summary)>;

pub(super) fn list(c: &Connection, heads: &Heads, actor: Hashed) -> Result<(Vec<ProjectSummary>, Computed), StoreError> {
    let sql = "SELECT p.id, p.name, p.revision, p.created_ms, p.changed_ms, mine.role, p.summary, p.summary_revision
               FROM (SELECT id, max(role) AS role FROM (
                        SELECT id, 3 AS role FROM projects WHERE owner = ?1
                        UNION ALL
                        SELECT s.project, s.role FROM grants g JOIN shares s ON s.id = g.share WHERE g.owner = ?1)
                     GROUP BY id) mine
               JOIN projects p ON p.id = mine.id
               ORDER BY p.changed_ms DESC, p.id LIMIT ?2";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(params![actor.0, MAX_LISTED], listed_row)?.collect::<Result<Vec<_>, _>>()?;
    let mut listed = Vec::with_capacity(rows.len());
    let mut computed = Vec::new();
    for row in rows {
        let summary = match row.fresh() {
            Some(summary) => summary,
            None => {
                let summary = Summary::of(&*design_at(c, &row.id, row.revision, heads.get(&row.id))?);
                computed.push((row.id.clone(), row.revision, summary.clone()));
                summary
            }
        };
        listed.push(row.with(summary));
    }
    Ok((listed, computed))
}

fn listed_row(row: &Row<'_>) -> rusqlite::Result<ListedRow> {
    Ok(ListedRow {
        id: row.get(0)?,
        name: row.get(1)?,
        revision: unsigned(row.get(2)?),
        created_ms: row.get(3)?,
        changed_ms: row.get(4)?,
        role: role_from_number(row.get(5)?).unwrap_or(Role::View),
        summary: row.get(6)?,
        summary_revision: unsigned(row.get(7)?),
    })
}

/// Newest first, those before a revision when one is given.
pub(super) fn revisions(c: &Connection, actor: Option<Hashed>, id: &str, before: Option<u64>) -> Result<Vec<RevisionEntry>, StoreError> {
    access(c, actor, id)?;
    let sql = "SELECT n, saved_ms, label, edit_count FROM revisions WHERE project = ?1 AND n < ?2 ORDER BY n DESC LIMIT ?3";
    let entries = c
        .prepare_cached(sql)?
        .query_map(params![id, signed(before.unwrap_or(u64::MAX)), MAX_LISTED], |row| {
            let edits = usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
            Ok(RevisionEntry { revision: unsigned(row.get(0)?), saved_ms: row.get(1)?, label: row.get(2)?, edits })
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// The saves after a revision, oldest first; none when there are too many to tell.
pub(super) fn saves_since(c: &Connection, id: &str, base: u64, head: u64) -> Result<Vec<Saved>, StoreError> {
    if head.saturating_sub(base) > MAX_CONFLICT_SAVES {
        return Ok(Vec::new());
    }
    let mut statement = c.prepare_cached("SELECT n, saved_ms, label, edits FROM revisions WHERE project = ?1 AND n > ?2 ORDER BY n")?;
    let rows = statement.query_map(params![id, signed(base)], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    rows.map(|row| {
        let (n, saved_ms, label, edits) = row?;
        Ok(Saved { revision: unsigned(n), saved_ms, label, edits: serde_json::from_str(&edits)? })
    })
    .collect()
}

/// Share links, oldest first. Only the owner sees them.
pub(super) fn shares(c: &Connection, actor: Option<Hashed>, id: &str) -> Result<Vec<ShareEntry>, StoreError> {
    access(c, actor, id)?.require(Role::Own)?;
    let sql = "SELECT id, role, created_ms FROM shares WHERE project = ?1 ORDER BY created_ms, id LIMIT ?2";
    let entries = c
        .prepare_cached(sql)?
        .query_map(params![id, MAX_LISTED], |row| {
            let role = role_from_number(row.get(1)?).unwrap_or(Role::View);
            Ok(ShareEntry { id: row.get(0)?, role, created_ms: row.get(2)? })
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// For queries where no row is an answer.
pub(super) fn none_is_fine(error: rusqlite::Error) -> rusqlite::Result<()> {
    if error == rusqlite::Error::QueryReturnedNoRows { Ok(()) } else { Err(error) }
}
