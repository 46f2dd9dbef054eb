//! Recovery links of the PostgreSQL store, and the browsers that come together by them.

use super::{reads::owner_of, writes::commit};
use crate::{
    clock,
    store::{
        Hashed, StoreError,
        model::MAX_LISTED,
        recovery::{JOIN, NAMES, Takeover, belongings},
    },
};
use domain::protocol::Belongings;
use sqlx::{Connection, PgConnection};

/// Makes the link of a browser's owner, and ends the one before.
pub(super) async fn renew_recovery(c: &mut PgConnection, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
    let mut t = c.begin().await?;
    hold_joins(&mut t).await?;
    let owner = owner_of(&mut t, browser).await?;
    // The lock keeps two links from being made at once, and the owner from being taken out meanwhile.
    let known: Option<i32> =
        sqlx::query_scalar("SELECT 1 FROM owners WHERE hash = $1 FOR UPDATE").bind(owner.0.to_vec()).fetch_optional(&mut *t).await?;
    known.ok_or(StoreError::NotFound("design of this browser"))?;
    sqlx::query("DELETE FROM recoveries WHERE owner = $1").bind(owner.0.to_vec()).execute(&mut *t).await?;
    sqlx::query("INSERT INTO recoveries VALUES ($1, $2, $3)")
        .bind(token.0.to_vec())
        .bind(owner.0.to_vec())
        .bind(now_ms)
        .execute(&mut *t)
        .await?;
    commit(t).await
}

/// When the link of a browser's owner was made; none when there is none.
pub(super) async fn recovery_made(c: &mut PgConnection, browser: Hashed) -> Result<Option<i64>, StoreError> {
    let owner = owner_of(c, browser).await?;
    Ok(sqlx::query_scalar("SELECT max(made_ms) FROM recoveries WHERE owner = $1").bind(owner.0.to_vec()).fetch_one(c).await?)
}

/// What would come together if the browser opened the link.
pub(super) async fn takeover(c: &mut PgConnection, browser: Option<Hashed>, token: Hashed) -> Result<Takeover, StoreError> {
    let theirs = linked(c, token).await?;
    let ours = match browser {
        Some(browser) => Some(owner_of(c, browser).await?),
        None => None,
    };
    let is_own = ours == Some(theirs);
    let mut found = Takeover { is_own, theirs: names(c, theirs).await?, ours: Belongings::default() };
    if let Some(ours) = ours.filter(|_| !is_own) {
        found.ours = names(c, ours).await?;
    }
    Ok(found)
}

/// Lets the browser act for the owner behind the link from now on, and gives that owner what it had.
pub(super) async fn join(c: &mut PgConnection, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
    let mut t = c.begin().await?;
    // Two that join each other at once would else each wait for the other, or both end with nothing.
    sqlx::query("LOCK TABLE browsers IN SHARE ROW EXCLUSIVE MODE").execute(&mut *t).await?;
    let (theirs, ours) = (linked(&mut t, token).await?, owner_of(&mut t, browser).await?);
    if theirs == ours {
        return Ok(());
    }
    let [designs, rest @ ..] = JOIN;
    sqlx::query(designs).bind(theirs.0.to_vec()).bind(ours.0.to_vec()).execute(&mut *t).await?;
    // A link that is being taken back is waited for: what it gave goes with it.
    let sql = "SELECT 1 FROM shares WHERE id IN (SELECT share FROM grants WHERE owner = $1) ORDER BY id FOR KEY SHARE";
    sqlx::query(sql).bind(ours.0.to_vec()).execute(&mut *t).await?;
    for sql in rest {
        sqlx::query(sql).bind(theirs.0.to_vec()).bind(ours.0.to_vec()).execute(&mut *t).await?;
    }
    let sql = "INSERT INTO browsers VALUES ($1, $2, $3) ON CONFLICT (hash) DO UPDATE SET owner = excluded.owner";
    for hash in [browser, ours] {
        sqlx::query(sql).bind(hash.0.to_vec()).bind(theirs.0.to_vec()).bind(now_ms).execute(&mut *t).await?;
    }
    // Should the owner's own browser have acted for us before, it acts for itself again.
    sqlx::query("DELETE FROM browsers WHERE hash = owner").execute(&mut *t).await?;
    commit(t).await
}

/// Whom a browser acts for stays so until the transaction ends: what it makes meanwhile would else belong to an owner for whom nobody
/// acts any more. Holds up nobody but whoever joins.
pub(super) async fn hold_joins(t: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("LOCK TABLE browsers IN ROW EXCLUSIVE MODE").execute(t).await?;
    Ok(())
}

async fn names(c: &mut PgConnection, owner: Hashed) -> Result<Belongings, StoreError> {
    Ok(belongings(sqlx::query_as(NAMES).bind(owner.0.to_vec()).bind(clock::now_ms()).bind(MAX_LISTED).fetch_all(c).await?))
}

async fn linked(c: &mut PgConnection, token: Hashed) -> Result<Hashed, StoreError> {
    let found: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT owner FROM recoveries WHERE token_hash = $1").bind(token.0.to_vec()).fetch_optional(c).await?;
    Hashed::from_bytes(&found.ok_or(StoreError::NotFound("recovery link"))?)
}
