//! Names of versions in the SQLite store.

use super::reads;
use crate::store::{
    StoreError, VersionName,
    model::{Hashed, signed},
};
use domain::protocol::Role;
use rusqlite::{Connection, params};

/// Names a revision, or takes its name back.
pub(super) fn name_revision(c: &Connection, actor: Option<Hashed>, named: &VersionName) -> Result<(), StoreError> {
    let VersionName { project, revision, name, now_ms } = named;
    reads::access(c, actor, project)?.require(Role::Edit)?;
    let n = signed(*revision);
    if !c.prepare_cached("SELECT 1 FROM revisions WHERE project = ?1 AND n = ?2")?.exists(params![project, n])? {
        return Err(StoreError::NotFound("revision"));
    }
    if name.is_empty() {
        c.prepare_cached("DELETE FROM names WHERE project = ?1 AND n = ?2")?.execute(params![project, n])?;
    } else {
        let sql = "INSERT INTO names VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (project, n) DO UPDATE SET name = excluded.name, named_ms = excluded.named_ms";
        c.prepare_cached(sql)?.execute(params![project, n, name, now_ms])?;
    }
    Ok(())
}
