//! Taking rows out for good. PostgreSQL gives their space to later rows once its own vacuum has been there.

use super::writes::commit;
use crate::store::{
    StoreError,
    purge::{Purge, Purged, STEPS, counted, moments},
};
use sqlx::{Connection, PgConnection};

/// What there is to take out.
pub(super) async fn purgeable(c: &mut PgConnection, purge: Purge) -> Result<Purged, StoreError> {
    let mut found = Purged::default();
    for (i, step) in STEPS.iter().enumerate() {
        let [unchanged, other] = counted(i, purge);
        let n: i64 = sqlx::query_scalar(step.count).bind(unchanged).bind(other).fetch_one(&mut *c).await?;
        (step.note)(&mut found, u64::try_from(n).unwrap_or(0));
    }
    Ok(found)
}

/// Takes some of it out.
pub(super) async fn purge_some(c: &mut PgConnection, purge: Purge) -> Result<Purged, StoreError> {
    let mut t = c.begin().await?;
    let mut gone = Purged::default();
    for (i, step) in STEPS.iter().enumerate() {
        let [unchanged, other] = moments(i, purge);
        let done = sqlx::query(step.delete_some).bind(unchanged).bind(other).execute(&mut *t).await?;
        (step.note)(&mut gone, done.rows_affected());
    }
    commit(t).await?;
    Ok(gone)
}
