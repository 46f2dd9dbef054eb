//! The queries of the PostgreSQL store. What belongs together is read as it is in one moment: saves are merged, set aside and taken out
//! meanwhile. What they hold is returned as it is: reading texts takes long, and a connection is not held meanwhile.

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
use sqlx::{Connection as _, PgConnection, Postgres, Row as _, Transaction, postgres::PgRow};
use std::collections::BTreeMap;

/// The role of a browser, which may act for another, and where the project stands.
macro_rules! access {
    ($lock:literal) => {
        concat!(
            "SELECT CASE WHEN p.owner = me.owner THEN 3::bigint ELSE coalesce(
                 (SELECT max(s.role) FROM grants g JOIN shares s ON s.id = g.share
                  WHERE g.owner = me.owner AND s.project = p.id AND (s.expires_ms IS NULL OR s.expires_ms > $3)), 0) END,
                 p.revision, p.chain, p.created_ms, p.changed_ms, p.format
             FROM projects p, (SELECT coalesce((SELECT owner FROM browsers WHERE hash = $2), $2) AS owner) me WHERE p.id = $1",
            $lock
        )
    };
}
const ACCESS: &str = access!("");
const ACCESS_LOCKED: &str = access!(" FOR UPDATE OF p");

/// What the actor may do with the project; not found when nothing. A link that has expired gives nothing.
pub(super) async fn access(c: &mut PgConnection, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    access_by(c, ACCESS, actor, id).await
}

/// The same, and nobody else changes the project until the transaction ends.
pub(super) async fn access_locked(c: &mut PgConnection, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    access_by(c, ACCESS_LOCKED, actor, id).await
}

type AccessRow = (i64, i64, Option<Vec<u8>>, i64, i64, i64);

async fn access_by(c: &mut PgConnection, sql: &'static str, actor: Option<Hashed>, id: &str) -> Result<Access, StoreError> {
    let actor = actor.map(|hash| hash.0.to_vec());
    let row: Option<AccessRow> = sqlx::query_as(sql).bind(id).bind(actor).bind(clock::now_ms()).fetch_optional(c).await?;
    let (role, revision, chain, created_ms, changed_ms, format) = row.ok_or(StoreError::NotFound("project"))?;
    Access::new(role, revision, chain.as_deref(), created_ms, changed_ms, format)
}

/// Whom a browser acts for: itself, unless it was joined to another.
pub(super) async fn owner_of(c: &mut PgConnection, browser: Hashed) -> Result<Hashed, StoreError> {
    let found: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT owner FROM browsers WHERE hash = $1").bind(browser.0.to_vec()).fetch_optional(c).await?;
    found.map_or(Ok(browser), |bytes| Hashed::from_bytes(&bytes))
}

fn mark(revision: i64, chain: Option<&[u8]>) -> Mark {
    Mark { revision: unsigned(revision), chain: Chain::read(chain) }
}

/// Begins to read the database as it is in one moment.
async fn one_moment(c: &mut PgConnection) -> Result<Transaction<'_, Postgres>, StoreError> {
    Ok(c.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?)
}

/// Where the project stands, and what leads to the wanted revision.
pub(super) async fn look(c: &mut PgConnection, actor: Option<Hashed>, wanted: &Wanted) -> Result<Look, StoreError> {
    if wanted.at_hand.is_some() {
        // Mostly nobody has saved since, and one question tells so.
        let access = access(c, actor, &wanted.project).await?;
        if wanted.is_at_hand(access.head) {
            return Ok(Look { access, material: Material::none() });
        }
    }
    let mut t = one_moment(c).await?;
    let access = access(&mut t, actor, &wanted.project).await?;
    let material = material_now(&mut t, access.head, wanted).await?;
    t.commit().await?;
    Ok(Look { access, material })
}

/// Where the project stands, for the store's own purposes. Nothing when a newer version wrote it.
pub(super) async fn stand(c: &mut PgConnection, id: &str) -> Result<Option<(Mark, u64)>, StoreError> {
    let sql = "SELECT revision, chain, summary_revision FROM projects WHERE id = $1 AND format <= $2";
    let row: Option<(i64, Option<Vec<u8>>, i64)> = sqlx::query_as(sql).bind(id).bind(signed(FORMAT)).fetch_optional(c).await?;
    Ok(row.map(|(revision, chain, summary)| (mark(revision, chain.as_deref()), unsigned(summary))))
}

