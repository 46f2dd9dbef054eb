//! The operator's drill, as the guide has it: back up a studio that is in use, lose it, restore it into another database, go on.

use domain::protocol::EditsResponse;
use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};
use tests::{
    client::{Client, rename, small_design},
    postgres::Database,
    process::Process,
};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");

fn groundplan(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).current_dir(folder).env_remove("GROUNDPLAN_DATABASE_URL").output().unwrap()
}

fn said(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_studio_is_backed_up_lost_and_restored_into_the_other_database() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let serving = Process::start(BINARY, &here.join("data"), &[]).unwrap();
    let browser = Client::browser(&serving.url);
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("Kept")]).await.json::<EditsResponse>();

    let made = said(&groundplan(here, &["backup", "plans.backup"]), 0);
    assert!(made.contains("Backed up 1 designs with 2 saves"), "{made}");
    assert!(said(&groundplan(here, &["backup", "plans.backup"]), 2).contains("is there already"));
    said(&groundplan(here, &["backup", "plans.backup", "--replace"]), 0);
    assert!(said(&groundplan(here, &["restore", "plans.backup", "--replace"]), 2).contains("locked by another program"));
    serving.kill().unwrap();

    // The other database.
    let database = Database::fresh().await.unwrap();
    let flags = ["--database-url", database.url.as_str()];
    said(&groundplan(here, &["restore", "plans.backup", flags[0], flags[1]]), 0);
    let serving = Process::start(BINARY, &here.join("unused"), &flags).unwrap();
    let moved = browser.at(&serving.url);
    let found = moved.project(&id).await;
    assert_eq!((found.revision, found.design.name.as_str()), (2, "Kept"));
    moved.save(&id, 2, "b", vec![rename("Gone on")]).await.json::<EditsResponse>();

    // And back into a new folder.
    said(&groundplan(here, &["backup", "second.backup", flags[0], flags[1]]), 0);
    drop(serving);
    said(&groundplan(here, &["restore", "second.backup", "--data", "new"]), 0);
    let serving = Process::start(BINARY, &here.join("new"), &[]).unwrap();
    assert_eq!(browser.at(&serving.url).project(&id).await.design.name, "Gone on");
}

#[tokio::test]
async fn no_backup_takes_the_place_of_the_store_and_a_file_that_lost_its_name_takes_no_saves() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::create_dir(here.join("data")).unwrap();
    std::fs::set_permissions(here.join("data"), PermissionsExt::from_mode(0o755)).unwrap();
    let serving = Process::start(BINARY, &here.join("data"), &[]).unwrap();
    let browser = Client::browser(&serving.url);
    let id = browser.create(small_design()).await.id;
    let store = here.join("data/groundplan.db");
    for ending in ["", "-wal", "-shm"] {
        let mode = std::fs::metadata(format!("{}{ending}", store.display())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{ending}");
    }

    std::os::unix::fs::symlink("data", here.join("linked")).unwrap();
    std::os::unix::fs::symlink("data/groundplan.db", here.join("link.db")).unwrap();
    std::fs::hard_link(&store, here.join("second.db")).unwrap();
    let names =
        ["data/groundplan.db", "data/../data/groundplan.db-wal", "data/groundplan.db-shm", "linked/groundplan.db", "link.db", "second.db"];
    for name in names {
        for command in ["backup", "restore"] {
            let refused = said(&groundplan(here, &[command, name, "--replace"]), 2);
            assert!(refused.contains("belongs to the store itself"), "{command} {name}: {refused}");
        }
    }
    browser.save(&id, 1, "a", vec![rename("Kept")]).await.json::<EditsResponse>();

    // Somebody else's tool does it.
    said(&groundplan(here, &["backup", "plans.backup"]), 0);
    std::fs::rename(&store, here.join("data/aside.db")).unwrap();
    std::fs::copy(here.join("plans.backup"), &store).unwrap();
    let refused = browser.save(&id, 2, "b", vec![rename("Lost")]).await.problem(503);
    assert!(refused.detail.contains("the database file was moved, removed or replaced"), "{refused:?}");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    let unready = loop {
        let answer = browser.get("/readyz").await;
        if answer.status.as_u16() != 200 {
            break answer.problem(503);
        }
        assert!(std::time::Instant::now() < deadline, "it calls itself ready");
    };
    assert!(unready.detail.contains("the database file was moved, removed or replaced"), "{unready:?}");
    std::fs::rename(here.join("data/aside.db"), &store).unwrap();
    browser.save(&id, 2, "b", vec![rename("Gone on")]).await.json::<EditsResponse>();
}

#[tokio::test]
async fn the_store_is_counted_and_tidied_beside_its_server() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let serving = Process::start(BINARY, &here.join("data"), &[]).unwrap();
    let (one, two) = (Client::browser(&serving.url), Client::browser(&serving.url));
    let id = one.create(small_design()).await.id;
    two.create(small_design()).await;
    one.delete(&format!("/api/v1/projects/{id}")).await;
    let text = said(&groundplan(here, &["stats"]), 0);
    assert!(text.contains("projects            1\n") && text.contains("last 7 days"), "{text}");
    let json: serde_json::Value = serde_json::from_slice(&groundplan(here, &["stats", "--json"]).stdout).unwrap();
    assert_eq!((json["projects"].as_i64(), json["owners"].as_i64()), (Some(1), Some(2)));
    let dry = said(&groundplan(here, &["purge", "--dry-run"]), 0);
    assert!(dry.contains("Would delete 0 designs, 1 owners"), "{dry}");
    assert!(said(&groundplan(here, &["purge"]), 0).contains("Deleted 0 designs, 1 owners"));
    assert!(said(&groundplan(here, &["purge", "--compact"]), 2).contains("locked by another program"));
    serving.terminate().unwrap();
    assert!(said(&groundplan(here, &["purge", "--unchanged-days", "1", "--compact"]), 0).contains("Deleted 0 designs, 0 owners"));
    assert!(said(&groundplan(here, &["purge", "--data", "nowhere"]), 2).contains("there is no store at"));
    assert!(!here.join("nowhere").exists());
}
