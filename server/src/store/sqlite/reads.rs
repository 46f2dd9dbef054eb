//! The queries of the SQLite store. Whoever asks reads all of it in one transaction: saves are merged, set aside and taken out meanwhile.
//! What they hold is returned as it is: reading texts takes long, and a connection is not held meanwhile.

use crate::{
    clock,
    store::{
        Hashed, StoreError,
        chain::{Chain, Mark},
        model::{
            Access, FORMAT, HistoryPage, Look, MAX_SINCE_BYTES, MAX_SINCE_SAVES, Made, Standing, Wanted, role_from_number, signed, unsigned,
        },
        replay::{Material, Row, Since, Snapshot, ToldRow},
        summary::{ListedName, ListedRow},
    },
};
use domain::protocol::{RevisionEntry, Role, ShareEntry};
use rusqlite::{Connection, OptionalExtension, params};

/// What the actor may do with the project; not found when nothing. A link that has expired gives nothing.
pub(super) fn access(c: &Connection, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    let sql = "SELECT CASE WHEN p.owner = me.owner THEN 3 ELSE coalesce(
                   (SELECT max(s.role) FROM grants g JOIN shares s ON s.id = g.share
                    WHERE g.owner = me.owner AND s.project = p.id AND (s.expires_ms IS NULL OR s.expires_ms > ?3)), 0) END,
                   p.revision, p.chain, p.created_ms, p.changed_ms, p.format
               FROM projects p, (SELECT coalesce((SELECT owner FROM browsers WHERE hash = ?2), ?2) AS owner) me WHERE p.id = ?1";
    let actor = actor.map(|hash| hash.0);
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query(params![id, actor, clock::now_ms()])?;
    let row = rows.next()?.ok_or(StoreError::NotFound("project"))?;
    Access::new(row.get(0)?, row.get(1)?, bytes(row, 2)?, row.get(3)?, row.get(4)?, row.get(5)?)
}

/// A text or a blob as it lies there, damaged or not.
fn bytes<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<&'a [u8]>> {
    use rusqlite::types::ValueRef::{Blob, Text};
    Ok(match row.get_ref(column)? {
        Text(bytes) | Blob(bytes) => Some(bytes),
        _ => None,
    })
}

/// A text that people read: a damaged letter is shown as one, and hides nothing beside it.
fn text(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(String::from_utf8_lossy(bytes(row, column)?.unwrap_or_default()).into_owned())
}

fn owned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    Ok(bytes(row, column)?.unwrap_or_default().to_vec())
}

/// Whom a browser acts for: itself, unless it was joined to another.
pub(super) fn owner_of(c: &Connection, browser: Hashed) -> Result<Hashed, StoreError> {
    let found = c.prepare_cached("SELECT owner FROM browsers WHERE hash = ?1")?.query_row([browser.0], |row| row.get(0)).optional()?;
    Ok(found.map_or(browser, Hashed))
}

/// Where the project stands, and what leads to the wanted revision.
pub(super) fn look(c: &Connection, actor: Option<Hashed>, wanted: &Wanted) -> Result<Look, StoreError> {
    let access = access(c, actor, &wanted.project)?;
    let material = material(c, access.head, wanted)?;
    Ok(Look { access, material })
}

/// Where the project stands, for the store's own purposes. Nothing when a newer version wrote it.
pub(super) fn stand(c: &Connection, id: &str) -> Result<Option<(Mark, u64)>, StoreError> {
    let sql = "SELECT revision, chain, summary_revision FROM projects WHERE id = ?1 AND format <= ?2";
    let read = |row: &rusqlite::Row<'_>| {
        let head = Mark { revision: unsigned(row.get(0)?), chain: Chain::read(bytes(row, 1)?) };
        Ok((head, unsigned(row.get(2)?)))
    };
    Ok(c.prepare_cached(sql)?.query_row(params![id, signed(FORMAT)], read).optional()?)
}

