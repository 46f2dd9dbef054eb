//! Stores as earlier releases left them: each is brought up to date and read whole, on SQLite and on PostgreSQL.

use crate::{Bench, OWNER};
use server::store::{Hashed, HistoryPage, ListPage, Place, Save, Store, backup, restore};
use sqlx::{AssertSqlSafe, Connection, PgConnection, migrate::Migrator};
use std::path::{Path, PathBuf};
use tests::{
    client::{rename, save, small_design},
    postgres::Database,
};

fn tests_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The migrations of a store up to a number, in order.
fn migrations(kind: &str, up_to: &str) -> Vec<PathBuf> {
    let folder = tests_folder().join("../migrations").join(kind);
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| name(path)[..4] <= *up_to);
    all.sort();
    all
}

fn rows(kind: &str, number: &str) -> String {
    std::fs::read_to_string(tests_folder().join(format!("store/fixtures/{number}.{kind}.sql"))).unwrap()
}

/// The numbers of the migrations after which there was a release.
fn releases() -> Vec<String> {
    let folder = tests_folder().join("store/fixtures");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut numbers: Vec<String> = names.filter_map(|name| name.strip_suffix(".sqlite.sql").map(str::to_owned)).collect();
    numbers.sort();
    numbers
}

/// Makes a file as a release left it; says the version of its tables.
fn old_sqlite(path: &Path, number: &str) -> i64 {
    let old = rusqlite::Connection::open(path).unwrap();
    let migrations = migrations("sqlite", number);
    for migration in &migrations {
        old.execute_batch(&std::fs::read_to_string(migration).unwrap()).unwrap();
    }
    old.execute_batch(&emptied(&rows("sqlite", number))).unwrap();
    old.pragma_update(None, "application_id", 0x4750_4C4E).unwrap();
    let version = i64::try_from(migrations.len()).unwrap();
    old.pragma_update(None, "user_version", version).unwrap();
    version
}

async fn on_sqlite(number: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    old_sqlite(&path, number);
    reads_whole(&Store::sqlite(&path).unwrap(), number).await;
}

/// Whoever wanted an empty store goes on with the release that wrote this one.
#[tokio::test]
async fn a_refused_restore_leaves_an_older_store_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (path, file) = (folder.path().join("old.db"), folder.path().join("backup"));
    let version = old_sqlite(&path, "0002");
    let full = Bench::sqlite().await;
    full.project("p", small_design()).await;
    backup(&full.place(), &file, false, &mut |_| ()).await.unwrap();
    let refused = restore(&file, &Place::File(path.clone()), false, &mut |_| ()).await.unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
    let now: i64 = rusqlite::Connection::open(&path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(now, version);
}

async fn on_postgres(number: &str) {
    let database = Database::fresh().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for migration in migrations("postgres", number) {
        std::fs::copy(&migration, folder.path().join(migration.file_name().unwrap())).unwrap();
    }
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    Migrator::new(folder.path()).await.unwrap().run(&mut connection).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(emptied(&rows("postgres", number)))).execute(&mut connection).await.unwrap();
    reads_whole(&Store::postgres(&database.url).await.unwrap(), number).await;
}

/// The rows of a fixture, in place of those that migrations put in.
fn emptied(rows: &str) -> String {
    let pulse = rows.contains("INSERT INTO pulse ");
    if pulse { format!("DELETE FROM pulse;\n{rows}") } else { rows.to_owned() }
}

/// Every project at every revision, and saves that go on.
async fn reads_whole(store: &Store, number: &str) {
    let listed = store.list(OWNER, ListPage::default()).await.unwrap();
    assert_eq!(listed.len(), 2, "{number}");
    for project in listed {
        let history = store.revisions(Some(OWNER), project.id.clone(), HistoryPage::default()).await.unwrap();
        assert!(history.len() > 50 && history.len() as u64 == project.revision, "{number}: {} revisions", history.len());
        for entry in history {
            store.open_project(Some(OWNER), project.id.clone(), Some(entry.revision)).await.unwrap();
        }
        let request = save(project.revision, "after the update", vec![rename("Gone on")]);
        let saved = store.save(Save { actor: Some(OWNER), project: project.id.clone(), request, now_ms: 9_000 }).await.unwrap();
        let head = store.open_project(Some(OWNER), project.id, None).await.unwrap();
        assert_eq!((head.revision, head.design.name.as_str()), (project.revision + 1, "Gone on"), "{saved:?}");
    }
    assert_eq!(store.list(Hashed([2; 32]), ListPage::default()).await.unwrap().len(), 1, "what was shared still is");
    store.close().await;
}

#[tokio::test]
async fn every_release_is_read_on_sqlite() {
    for number in releases() {
        on_sqlite(&number).await;
    }
}

#[tokio::test]
async fn every_release_is_read_on_postgres() {
    for number in releases() {
        on_postgres(&number).await;
    }
}

#[test]
fn there_is_a_fixture_of_the_first_releases_and_of_today() {
    let newest = migrations("sqlite", "9999").last().unwrap().file_name().unwrap().to_str().unwrap()[..4].to_owned();
    let releases = releases();
    assert!(releases.starts_with(&["0001".to_owned(), "0002".to_owned()]));
    assert_eq!(releases.last(), Some(&newest), "`cargo run --package tests --bin fixture` writes the one of today");
}
