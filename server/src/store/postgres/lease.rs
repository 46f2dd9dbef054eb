//! A connection that goes back to the pool only when its question was answered. One whose answer nobody waited for is closed: it may hang
//! as long as the server does, and must not take the place of one that works. One address has half of the connections at the most.

use crate::{
    pool::{Turn, Turns},
    store::StoreError,
};
use sqlx::{PgConnection, PgPool, Postgres, pool::PoolConnection};

/// A leased connection. Closed when dropped before [`Self::give_back`].
#[derive(Debug)]
pub(super) struct Lease {
    connection: Option<PoolConnection<Postgres>>,
    _turn: Turn,
}

impl Lease {
    pub(super) async fn take(pool: &PgPool, turns: &Turns) -> Result<Self, StoreError> {
        let turn = turns.take().await.ok_or(StoreError::Busy)?;
        Ok(Self { connection: Some(pool.acquire().await?), _turn: turn })
    }
    /// The connection; there is one until it is given back.
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, StoreError> {
        self.connection.as_deref_mut().ok_or_else(|| StoreError::Corrupt("a connection was used after it was given back".into()))
    }
    pub(super) fn give_back(mut self) {
        drop(self.connection.take());
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Closes the socket; the server ends what it does for it, and rolls back what is not committed.
            drop(connection.detach());
        }
    }
}
