//! The shared database: any number of replicas over one PostgreSQL. A save locks the project's row only while it is appended, so that two
//! replicas cannot save on the same base and none waits for what another computes.

mod check;
mod growth;
mod lease;
mod limits;
mod names;
mod purge;
mod reads;
mod recovery;
mod writes;

pub(super) use check::Inspector;

use super::{
    Hashed, LimitLevel, NewShareLink, OpenError, Purge, Purged, Quota, Settled, StoreError, Takeover, VersionName,
    chain::Mark,
    growth::{Exchange, OldSave, Run, RunTexts},
    is_up_to_date,
    model::{HistoryPage, Look, NewProject, Standing, Wanted, unsigned},
    plan::Planned,
    replay::{Material, Since},
    summary::{ListedName, ListedRow},
};
use crate::pool::{Room, Turns};
use domain::protocol::{RevisionEntry, Role, ShareEntry};
use lease::Lease;
use sqlx::{Connection, Executor, PgConnection, PgPool, postgres::PgPoolOptions};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, timeout_at};

/// Connections of one replica. PostgreSQL allows 100 unless told otherwise: room for several replicas.
const MAX_CONNECTIONS: u32 = 16;
/// How long a request waits for a free connection before it hears that the store does not answer.
const ACQUIRE_WAIT: Duration = Duration::from_secs(4);
/// Between two attempts to reach a database that is just starting.
const PAUSE: Duration = Duration::from_millis(200);
/// How often a transaction is tried that PostgreSQL ends because others were in its way. Each meets most others once.
const TRIES: usize = 4;
/// The least pause before the next time.
const LEAST_PAUSE: Duration = Duration::from_millis(5);
/// A replica that was cut off in the middle of a change holds the project's row no longer than this.
const SETTINGS: &str = "SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = '10s'";

/// The store in PostgreSQL.
#[derive(Debug, Clone)]
pub(super) struct Postgres {
    pool: PgPool,
    /// Who is next at its connections.
    turns: Turns,
}

/// Asks the database on a connection of its own, and again where others were in the way: then nothing was changed.
macro_rules! on_lease {
    ($self:ident, $function:path $(, $argument:expr)*) => {{
        let mut lease = Lease::take(&$self.pool, &$self.turns).await?;
        let mut tries = 1;
        let answer = loop {
            let answer = $function(lease.connection()? $(, $argument)*).await;
            if tries == TRIES || !matches!(answer, Err(StoreError::Busy)) {
                break answer;
            }
            tries += 1;
            pause().await;
        };
        lease.give_back();
        answer
    }};
}

/// Of no particular length, so that those who were in each other's way do not meet again.
async fn pause() {
    let mut random = [0];
    // Without a random number it is the least.
    let _ = getrandom::fill(&mut random);
    sleep(LEAST_PAUSE + Duration::from_micros(100) * u32::from(random[0])).await;
}

/// The tables as this version wants them.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations/postgres");

/// Only the driver's own words, in one line: the address may hold a password.
fn unreachable(error: &sqlx::Error) -> OpenError {
    let said = match error {
        sqlx::Error::Database(refusal) => format!("PostgreSQL refuses the connection: {}", refusal.message()),
        sqlx::Error::Io(cause) => format!("PostgreSQL cannot be reached: {cause}"),
        other => format!("PostgreSQL cannot be reached: {other}"),
    };
    OpenError(said.lines().map(str::trim).collect::<Vec<_>>().join(" "))
}

/// One connection. A database that is just starting is waited for, as long as a request waits; why there is none is told as it is, which
/// a pool of connections would not.
async fn first_connection(url: &str) -> Result<PgConnection, OpenError> {
    let end = Instant::now() + ACQUIRE_WAIT;
    loop {
        let error = match timeout_at(end, PgConnection::connect(url)).await {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) => error,
            Err(_) => {
                return Err(OpenError(format!("PostgreSQL cannot be reached: it does not answer within {} s", ACQUIRE_WAIT.as_secs())));
            }
        };
        if !is_starting(&error) || Instant::now() + PAUSE >= end {
            return Err(unreachable(&error));
        }
        sleep(PAUSE).await;
    }
}

