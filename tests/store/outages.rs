//! A database that does not do what it should: whoever saves hears so in time and why, and what was acknowledged is there afterwards.

use crate::{Bench, Ground, OWNER};
use domain::protocol::EditsResponse;
use reqwest::Method;
use server::store::{HistoryPage, Reason, StoreError};
use std::{
    fs::{File, set_permissions},
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tests::{
    client::{Client, rename, save, small_design},
    postgres::Database,
    process::Process,
};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");
/// What is promised.
const IN_TIME: Duration = Duration::from_secs(5);

async fn is_silent<T: std::fmt::Debug>(asked: impl Future<Output = Result<T, StoreError>>) {
    let began = Instant::now();
    let answer = asked.await;
    assert!(began.elapsed() < IN_TIME, "{:?}", began.elapsed());
    assert!(matches!(&answer, Err(StoreError::Unavailable(outage)) if outage.reason == Reason::Silent), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_postgres_is_told_in_time_and_nothing_is_saved_twice() {
    let database = Database::on_its_own().await.unwrap();
    let bench = Bench::over(Ground::Database(database)).await;
    bench.project("p", small_design()).await;
    bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
    let Ground::Database(database) = &bench.ground else { unreachable!() };
    let frozen = database.freeze().unwrap();
    let open = bench.store.open_project(Some(OWNER), "p".into(), None);
    tokio::join!(is_silent(bench.save("p", 2, "b", vec![rename("Three")])), is_silent(bench.store.ping()), is_silent(open));
    drop(frozen);
    let deadline = Instant::now() + Duration::from_secs(20);
    while let Err(error) = bench.store.ping().await {
        assert!(Instant::now() < deadline, "it does not recover: {error}");
    }
    assert_eq!(bench.save("p", 2, "b", vec![rename("Three")]).await.unwrap(), 3, "made before or now, and once");
    assert_eq!(bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap().len(), 3);
    assert_eq!(bench.design("p", None).await.name, "Three");
}

/// A program that runs the server in a disk of three megabytes, which nobody but the server sees.
fn on_a_small_disk(folder: &Path, data: &Path) -> PathBuf {
    let script = folder.join("on-a-small-disk");
    let root = if std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
        ""
    } else {
        "--map-root-user"
    };
    let data = data.display();
    let text = format!(
        "#!/bin/sh\nexec unshare {root} --mount sh -c 'mount -t tmpfs -o size=3m tmpfs \"{data}\" && exec \"{BINARY}\" \"$@\"' sh \"$@\"\n"
    );
    std::fs::write(&script, text).unwrap();
    set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    script
}

#[tokio::test]
async fn a_full_disk_is_told_and_what_was_acknowledged_is_there_afterwards() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let program = on_a_small_disk(folder.path(), data.path());
    // Nobody reads what it says of each question that cannot be answered.
    let process = Process::start(program.to_str().unwrap(), data.path(), &["--log", "off"]).unwrap();
    let browser = Client::browser(&process.url);
    let id = browser.create(small_design()).await.id;
    assert_eq!(browser.get("/readyz").await.status.as_u16(), 200);

    // The disk as the server sees it.
    let filler = PathBuf::from(format!("/proc/{}/root{}", process.id(), data.path().join("filler").display()));
    tells_of_a_full_disk(&browser, &id, &filler).await;
}

#[tokio::test]
async fn a_full_disk_of_postgres_is_told_and_the_studio_goes_on_by_itself() {
    let Some((database, disk)) = Database::on_a_small_disk(16).await.unwrap() else {
        println!("left out: this account may not mount a small disk");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, folder.path(), &["--log", "off", "--database-url", &database.url]).unwrap();
    let browser = Client::browser(&process.url);
    let id = browser.create(small_design()).await.id;
    assert_eq!(browser.get("/readyz").await.status.as_u16(), 200);
    tells_of_a_full_disk(&browser, &id, &disk.folder().join("filler")).await;
}

/// Fills the disk by a file until saves fail, looks at what is said, makes room, and saves again.
async fn tells_of_a_full_disk(browser: &Client, id: &str, filler: &Path) {
    let mut file = File::create(filler).unwrap();
    while file.write_all(&[7; 4_096]).is_ok() {}
    let mut acknowledged = 1;
    let problem = loop {
        let edits = vec![rename(&format!("Revision {}", acknowledged + 1))];
        let began = Instant::now();
        let request = browser.request(Method::POST, &format!("/api/v1/projects/{id}/edits"));
        let answer = browser.send(request.json(&save(acknowledged, &acknowledged.to_string(), edits))).await;
        assert!(began.elapsed() < IN_TIME && acknowledged < 2_000);
        if !answer.status.is_success() {
            assert!(!answer.header("retry-after").is_empty());
            break answer.problem(503);
        }
        acknowledged = answer.json::<EditsResponse>().revision;
    };
    assert!(problem.detail.contains("the disk is full"), "{problem:?}");
    let found = browser.project(id).await;
    assert_eq!(found.revision, acknowledged, "reading goes on, and nothing is shown that was not saved");
    while browser.get("/readyz").await.status.as_u16() == 200 {}
    assert!(browser.get("/readyz").await.problem(503).detail.contains("the disk is full"));

    std::fs::remove_file(filler).unwrap();
    drop(file);
    let deadline = Instant::now() + IN_TIME;
    while browser.get("/readyz").await.status.as_u16() != 200 {
        assert!(Instant::now() < deadline, "it does not recover");
    }
    let again = vec![rename(&format!("Revision {}", acknowledged + 1))];
    let saved: EditsResponse = browser.save(id, acknowledged, &acknowledged.to_string(), again).await.json();
    assert_eq!(saved.revision, acknowledged + 1);
    assert_eq!(browser.project(id).await.design.name, format!("Revision {}", acknowledged + 1));
}