/// What leads to the wanted revision, from the design at hand when that is of this history, or else from the last snapshot before it.
pub(super) fn material(c: &Connection, head: Mark, wanted: &Wanted) -> Result<Material, StoreError> {
    let Wanted { project, revision, at_hand, snapshots_before } = wanted;
    let revision = revision.unwrap_or(head.revision);
    if revision > head.revision {
        return Err(StoreError::NotFound("revision"));
    }
    if wanted.is_at_hand(head) {
        return Ok(Material::none());
    }
    if let Some(at_hand) = at_hand.filter(|at_hand| at_hand.revision <= revision) {
        let mut rows = rows(c, project, at_hand.revision, revision)?;
        if rows.first().is_some_and(|first| first.mark == at_hand) {
            rows.remove(0);
            return Ok(Material { snapshot: None, rows });
        }
    }
    let sql = "SELECT s.n, s.design, r.chain FROM snapshots s LEFT JOIN revisions r ON r.project = s.project AND r.n = s.n
               WHERE s.project = ?1 AND s.n <= ?2 AND s.n < ?3 ORDER BY s.n DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| {
        let mark = Mark { revision: unsigned(row.get(0)?), chain: Chain::read(bytes(row, 2)?) };
        Ok(Snapshot { mark, text: owned(row, 1)? })
    };
    let found = c.prepare_cached(sql)?.query_row(params![project, signed(revision), signed(*snapshots_before)], read).optional()?;
    let snapshot = found.ok_or_else(|| wanted.without_beginning(head))?;
    let mut rows = rows(c, project, snapshot.mark.revision, revision)?;
    rows.retain(|row| row.mark.revision > snapshot.mark.revision);
    Ok(Material { snapshot: Some(snapshot), rows })
}