/// Whether a second attempt may find the database: nobody listens yet, it is starting, or it has too many connections in this moment.
fn is_starting(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(cause) => cause.kind() == std::io::ErrorKind::ConnectionRefused,
        sqlx::Error::Database(refusal) => matches!(refusal.code().as_deref(), Some("57P03" | "53300")),
        _ => false,
    }
}

fn outdated(error: &sqlx::migrate::MigrateError) -> OpenError {
    OpenError(format!("the tables in PostgreSQL cannot be brought up to date: {error}"))
}

/// One connection to a store whose tables are of this version.
pub(super) async fn connect_existing(url: &str) -> Result<PgConnection, OpenError> {
    let mut connection = first_connection(url).await?;
    let applied: i64 = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| OpenError(format!("there is no store of Groundplan in this database: {error}")))?;
    let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
    is_up_to_date("the database", applied, newest)?;
    Ok(connection)
}

/// Makes the tables, or brings them up to date.
pub(super) async fn bring_up_to_date(url: &str) -> Result<(), OpenError> {
    Postgres::connect(url).await?.close().await;
    Ok(())
}

impl Postgres {
    /// Connects and brings the tables up to date. Replicas that start together wait for each other.
    pub(super) async fn connect(url: &str) -> Result<Self, OpenError> {
        // Without the settings of the others: a change of tables may take its time.
        first_connection(url).await?.close().await.map_err(|error| unreachable(&error))?;
        let first = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE_WAIT)
            .connect(url)
            .await
            .map_err(|error| unreachable(&error))?;
        MIGRATIONS.run(&first).await.map_err(|error| outdated(&error))?;
        first.close().await;
        let pool = PgPoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .min_connections(0)
            .acquire_timeout(ACQUIRE_WAIT)
            .after_connect(|connection, _| Box::pin(async move { connection.execute(SETTINGS).await.map(drop) }))
            .connect(url)
            .await
            .map_err(|error| unreachable(&error))?;
        Ok(Self { pool, turns: Turns::new(MAX_CONNECTIONS as usize, Room::FOR_QUESTIONS) })
    }

    pub(super) async fn beat(&self) -> Result<(), StoreError> {
        on_lease!(self, writes::beat)
    }
    pub(super) async fn size_bytes(&self) -> Result<u64, StoreError> {
        let bytes: i64 = sqlx::query_scalar("SELECT pg_database_size(current_database())").fetch_one(&self.pool).await?;
        Ok(unsigned(bytes))
    }
    pub(super) async fn create(&self, new: NewProject) -> Result<(), StoreError> {
        on_lease!(self, writes::create, &new)
    }
    pub(super) async fn delete(&self, actor: Option<Hashed>, id: String) -> Result<(), StoreError> {
        on_lease!(self, writes::delete, actor, &id)
    }
    pub(super) async fn append(&self, planned: Arc<Planned>, quota: Quota) -> Result<bool, StoreError> {
        on_lease!(self, writes::append, &planned, quota)
    }
    pub(super) async fn keep_summary(&self, id: String, revision: u64, text: String) -> Result<(), StoreError> {
        on_lease!(self, writes::keep_summary, &id, revision, &text)
    }
    pub(super) async fn look(&self, actor: Option<Hashed>, wanted: Wanted) -> Result<Look, StoreError> {
        on_lease!(self, reads::look, actor, &wanted)
    }
    pub(super) async fn material(&self, head: Mark, wanted: Wanted) -> Result<Material, StoreError> {
        on_lease!(self, reads::material, head, &wanted)
    }
    pub(super) async fn stand(&self, id: String) -> Result<Option<(Mark, u64)>, StoreError> {
        on_lease!(self, reads::stand, &id)
    }
    pub(super) async fn standing(&self, actor: Option<Hashed>, wanted: Wanted, base: u64, name: String) -> Result<Standing, StoreError> {
        on_lease!(self, reads::standing, actor, &wanted, base, &name)
    }
    pub(super) async fn since(&self, head: Mark, id: String, base: u64, chain: Option<String>) -> Result<Since, StoreError> {
        on_lease!(self, reads::since, head, &id, base, chain.as_deref())
    }
    pub(super) async fn since_for(&self, actor: Option<Hashed>, id: String, base: u64, chain: Option<String>) -> Result<Since, StoreError> {
        on_lease!(self, reads::since_for, actor, &id, base, chain.as_deref())
    }
    pub(super) async fn listed(&self, actor: Hashed) -> Result<Vec<ListedName>, StoreError> {
        on_lease!(self, reads::listed, actor)
    }
    pub(super) async fn listed_rows(&self, listed: Vec<ListedName>) -> Result<Vec<ListedRow>, StoreError> {
        on_lease!(self, reads::listed_rows, &listed)
    }
    pub(super) async fn revisions(&self, actor: Option<Hashed>, id: String, page: HistoryPage) -> Result<Vec<RevisionEntry>, StoreError> {
        on_lease!(self, reads::revisions, actor, &id, page)
    }
    pub(super) async fn create_share(&self, actor: Option<Hashed>, share: NewShareLink) -> Result<(), StoreError> {
        on_lease!(self, writes::create_share, actor, &share)
    }
    pub(super) async fn shares(&self, actor: Option<Hashed>, id: String, skip: u64, most: i64) -> Result<Vec<ShareEntry>, StoreError> {
        on_lease!(self, reads::shares, actor, &id, skip, most)
    }
    pub(super) async fn delete_share(&self, actor: Option<Hashed>, id: String, share: String) -> Result<(), StoreError> {
        on_lease!(self, writes::delete_share, actor, &id, &share)
    }
    pub(super) async fn shared(&self, token: Hashed) -> Result<String, StoreError> {
        on_lease!(self, reads::shared, token)
    }
    pub(super) async fn open_share(&self, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
        on_lease!(self, writes::open_share, owner, token, now_ms)
    }
    pub async fn settle_limits(&self, replica: [u8; 16], added: Vec<LimitLevel>) -> Result<Settled, StoreError> {
        limits::settle(&self.pool, replica, added).await
    }
    pub async fn forget_drained_limits(&self) -> Result<(), StoreError> {
        limits::forget_drained(&self.pool).await
    }
    pub(super) async fn name_revision(&self, actor: Option<Hashed>, name: VersionName) -> Result<(), StoreError> {
        on_lease!(self, names::name_revision, actor, &name)
    }
    pub(super) async fn renew_recovery(&self, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
        on_lease!(self, recovery::renew_recovery, browser, token, now_ms)
    }
    pub(super) async fn recovery_made(&self, browser: Hashed) -> Result<Option<i64>, StoreError> {
        on_lease!(self, recovery::recovery_made, browser)
    }
    pub(super) async fn takeover(&self, browser: Option<Hashed>, token: Hashed) -> Result<Takeover, StoreError> {
        on_lease!(self, recovery::takeover, browser, token)
    }
    pub(super) async fn join(&self, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
        on_lease!(self, recovery::join, browser, token, now_ms)
    }
    pub(super) async fn purgeable(&self, purge: Purge) -> Result<Purged, StoreError> {
        on_lease!(self, purge::purgeable, purge)
    }
    pub(super) async fn purge_some(&self, purge: Purge) -> Result<Purged, StoreError> {
        on_lease!(self, purge::purge_some, purge)
    }
    /// Its own vacuum makes room for later rows.
    pub(super) async fn shrink_some(&self) -> Result<bool, StoreError> {
        Ok(false)
    }
    pub(super) async fn mergeable(&self, before_ms: i64, after: String) -> Result<Vec<String>, StoreError> {
        on_lease!(self, growth::due, before_ms, &after)
    }
    pub(super) async fn old_saves(&self, id: String, before_ms: i64) -> Result<Vec<OldSave>, StoreError> {
        on_lease!(self, growth::old_saves, &id, before_ms)
    }
    pub(super) async fn run_texts(&self, id: String, run: Run) -> Result<RunTexts, StoreError> {
        on_lease!(self, growth::run_texts, &id, run)
    }
    pub(super) async fn exchange(&self, exchange: Exchange) -> Result<bool, StoreError> {
        on_lease!(self, growth::exchange, &exchange)
    }
    pub(super) async fn looked_at(&self, id: String, before_ms: i64) -> Result<(), StoreError> {
        on_lease!(self, growth::looked_at, &id, before_ms)
    }
    /// Waits for running queries and closes the connections.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}
