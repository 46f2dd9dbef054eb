//! What one owner may keep: refused beyond it by every replica, and taken again once something was deleted.

use crate::{Bench, Ground, OWNER, STRANGER, on_both_stores};
use domain::Edit;
use server::store::{Full, Quota, Save, Store, StoreError, merge_before_ms};
use sqlx::{Connection, PgConnection};
use tests::client::{save, small_design};

/// The bytes that a project is said to take, and those that its rows have.
const SIZES: &str = "SELECT stored_bytes, (SELECT coalesce(sum(octet_length(edits)), 0) FROM revisions WHERE project = 'p')
    + (SELECT coalesce(sum(octet_length(edits)), 0) FROM set_aside WHERE project = 'p')
    + (SELECT coalesce(sum(octet_length(design)), 0) FROM snapshots WHERE project = 'p') FROM projects WHERE id = 'p'";

impl Bench {
    async fn limited(&self, quota: Quota) -> Store {
        self.another().await.with_quota(quota)
    }
    async fn sizes(&self) -> (i64, i64) {
        match &self.ground {
            Ground::Folder(_) => {
                let connection = rusqlite::Connection::open(self.ground.file()).unwrap();
                connection.query_row(SIZES, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
            }
            Ground::Database(database) => {
                let mut connection = PgConnection::connect(&database.url).await.unwrap();
                sqlx::query_as(SIZES).fetch_one(&mut connection).await.unwrap()
            }
        }
    }
}

/// A save of about two kilobytes on a revision.
async fn long_save(store: &Store, id: &str, base: u64, now_ms: i64) -> Result<u64, StoreError> {
    let edits = vec![Edit::SetSummary { summary: format!("{base} {}", "é".repeat(950)) }];
    let request = save(base, &base.to_string(), edits);
    store.save(Save { actor: Some(OWNER), project: id.into(), request, now_ms }).await.map(|mark| mark.revision)
}

on_both_stores! {
    async fn projects_beyond_the_limit_are_refused_by_every_replica(bench: Bench) {
        let quota = Quota { projects: 2, bytes: 0 };
        let (one, other) = (bench.limited(quota).await, bench.limited(quota).await);
        one.create(OWNER, "a".into(), small_design(), 1).await.unwrap();
        other.create(OWNER, "b".into(), small_design(), 1).await.unwrap();
        for store in [&one, &other] {
            let refused = store.create(OWNER, "c".into(), small_design(), 1).await;
            assert!(matches!(refused, Err(StoreError::Full(Full::Projects { most: 2 }))), "{refused:?}");
        }
        one.create(STRANGER, "d".into(), small_design(), 1).await.unwrap();
        one.delete(Some(OWNER), "a".into()).await.unwrap();
        other.create(OWNER, "c".into(), small_design(), 1).await.unwrap();
    }

    async fn two_who_create_at_once_are_counted_one_after_the_other(bench: Bench) {
        let quota = Quota { projects: 3, bytes: 0 };
        let (one, other) = (bench.limited(quota).await, bench.limited(quota).await);
        let mut made = 0;
        for n in 0..4 {
            let (a, b) = tokio::join!(
                one.create(OWNER, format!("a{n}"), small_design(), 1),
                other.create(OWNER, format!("b{n}"), small_design(), 1)
            );
            made += usize::from(a.is_ok()) + usize::from(b.is_ok());
        }
        assert_eq!(made, 3);
    }

    async fn bytes_beyond_the_limit_are_refused_until_something_is_deleted(bench: Bench) {
        let store = bench.limited(Quota { projects: 0, bytes: 120_000 }).await;
        for (id, saves) in [("other", 30), ("p", 48)] {
            store.create(OWNER, id.into(), small_design(), 1).await.unwrap();
            for base in 1..=saves {
                long_save(&store, id, base, 2_000).await.unwrap();
            }
        }
        // The next one stores the whole design again, which is when the bytes are counted.
        for _ in 0..2 {
            let refused = long_save(&store, "p", 49, 2_000).await;
            assert!(matches!(refused, Err(StoreError::Full(Full::Bytes { most: 120_000 }))), "{refused:?}");
        }
        let refused = store.create(OWNER, "new".into(), small_design(), 1).await;
        assert!(matches!(refused, Err(StoreError::Full(Full::Bytes { .. }))), "{refused:?}");
        store.delete(Some(OWNER), "other".into()).await.unwrap();
        assert_eq!(long_save(&store, "p", 49, 2_000).await.unwrap(), 50);
    }

    async fn the_size_is_that_of_the_rows_whatever_became_of_them(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=60 {
            long_save(&bench.store, "p", base, 2_000).await.unwrap();
        }
        let (said, rows) = bench.sizes().await;
        assert!(said == rows && said > 60 * 1_900, "{said} of {rows}");

        let now_ms = 100 * 24 * 60 * 60 * 1_000;
        let before_ms = merge_before_ms(now_ms, 30);
        bench.store.merge_project("p".into(), before_ms, now_ms).await.unwrap();
        let (said, rows) = bench.sizes().await;
        assert!(said == rows && said < 60 * 1_900, "after merging: {said} of {rows}");

        bench.tamper("UPDATE projects SET stored_bytes = 7").await;
        bench.store.close().await;
        bench.check(true).await;
        let (said, rows) = bench.sizes().await;
        assert_eq!(said, rows, "after a repair");
    }
}