/// The saves from one on, whose edits are left out, up to another.
fn rows(c: &Connection, project: &str, from: u64, to: u64) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT n, chain, CASE WHEN n > ?2 THEN edits END FROM revisions WHERE project = ?1 AND n >= ?2 AND n <= ?3 ORDER BY n";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(params![project, signed(from), signed(to)], |row| {
        let mark = Mark { revision: unsigned(row.get(0)?), chain: Chain::read(bytes(row, 1)?) };
        Ok(Row { mark, edits: owned(row, 2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where a save meets its project. A save is made at the head only, so what it became, if it was made before, is next after its base.
pub(super) fn standing(
    c: &Connection,
    actor: Option<Hashed>,
    wanted: &Wanted,
    base: u64,
    client_save: &str,
) -> Result<Standing, StoreError> {
    let access = access(c, actor, &wanted.project)?.require(Role::Edit)?;
    if let Some(made) = made(c, access.head, &wanted.project, base, client_save)? {
        return Ok(Standing::Made(made));
    }
    let material = material(c, access.head, wanted)?;
    Ok(Standing::At(Look { access, material }))
}

/// The save after a base, if it has this name, and its edits as they were made.
fn made(c: &Connection, head: Mark, project: &str, base: u64, client_save: &str) -> Result<Option<Made>, StoreError> {
    let sql = "SELECT n, chain, client_save, edits, EXISTS (SELECT 1 FROM merges WHERE project = r.project AND n = r.n)
               FROM revisions r WHERE project = ?1 AND n > ?2 ORDER BY n LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| {
        if bytes(row, 2)? != Some(client_save.as_bytes()) {
            return Ok(None);
        }
        let mark = Mark { revision: unsigned(row.get(0)?), chain: Chain::read(bytes(row, 1)?) };
        let edits = if row.get(4)? { None } else { Some(owned(row, 3)?) };
        Ok(Some(Made { mark, edits, head }))
    };
    Ok(c.prepare_cached(sql)?.query_row(params![project, signed(base)], read).optional()?.flatten())
}

/// What happened after a revision, as much as fits into one answer.
pub(super) fn since(c: &Connection, head: Mark, project: &str, base: u64, chain: Option<&str>) -> Result<Since, StoreError> {
    let own = c
        .prepare_cached("SELECT chain FROM revisions WHERE project = ?1 AND n = ?2")?
        .query_row(params![project, signed(base)], |row| Ok(Mark { revision: base, chain: Chain::read(bytes(row, 0)?) }))
        .optional()?;
    if !own.is_some_and(|own| own.is_meant_by(base, chain)) {
        return Ok(Since { head, rows: Vec::new(), more: false, anew: true });
    }
    let sql = "SELECT n, saved_ms, label, edits FROM revisions WHERE project = ?1 AND n > ?2 ORDER BY n LIMIT ?3";
    let mut statement = c.prepare_cached(sql)?;
    let mut found = statement.query(params![project, signed(base), MAX_SINCE_SAVES])?;
    let (mut rows, mut length) = (Vec::<ToldRow>::new(), 0);
    while let Some(row) = found.next()? {
        let edits = owned(row, 3)?;
        length += edits.len();
        if length > MAX_SINCE_BYTES && !rows.is_empty() {
            break;
        }
        rows.push(ToldRow { revision: unsigned(row.get(0)?), saved_ms: row.get(1)?, label: text(row, 2)?, edits });
    }
    let more = rows.last().is_some_and(|last| last.revision < head.revision);
    Ok(Since { head, rows, more, anew: false })
}

/// Everything that an owner has or was given, in no order. Summaries stay where they are.
pub(super) fn listed(c: &Connection, actor: Hashed) -> Result<Vec<ListedName>, StoreError> {
    let sql = "SELECT p.id, p.name, p.changed_ms, mine.role
               FROM (SELECT id, max(role) AS role FROM (
                        SELECT id, 3 AS role FROM projects WHERE owner = ?1
                        UNION ALL
                        SELECT s.project, s.role FROM grants g JOIN shares s ON s.id = g.share
                        WHERE g.owner = ?1 AND (s.expires_ms IS NULL OR s.expires_ms > ?2))
                     GROUP BY id) mine
               JOIN projects p ON p.id = mine.id";
    let read = |row: &rusqlite::Row<'_>| {
        let role = role_from_number(row.get(3)?).unwrap_or(Role::View);
        Ok(ListedName { id: row.get(0)?, name: text(row, 1)?, changed_ms: row.get(2)?, role })
    };
    let mut statement = c.prepare_cached(sql)?;
    let names = statement.query_map(params![owner_of(c, actor)?.0, clock::now_ms()], read)?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// What a list shows of these, in their order. What was deleted meanwhile is left out.
pub(super) fn listed_rows(c: &Connection, listed: &[ListedName]) -> Result<Vec<ListedRow>, StoreError> {
    let sql = "SELECT name, revision, created_ms, changed_ms, summary, summary_revision, format FROM projects WHERE id = ?1";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = Vec::with_capacity(listed.len());
    for ListedName { id, role, .. } in listed {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(ListedRow {
                id: id.clone(),
                name: text(row, 0)?,
                revision: unsigned(row.get(1)?),
                created_ms: row.get(2)?,
                changed_ms: row.get(3)?,
                role: *role,
                summary: owned(row, 4)?,
                summary_revision: unsigned(row.get(5)?),
                format: unsigned(row.get(6)?),
            })
        };
        rows.extend(statement.query_row([id], read).optional()?);
    }
    Ok(rows)
}

/// Newest first.
pub(super) fn revisions(c: &Connection, actor: Option<Hashed>, id: &str, page: HistoryPage) -> Result<Vec<RevisionEntry>, StoreError> {
    access(c, actor, id)?;
    let entries = c
        .prepare_cached(page.sql())?
        .query_map(params![id, signed(page.before.unwrap_or(u64::MAX)), page.most], |row| {
            let edits = usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
            Ok(RevisionEntry {
                revision: unsigned(row.get(0)?),
                saved_ms: row.get(1)?,
                label: text(row, 2)?,
                edits,
                name: bytes(row, 4)?.map(|name| String::from_utf8_lossy(name).into_owned()),
                merged: row.get::<_, Option<i64>>(5)?.map(unsigned),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// So many share links after the first ones, those that have expired too, oldest first. Only the owner sees them.
pub(super) fn shares(c: &Connection, actor: Option<Hashed>, id: &str, skip: u64, most: i64) -> Result<Vec<ShareEntry>, StoreError> {
    access(c, actor, id)?.require(Role::Own)?;
    let sql = "SELECT id, role, created_ms, expires_ms FROM shares WHERE project = ?1 ORDER BY created_ms, id LIMIT ?2 OFFSET ?3";
    let entries = c
        .prepare_cached(sql)?
        .query_map(params![id, most, signed(skip)], |row| {
            let role = role_from_number(row.get(1)?).unwrap_or(Role::View);
            Ok(ShareEntry { id: row.get(0)?, role, created_ms: row.get(2)?, expires_ms: row.get(3)? })
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// The id of a share link that has not expired, and the project that it leads to.
pub(super) fn share(c: &Connection, token: Hashed) -> Result<(String, String), StoreError> {
    let sql = "SELECT id, project FROM shares WHERE token_hash = ?1 AND (expires_ms IS NULL OR expires_ms > ?2)";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found = c.prepare_cached(sql)?.query_row(params![token.0, clock::now_ms()], read).optional()?;
    found.ok_or(StoreError::NotFound("share link"))
}
