//! Names of versions in the PostgreSQL store.

use super::{reads, writes::commit};
use crate::store::{
    StoreError, VersionName,
    model::{Hashed, signed},
};
use domain::protocol::Role;
use sqlx::{Connection, PgConnection};

/// Names a revision, or takes its name back.
pub(super) async fn name_revision(c: &mut PgConnection, actor: Option<Hashed>, named: &VersionName) -> Result<(), StoreError> {
    let VersionName { project, revision, name, now_ms } = named;
    let mut t = c.begin().await?;
    reads::access_locked(&mut t, actor, project).await?.require(Role::Edit)?;
    let n = signed(*revision);
    let found: Option<i32> =
        sqlx::query_scalar("SELECT 1 FROM revisions WHERE project = $1 AND n = $2").bind(project).bind(n).fetch_optional(&mut *t).await?;
    found.ok_or(StoreError::NotFound("revision"))?;
    if name.is_empty() {
        sqlx::query("DELETE FROM names WHERE project = $1 AND n = $2").bind(project).bind(n).execute(&mut *t).await?;
    } else {
        let sql = "INSERT INTO names VALUES ($1, $2, $3, $4)
                   ON CONFLICT (project, n) DO UPDATE SET name = excluded.name, named_ms = excluded.named_ms";
        sqlx::query(sql).bind(project).bind(n).bind(name).bind(now_ms).execute(&mut *t).await?;
    }
    commit(t).await
}
