//! The shared database: any number of replicas over one PostgreSQL. Every change is one transaction that locks the project's
//! row, so that two replicas cannot save on the same base.

mod limits;
mod reads;
mod writes;

use super::{Hashed, LimitLevel, NewShareLink, OpenError, Opened, Save, Settled, StoreError, heads::Heads, model::unsigned};
use domain::{
    Design,
    protocol::{ProjectSummary, RevisionEntry, Role, ShareEntry},
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::time::Duration;

/// Connections of one replica. PostgreSQL allows 100 unless told otherwise: room for several replicas.
const MAX_CONNECTIONS: u32 = 16;
/// How long a request waits for a free connection before it hears that the store is busy.
const ACQUIRE_WAIT: Duration = Duration::from_secs(5);

/// The store in PostgreSQL.
#[derive(Debug)]
pub struct Postgres {
    pool: PgPool,
    heads: Heads,
}

impl Postgres {
    /// Connects and brings the tables up to date. Replicas that start together wait for each other.
    pub async fn connect(url: &str) -> Result<Self, OpenError> {
        let pool = PgPoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .min_connections(0)
            .acquire_timeout(ACQUIRE_WAIT)
            .connect(url)
            .await
            // Only the driver's own words: the address may hold a password.
            .map_err(|error| OpenError(format!("PostgreSQL cannot be reached: {error}")))?;
        sqlx::migrate!("../migrations/postgres")
            .run(&pool)
            .await
            .map_err(|error| OpenError(format!("the tables in PostgreSQL cannot be brought up to date: {error}")))?;
        Ok(Self { pool, heads: Heads::default() })
    }

    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }
    pub async fn size_bytes(&self) -> Result<u64, StoreError> {
        let bytes: i64 = sqlx::query_scalar("SELECT pg_database_size(current_database())").fetch_one(&self.pool).await?;
        Ok(unsigned(bytes))
    }
    pub async fn create(&self, owner: Hashed, id: String, design: Design, now_ms: i64) -> Result<Opened, StoreError> {
        writes::create(&self.pool, &self.heads, owner, &id, design, now_ms).await
    }
    pub async fn delete(&self, actor: Option<Hashed>, id: String) -> Result<(), StoreError> {
        writes::delete(&self.pool, &self.heads, actor, &id).await
    }
    pub async fn save(&self, save: Save) -> Result<u64, StoreError> {
        writes::save(&self.pool, &self.heads, save).await
    }
    pub async fn open_project(&self, actor: Option<Hashed>, id: String, revision: Option<u64>) -> Result<Opened, StoreError> {
        let mut connection = self.pool.acquire().await?;
        reads::open_project(&mut connection, &self.heads, actor, &id, revision).await
    }
    pub async fn list(&self, actor: Hashed) -> Result<Vec<ProjectSummary>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let (listed, computed) = reads::list(&mut connection, &self.heads, actor).await?;
        for (id, revision, summary) in computed {
            writes::keep_summary(&mut connection, &id, revision, &summary).await?;
        }
        Ok(listed)
    }
    pub async fn revisions(&self, actor: Option<Hashed>, id: String, before: Option<u64>) -> Result<Vec<RevisionEntry>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        reads::revisions(&mut connection, actor, &id, before).await
    }
    pub async fn create_share(&self, actor: Option<Hashed>, share: NewShareLink) -> Result<(), StoreError> {
        writes::create_share(&self.pool, actor, &share).await
    }
    pub async fn shares(&self, actor: Option<Hashed>, id: String) -> Result<Vec<ShareEntry>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        reads::shares(&mut connection, actor, &id).await
    }
    pub async fn delete_share(&self, actor: Option<Hashed>, id: String, share: String) -> Result<(), StoreError> {
        writes::delete_share(&self.pool, actor, &id, &share).await
    }
    pub async fn open_share(&self, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
        writes::open_share(&self.pool, owner, token, now_ms).await
    }
    pub async fn settle_limits(&self, replica: [u8; 16], added: Vec<LimitLevel>) -> Result<Settled, StoreError> {
        limits::settle(&self.pool, replica, added).await
    }
    pub async fn forget_drained_limits(&self) -> Result<(), StoreError> {
        limits::forget_drained(&self.pool).await
    }
    /// Waits for running queries and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
