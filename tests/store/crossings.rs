//! Changes that are in each other's way: links opened and taken back while browsers join. Each is made, before the others or after them.

use crate::{Bench, Ground, OWNER, STRANGER, on_both_stores};
use domain::protocol::Role;
use server::store::{Hashed, ListPage, NewShareLink, StoreError};
use sqlx::{Connection, PgConnection};
use std::time::Duration;
use tests::client::{rename, small_design};

const TOKEN: Hashed = Hashed([9; 32]);
const LINK: Hashed = Hashed([7; 32]);

fn share(id: &str, token: Hashed) -> NewShareLink {
    NewShareLink { id: id.into(), project: "p".into(), token, role: Role::Edit, now_ms: 1_500, expires_ms: None }
}

/// Somebody else at the same database.
async fn another(bench: &Bench) -> PgConnection {
    let Ground::Database(database) = &bench.ground else { unreachable!() };
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    // Whoever waits for it in vain finds out first, and is ended.
    sqlx::query("SET deadlock_timeout = '20s'").execute(&mut connection).await.unwrap();
    connection
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_postgres_has_ended_is_made_again() {
    let bench = Bench::postgres().await;
    bench.project("p", small_design()).await;
    bench.store.create_share(Some(OWNER), share("s", TOKEN)).await.unwrap();
    let mut connection = another(&bench).await;
    let mut other = connection.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM shares WHERE id = 's' FOR UPDATE").execute(&mut *other).await.unwrap();
    let crossing = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sqlx::query("SELECT 1 FROM projects WHERE id = 'p' FOR UPDATE").execute(&mut *other).await.unwrap();
        other.commit().await.unwrap();
    };
    let (taken_back, ()) = tokio::join!(bench.store.delete_share(Some(OWNER), "p".into(), "s".into()), crossing);
    taken_back.unwrap();
    assert!(matches!(bench.store.shared(TOKEN).await, Err(StoreError::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_while_its_browser_joins_another_is_not_carried_over() {
    let bench = Bench::postgres().await;
    bench.project("p", small_design()).await;
    bench.store.create_share(Some(OWNER), share("s", TOKEN)).await.unwrap();
    let third = Hashed([3; 32]);
    bench.store.create(third, "q".into(), small_design(), 1_000).await.unwrap();
    bench.store.renew_recovery(third, LINK, 2_000).await.unwrap();
    bench.store.open_share(STRANGER, TOKEN, 2_000).await.unwrap();
    let mut connection = another(&bench).await;
    let mut other = connection.begin().await.unwrap();
    sqlx::query("DELETE FROM shares WHERE id = 's'").execute(&mut *other).await.unwrap();
    let taking_back = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        other.commit().await.unwrap();
    };
    let (joined, ()) = tokio::join!(bench.store.join(STRANGER, LINK, 3_000), taking_back);
    joined.unwrap();
    for browser in [third, STRANGER] {
        let listed = bench.store.list(browser, ListPage::default()).await.unwrap();
        assert_eq!(listed.iter().map(|project| project.id.as_str()).collect::<Vec<_>>(), ["q"]);
    }
}

/// The head is known, and what leads to it is gone before it is read: by a repair, or because saves were merged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_design_is_read_as_it_was_in_one_moment() {
    let bench = Bench::postgres().await;
    bench.project("p", small_design()).await;
    bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
    let reader = bench.another().await;
    let mut connection = another(&bench).await;
    let mut other = connection.begin().await.unwrap();
    sqlx::query("LOCK TABLE revisions IN ACCESS EXCLUSIVE MODE").execute(&mut *other).await.unwrap();
    let taking_out = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sqlx::query("UPDATE projects SET revision = 1").execute(&mut *other).await.unwrap();
        sqlx::query("DELETE FROM revisions WHERE n = 2").execute(&mut *other).await.unwrap();
        other.commit().await.unwrap();
    };
    let (opened, ()) = tokio::join!(reader.open_project(Some(OWNER), "p".into(), None), taking_out);
    let opened = opened.unwrap();
    assert_eq!((opened.revision, opened.design.name.as_str(), opened.unreadable), (2, "Two", None));
}

on_both_stores! {
    async fn links_opened_and_taken_back_while_browsers_join_are_no_fault(bench: Bench) {
        bench.project("p", small_design()).await;
        let store = &bench.store;
        let is_made = |ended: Result<(), StoreError>| assert!(matches!(ended, Ok(()) | Err(StoreError::NotFound(_))), "{ended:?}");
        for round in 0..30_u8 {
            let hash = |n: u8| Hashed(std::array::from_fn(|at| if at == 0 { 100 + n } else { round }));
            let (one, other, guest, link, token) = (hash(0), hash(1), hash(2), hash(3), hash(4));
            let id = format!("s{round}");
            for browser in [one, other] {
                store.create(browser, format!("{}-{round}", browser.0[0]), small_design(), 1_000).await.unwrap();
            }
            store.renew_recovery(one, link, 2_000).await.unwrap();
            store.create_share(Some(OWNER), share(&id, token)).await.unwrap();
            store.open_share(other, token, 2_000).await.unwrap();
            let ended = tokio::join!(
                async { store.open_share(guest, token, 3_000).await.map(drop) },
                store.join(other, link, 3_000),
                store.delete_share(Some(OWNER), "p".into(), id.clone()),
                async { store.open_share(other, token, 3_000).await.map(drop) },
                store.join(guest, link, 3_000),
            );
            [ended.0, ended.1, ended.2, ended.3, ended.4].into_iter().for_each(is_made);
            for browser in [one, other, guest] {
                assert_eq!(store.list(browser, ListPage::default()).await.unwrap().len(), 2);
            }
        }
    }
}
