//! The operator's drill, as the guide has it: back up a studio that is in use, lose it, restore it into another database, go on.

use domain::protocol::EditsResponse;
use std::{
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
