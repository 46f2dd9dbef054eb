//! A connection that goes back to the pool only when its question was answered. One whose answer nobody waited for is closed: it may hang
//! as long as the server does, and must not take the place of one that works.

use crate::store::StoreError;
use sqlx::{PgConnection, PgPool, Postgres, pool::PoolConnection};

/// A leased connection. Closed when dropped before [`Self::give_back`].
#[derive(Debug)]
pub(super) struct Lease(Option<PoolConnection<Postgres>>);

impl Lease {
    pub(super) async fn take(pool: &PgPool) -> Result<Self, StoreError> {
        Ok(Self(Some(pool.acquire().await?)))
    }
    /// The connection; there is one until it is given back.
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, StoreError> {
        self.0.as_deref_mut().ok_or_else(|| StoreError::Corrupt("a connection was used after it was given back".into()))
    }
    pub(super) fn give_back(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            // Closes the socket; the server ends what it does for it, and rolls back what is not committed.
            drop(connection.detach());
        }
    }
}
