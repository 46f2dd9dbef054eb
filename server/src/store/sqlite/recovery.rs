//! Recovery links of the SQLite store, and the browsers that come together by them.

use super::reads::owner_of;
use crate::{
    clock,
    store::{
        Hashed, StoreError,
        model::MAX_LISTED,
        recovery::{JOIN, NAMES, Takeover, belongings},
    },
};
use domain::protocol::Belongings;
use rusqlite::{Connection, OptionalExtension, params};

/// Makes the link of a browser's owner, and ends the one before.
pub(super) fn renew_recovery(c: &Connection, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
    let owner = owner_of(c, browser)?;
    if !c.prepare_cached("SELECT 1 FROM owners WHERE hash = ?1")?.exists([owner.0])? {
        return Err(StoreError::NotFound("design of this browser"));
    }
    c.prepare_cached("DELETE FROM recoveries WHERE owner = ?1")?.execute([owner.0])?;
    c.prepare_cached("INSERT INTO recoveries VALUES (?1, ?2, ?3)")?.execute(params![token.0, owner.0, now_ms])?;
    Ok(())
}

/// When the link of a browser's owner was made; none when there is none.
pub(super) fn recovery_made(c: &Connection, browser: Hashed) -> Result<Option<i64>, StoreError> {
    let owner = owner_of(c, browser)?;
    Ok(c.prepare_cached("SELECT max(made_ms) FROM recoveries WHERE owner = ?1")?.query_row([owner.0], |row| row.get(0))?)
}

/// What would come together if the browser opened the link.
pub(super) fn takeover(c: &Connection, browser: Option<Hashed>, token: Hashed) -> Result<Takeover, StoreError> {
    let theirs = linked(c, token)?;
    let ours = browser.map(|browser| owner_of(c, browser)).transpose()?;
    let names = |owner: Hashed| -> Result<Belongings, StoreError> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(belongings(c.prepare_cached(NAMES)?.query_map(params![owner.0, clock::now_ms(), MAX_LISTED], read)?.collect::<Result<_, _>>()?))
    };
    let is_own = ours == Some(theirs);
    Ok(Takeover { is_own, theirs: names(theirs)?, ours: ours.filter(|_| !is_own).map(names).transpose()?.unwrap_or_default() })
}

/// Lets the browser act for the owner behind the link from now on, and gives that owner what it had.
pub(super) fn join(c: &Connection, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
    let (theirs, ours) = (linked(c, token)?, owner_of(c, browser)?);
    if theirs == ours {
        return Ok(());
    }
    for sql in JOIN {
        c.prepare_cached(sql)?.execute(params![theirs.0, ours.0])?;
    }
    let sql = "INSERT INTO browsers VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO UPDATE SET owner = excluded.owner";
    for hash in [browser, ours] {
        c.prepare_cached(sql)?.execute(params![hash.0, theirs.0, now_ms])?;
    }
    // Should the owner's own browser have acted for us before, it acts for itself again.
    c.prepare_cached("DELETE FROM browsers WHERE hash = owner")?.execute([])?;
    Ok(())
}

fn linked(c: &Connection, token: Hashed) -> Result<Hashed, StoreError> {
    let found =
        c.prepare_cached("SELECT owner FROM recoveries WHERE token_hash = ?1")?.query_row([token.0], |row| row.get(0)).optional()?;
    found.map(Hashed).ok_or(StoreError::NotFound("recovery link"))
}