/// What leads to the wanted revision, from the design at hand when that is of this history, or else from the last snapshot before it.
pub(super) async fn material(c: &mut PgConnection, head: Mark, wanted: &Wanted) -> Result<Material, StoreError> {
    let mut t = one_moment(c).await?;
    let material = material_now(&mut t, head, wanted).await?;
    t.commit().await?;
    Ok(material)
}

async fn material_now(c: &mut PgConnection, head: Mark, wanted: &Wanted) -> Result<Material, StoreError> {
    let Wanted { project, revision, at_hand, snapshots_before } = wanted;
    let revision = revision.unwrap_or(head.revision);
    if revision > head.revision {
        return Err(StoreError::NotFound("revision"));
    }
    if wanted.is_at_hand(head) {
        return Ok(Material::none());
    }
    if let Some(at_hand) = at_hand.filter(|at_hand| at_hand.revision <= revision) {
        let mut rows = rows(c, project, at_hand.revision, revision).await?;
        if rows.first().is_some_and(|first| first.mark == at_hand) {
            rows.remove(0);
            return Ok(Material { snapshot: None, rows });
        }
    }
    let sql = "SELECT s.n, s.design, r.chain FROM snapshots s LEFT JOIN revisions r ON r.project = s.project AND r.n = s.n
               WHERE s.project = $1 AND s.n <= $2 AND s.n < $3 ORDER BY s.n DESC LIMIT 1";
    let found: Option<(i64, String, Option<Vec<u8>>)> =
        sqlx::query_as(sql).bind(project).bind(signed(revision)).bind(signed(*snapshots_before)).fetch_optional(&mut *c).await?;
    let (n, text, chain) = found.ok_or_else(|| wanted.without_beginning(head))?;
    let snapshot = Snapshot { mark: mark(n, chain.as_deref()), text: text.into_bytes() };
    let mut rows = rows(c, project, snapshot.mark.revision, revision).await?;
    rows.retain(|row| row.mark.revision > snapshot.mark.revision);
    Ok(Material { snapshot: Some(snapshot), rows })
}

