//! The store, over its own interface and from outside. Every test of the interface runs on SQLite and on PostgreSQL.

mod access;
mod chains;
mod checks;
mod concurrency;
mod crossings;
mod damage;
mod durability;
mod fairness;
mod fixtures;
mod growth;
mod history;
mod links;
mod outages;
mod quota;
mod recovery;
mod replacing;
mod saves;
mod summaries;
mod versions;
mod whole;

use domain::{Design, Edit};
use server::store::{
    Hashed, Mark, Place, Save, Store, StoreError,
    inspection::{Tally, check_postgres, check_sqlite},
};
use sqlx::{Connection, PgConnection};
use std::path::PathBuf;
use tempfile::TempDir;
use tests::{client::save, postgres::Database};

/// A store to test, with what it lies on.
struct Bench {
    store: Store,
    ground: Ground,
}

/// What a store lies on; outlives it.
enum Ground {
    Folder(TempDir),
    Database(Database),
}

impl Bench {
    async fn over(ground: Ground) -> Self {
        Self { store: ground.open().await, ground }
    }
    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::over(Ground::Folder(folder)).await
    }
    async fn postgres() -> Self {
        let database = Database::fresh().await.unwrap();
        Self::over(Ground::Database(database)).await
    }
    /// Another replica over the same database: it shares nothing else.
    async fn another(&self) -> Store {
        self.ground.open().await
    }
    /// Where the store is.
    fn place(&self) -> Place {
        match &self.ground {
            Ground::Folder(_) => Place::File(self.ground.file()),
            Ground::Database(database) => Place::Postgres(database.url.clone()),
        }
    }
    /// Changes what is stored behind the store's back. The statements are the same on both databases.
    async fn tamper(&self, sql: &str) {
        match &self.ground {
            Ground::Folder(_) => rusqlite::Connection::open(self.ground.file()).unwrap().execute_batch(sql).unwrap(),
            Ground::Database(database) => {
                let mut connection = PgConnection::connect(&database.url).await.unwrap();
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
            }
        }
    }
    /// As `groundplan check` does: what was read, and what is wrong.
    async fn check(&self, repair: bool) -> (Tally, Vec<String>) {
        let mut told = Vec::new();
        let tell = |fault: &server::store::inspection::Fault| told.push(fault.what.clone());
        let tally = match &self.ground {
            Ground::Folder(_) => check_sqlite(&self.ground.file(), repair, tell).await,
            Ground::Database(database) => check_postgres(&database.url, repair, tell).await,
        };
        (tally.unwrap(), told)
    }
    /// A new project of `OWNER`.
    async fn project(&self, id: &str, design: Design) {
        self.store.create(OWNER, id.to_owned(), design, 1_000).await.unwrap();
    }
    async fn save(&self, id: &str, base: u64, client_save: &str, edits: Vec<Edit>) -> Result<u64, StoreError> {
        self.save_as(Some(OWNER), id, base, client_save, edits).await
    }
    async fn save_as(&self, actor: Option<Hashed>, id: &str, base: u64, client_save: &str, edits: Vec<Edit>) -> Result<u64, StoreError> {
        let request = save(base, client_save, edits);
        self.store.save(Save { actor, project: id.to_owned(), request, now_ms: 2_000 }).await.map(|mark| mark.revision)
    }
    async fn mark(&self, id: &str) -> Mark {
        let opened = self.store.open_project(Some(OWNER), id.to_owned(), None).await.unwrap();
        Mark { revision: opened.revision, chain: opened.chain }
    }
    async fn design(&self, id: &str, revision: Option<u64>) -> Design {
        let opened = self.store.open_project(Some(OWNER), id.to_owned(), revision).await.unwrap();
        (*opened.design).clone()
    }
}

impl Ground {
    async fn open(&self) -> Store {
        match self {
            Self::Folder(_) => Store::sqlite(&self.file()).unwrap(),
            Self::Database(database) => Store::postgres(&database.url).await.unwrap(),
        }
    }
    fn file(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.path().join(FILE),
            Self::Database(_) => panic!("a server has no file"),
        }
    }
}

const FILE: &str = "test.db";
const OWNER: Hashed = Hashed([1; 32]);
const STRANGER: Hashed = Hashed([2; 32]);

/// Makes of each function a test on SQLite and a test on PostgreSQL.
macro_rules! on_both_stores {
    ($($(#[$doc:meta])* async fn $name:ident($bench:ident: Bench) $body:block)+) => {
        $(
            mod $name {
                use super::*;
                async fn check($bench: Bench) $body
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_sqlite() {
                    check(Bench::sqlite().await).await;
                }
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_postgres() {
                    check(Bench::postgres().await).await;
                }
            }
        )+
    };
}
use on_both_stores;
