//! Somebody who keeps the database busy leaves some of it to others.

use server::config::Database as Place;
use sqlx::{Connection, PgConnection};
use std::{
    net::Ipv4Addr,
    sync::Arc,
    time::{Duration, Instant},
};
use tests::{
    client::small_design,
    in_process::Studio,
    postgres::Database,
    tenants::{guest::Guest, ledger::Ledger},
};

/// Questions of one address at a time: more than there are connections.
const AT_ONCE: usize = 40;

/// Whoever waits for a lock holds its connection meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_never_has_all_connections_to_postgres() {
    let database = Database::fresh().await.unwrap();
    let studio = Studio::start_with(|config| config.database = Place::Postgres(database.url.clone())).await;
    let server = studio.url.strip_prefix("http://").unwrap().parse().unwrap();
    let from = |address| Guest::new(server, Ipv4Addr::new(127, 0, 0, address), Arc::<Ledger>::default());
    let design = serde_json::to_vec(&small_design()).unwrap();
    let (busy, neighbour) = (Arc::new(from(3)), from(2));
    let id = busy.create(&design).await.unwrap();

    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let mut lock = connection.begin().await.unwrap();
    sqlx::query("LOCK TABLE shares IN ACCESS EXCLUSIVE MODE").execute(&mut *lock).await.unwrap();
    let held = (0..AT_ONCE).map(|_| {
        let (busy, path) = (busy.clone(), format!("/api/v1/projects/{id}/shares"));
        tokio::spawn(async move { busy.get(&path).await.map(|reply| reply.status) })
    });
    let held: Vec<_> = held.collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    assert!(neighbour.create(&design).await.is_some());
    // Locks are waited for three seconds: until then nobody has given up.
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    lock.rollback().await.unwrap();
    for asked in held {
        let status = asked.await.unwrap().unwrap();
        assert!(matches!(status, 200 | 503), "{status}");
    }
}