/// The saves from one on, whose edits are left out, up to another.
async fn rows(c: &mut PgConnection, project: &str, from: u64, to: u64) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT n, chain, CASE WHEN n > $2 THEN edits END FROM revisions WHERE project = $1 AND n >= $2 AND n <= $3 ORDER BY n";
    let rows: Vec<(i64, Option<Vec<u8>>, Option<String>)> =
        sqlx::query_as(sql).bind(project).bind(signed(from)).bind(signed(to)).fetch_all(c).await?;
    let row = |(n, chain, edits): (i64, Option<Vec<u8>>, Option<String>)| Row {
        mark: mark(n, chain.as_deref()),
        edits: edits.unwrap_or_default().into_bytes(),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Where a save meets its project. A save is made at the head only, so what it became, if it was made before, is next after its base.
pub(super) async fn standing(
    c: &mut PgConnection,
    actor: Option<Hashed>,
    wanted: &Wanted,
    base: u64,
    client_save: &str,
) -> Result<Standing, StoreError> {
    if wanted.at_hand.is_some() {
        let access = access(c, actor, &wanted.project).await?.require(Role::Edit)?;
        if wanted.is_at_hand(access.head) {
            return standing_now(c, access, wanted, base, client_save).await;
        }
    }
    let mut t = one_moment(c).await?;
    let access = access(&mut t, actor, &wanted.project).await?.require(Role::Edit)?;
    let standing = standing_now(&mut t, access, wanted, base, client_save).await?;
    t.commit().await?;
    Ok(standing)
}

async fn standing_now(c: &mut PgConnection, access: Access, wanted: &Wanted, base: u64, client_save: &str) -> Result<Standing, StoreError> {
    let sql = "SELECT n, chain, CASE WHEN NOT EXISTS (SELECT 1 FROM merges WHERE project = r.project AND n = r.n) THEN edits END
               FROM (SELECT * FROM revisions WHERE project = $1 AND n > $2 ORDER BY n LIMIT 1) r WHERE client_save = $3";
    let made: Option<(i64, Option<Vec<u8>>, Option<String>)> =
        sqlx::query_as(sql).bind(&wanted.project).bind(signed(base)).bind(client_save).fetch_optional(&mut *c).await?;
    if let Some((n, chain, edits)) = made {
        let made = Made { mark: mark(n, chain.as_deref()), edits: edits.map(String::into_bytes), head: access.head };
        return Ok(Standing::Made(made));
    }
    let material = material_now(c, access.head, wanted).await?;
    Ok(Standing::At(Look { access, material }))
}

pub(super) async fn since_for(
    c: &mut PgConnection,
    actor: Option<Hashed>,
    project: &str,
    base: u64,
    chain: Option<&str>,
) -> Result<Since, StoreError> {
    let mut t = one_moment(c).await?;
    let head = access(&mut t, actor, project).await?.head;
    let since = since_now(&mut t, head, project, base, chain).await?;
    t.commit().await?;
    Ok(since)
}

/// What happened after a revision, as much as fits into one answer.
pub(super) async fn since(c: &mut PgConnection, head: Mark, project: &str, base: u64, chain: Option<&str>) -> Result<Since, StoreError> {
    let mut t = one_moment(c).await?;
    let since = since_now(&mut t, head, project, base, chain).await?;
    t.commit().await?;
    Ok(since)
}

async fn since_now(c: &mut PgConnection, head: Mark, project: &str, base: u64, chain: Option<&str>) -> Result<Since, StoreError> {
    let own: Option<Option<Vec<u8>>> = sqlx::query_scalar("SELECT chain FROM revisions WHERE project = $1 AND n = $2")
        .bind(project)
        .bind(signed(base))
        .fetch_optional(&mut *c)
        .await?;
    if !own.is_some_and(|own| mark(signed(base), own.as_deref()).is_meant_by(base, chain)) {
        return Ok(Since { head, rows: Vec::new(), more: false, anew: true });
    }
    // Lengths first: they are known without reading the texts.
    let sql = "SELECT n, octet_length(edits)::bigint FROM revisions WHERE project = $1 AND n > $2 ORDER BY n LIMIT $3";
    let lengths: Vec<(i64, i64)> = sqlx::query_as(sql).bind(project).bind(signed(base)).bind(MAX_SINCE_SAVES).fetch_all(&mut *c).await?;
    let mut room = signed(MAX_SINCE_BYTES as u64);
    let fits = lengths.iter().take_while(|(_, length)| {
        room -= length;
        room >= 0
    });
    let Some(last) = fits.last().or(lengths.first()).map(|(n, _)| *n) else {
        return Ok(Since { head, rows: Vec::new(), more: false, anew: false });
    };
    let sql = "SELECT n, saved_ms, label, edits FROM revisions WHERE project = $1 AND n > $2 AND n <= $3 ORDER BY n";
    let rows: Vec<(i64, i64, String, String)> = sqlx::query_as(sql).bind(project).bind(signed(base)).bind(last).fetch_all(c).await?;
    let row = |(n, saved_ms, label, edits): (i64, i64, String, String)| ToldRow {
        revision: unsigned(n),
        saved_ms,
        label,
        edits: edits.into_bytes(),
    };
    Ok(Since { head, rows: rows.into_iter().map(row).collect(), more: unsigned(last) < head.revision, anew: false })
}

/// Everything that an owner has or was given, in no order. Summaries stay where they are.
pub(super) async fn listed(c: &mut PgConnection, actor: Hashed) -> Result<Vec<ListedName>, StoreError> {
    let sql = "SELECT p.id, p.name, p.changed_ms, mine.role
               FROM (SELECT id, max(role) AS role FROM (
                        SELECT id, 3::bigint AS role FROM projects WHERE owner = $1
                        UNION ALL
                        SELECT s.project, s.role FROM grants g JOIN shares s ON s.id = g.share
                        WHERE g.owner = $1 AND (s.expires_ms IS NULL OR s.expires_ms > $2)) each_way
                     GROUP BY id) mine
               JOIN projects p ON p.id = mine.id";
    let owner = owner_of(c, actor).await?;
    let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(sql).bind(owner.0.to_vec()).bind(clock::now_ms()).fetch_all(c).await?;
    let name = |(id, name, changed_ms, role)| ListedName { id, name, changed_ms, role: role_from_number(role).unwrap_or(Role::View) };
    Ok(rows.into_iter().map(name).collect())
}

/// What a list shows of these, in their order. What was deleted meanwhile is left out.
pub(super) async fn listed_rows(c: &mut PgConnection, listed: &[ListedName]) -> Result<Vec<ListedRow>, StoreError> {
    let sql = "SELECT id, name, revision, created_ms, changed_ms, summary, summary_revision, format FROM projects WHERE id = ANY($1)";
    let ids: Vec<&str> = listed.iter().map(|listed| listed.id.as_str()).collect();
    let rows = sqlx::query(sql).bind(ids).fetch_all(c).await?;
    let mut by_id = BTreeMap::new();
    for row in &rows {
        by_id.insert(row.try_get::<&str, _>(0)?, row);
    }
    listed.iter().filter_map(|listed| by_id.get(listed.id.as_str()).map(|row| listed_row(listed, row))).collect()
}

fn listed_row(listed: &ListedName, row: &PgRow) -> Result<ListedRow, StoreError> {
    Ok(ListedRow {
        id: listed.id.clone(),
        name: row.try_get(1)?,
        revision: unsigned(row.try_get(2)?),
        created_ms: row.try_get(3)?,
        changed_ms: row.try_get(4)?,
        role: listed.role,
        summary: row.try_get::<String, _>(5)?.into_bytes(),
        summary_revision: unsigned(row.try_get(6)?),
        format: unsigned(row.try_get(7)?),
    })
}

/// Number, moment, label, how many edits, name, and how many saves it stands for.
type EntryRow = (i64, i64, String, i64, Option<String>, Option<i64>);

/// Newest first.
pub(super) async fn revisions(
    c: &mut PgConnection,
    actor: Option<Hashed>,
    id: &str,
    page: HistoryPage,
) -> Result<Vec<RevisionEntry>, StoreError> {
    access(c, actor, id).await?;
    let rows: Vec<EntryRow> =
        sqlx::query_as(page.sql()).bind(id).bind(signed(page.before.unwrap_or(u64::MAX))).bind(page.most).fetch_all(c).await?;
    let entry = |(n, saved_ms, label, edits, name, merged): EntryRow| RevisionEntry {
        revision: unsigned(n),
        saved_ms,
        label,
        edits: usize::try_from(edits).unwrap_or(0),
        name,
        merged: merged.map(unsigned),
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// So many share links after the first ones, those that have expired too, oldest first. Only the owner sees them.
pub(super) async fn shares(
    c: &mut PgConnection,
    actor: Option<Hashed>,
    id: &str,
    skip: u64,
    most: i64,
) -> Result<Vec<ShareEntry>, StoreError> {
    access(c, actor, id).await?.require(Role::Own)?;
    let sql = "SELECT id, role, created_ms, expires_ms FROM shares WHERE project = $1 ORDER BY created_ms, id LIMIT $2 OFFSET $3";
    let rows: Vec<(String, i64, i64, Option<i64>)> = sqlx::query_as(sql).bind(id).bind(most).bind(signed(skip)).fetch_all(c).await?;
    let entry =
        |(id, role, created_ms, expires_ms)| ShareEntry { id, role: role_from_number(role).unwrap_or(Role::View), created_ms, expires_ms };
    Ok(rows.into_iter().map(entry).collect())
}

/// A share link that has not expired, by the hash of its token.
macro_rules! share {
    ($lock:literal) => {
        concat!("SELECT id, project FROM shares WHERE token_hash = $1 AND (expires_ms IS NULL OR expires_ms > $2)", $lock)
    };
}

/// The project that a share link leads to.
pub(super) async fn shared(c: &mut PgConnection, token: Hashed) -> Result<String, StoreError> {
    Ok(share_by(c, share!(""), token).await?.1)
}

/// The id of a share link and the project that it leads to. It is not taken back until the transaction ends.
pub(super) async fn share_locked(c: &mut PgConnection, token: Hashed) -> Result<(String, String), StoreError> {
    share_by(c, share!(" FOR SHARE"), token).await
}

async fn share_by(c: &mut PgConnection, sql: &'static str, token: Hashed) -> Result<(String, String), StoreError> {
    let found = sqlx::query_as(sql).bind(token.0.to_vec()).bind(clock::now_ms()).fetch_optional(c).await?;
    found.ok_or(StoreError::NotFound("share link"))
}
