//! The store, over its own interface and from outside. Every test of the interface runs on SQLite and on PostgreSQL.

mod access;
mod concurrency;
mod durability;
mod history;
mod saves;

use domain::{Design, Edit};
use server::store::{Hashed, Save, Store, StoreError};
use tempfile::TempDir;
use tests::{client::save, postgres::Database};

/// A store to test, with what it lies on.
struct Bench {
    store: Store,
    _ground: Ground,
}

/// Held so that it outlives the store.
#[expect(dead_code, reason = "held for its Drop")]
enum Ground {
    Folder(TempDir),
    Database(Database),
}

impl Bench {
    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::sqlite(&folder.path().join("test.db")).unwrap();
        Self { store, _ground: Ground::Folder(folder) }
    }
    async fn postgres() -> Self {
        let database = Database::fresh().await.unwrap();
        let store = Store::postgres(&database.url).await.unwrap();
        Self { store, _ground: Ground::Database(database) }
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
        self.store.save(Save { actor, project: id.to_owned(), request, now_ms: 2_000 }).await
    }
    async fn design(&self, id: &str, revision: Option<u64>) -> Design {
        let opened = self.store.open_project(Some(OWNER), id.to_owned(), revision).await.unwrap();
        (*opened.design).clone()
    }
}

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
