//! What was acknowledged survives the sudden end of the process; what was not is there whole or not at all.

use domain::{
    Design, Edit,
    design::{Element, ElementKind},
    ids::ElementId,
    protocol::{EditsResponse, RevisionEntry},
};
use reqwest::Method;
use std::{path::Path, sync::Arc};
use tests::{
    client::{Client, rename, save, small_design},
    postgres::Database,
    process::Process,
};
use tokio::{sync::Notify, task::JoinSet};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");

#[tokio::test]
async fn a_save_survives_a_kill_on_sqlite() {
    a_save_survives_a_kill(&[]).await;
}

#[tokio::test]
async fn a_save_survives_a_kill_on_postgres() {
    let database = Database::fresh().await.unwrap();
    a_save_survives_a_kill(&["--database-url", &database.url]).await;
}

async fn a_save_survives_a_kill(flags: &[&str]) {
    let data = tempfile::tempdir().unwrap();
    let first = Process::start(BINARY, data.path(), flags).unwrap();
    let browser = Client::browser(&first.url);
    let project = browser.create(small_design()).await;
    let saved: EditsResponse = browser.save(&project.id, 1, "a", vec![rename("Acknowledged")]).await.json();
    first.kill().unwrap();
    let second = Process::start(BINARY, data.path(), flags).unwrap();
    let found = browser.at(&second.url).project(&project.id).await;
    assert_eq!((found.revision, found.design.name.as_str()), (saved.revision, "Acknowledged"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_amid_a_flood_leaves_whole_saves_on_sqlite() {
    a_kill_amid_a_flood_leaves_whole_saves(&[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_amid_a_flood_leaves_whole_saves_on_postgres() {
    let database = Database::fresh().await.unwrap();
    a_kill_amid_a_flood_leaves_whole_saves(&["--database-url", &database.url]).await;
}

/// Twenty browsers save pairs of parts without a pause until the process dies under them.
async fn a_kill_amid_a_flood_leaves_whole_saves(flags: &[&str]) {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, data.path(), flags).unwrap();
    let enough = Arc::new(Notify::new());
    let mut browsers = JoinSet::new();
    for number in 0..20 {
        let browser = Client::browser(&process.url);
        let project = browser.create(small_design()).await.id;
        let enough = enough.clone();
        browsers.spawn(async move {
            let mut acknowledged = 1;
            loop {
                let request = browser.request(Method::POST, &format!("/api/v1/projects/{project}/edits"));
                let pair = vec![add(&format!("left-{acknowledged}")), add(&format!("right-{acknowledged}"))];
                match browser.try_send(request.json(&save(acknowledged, &acknowledged.to_string(), pair))).await {
                    Ok(answer) => acknowledged = answer.json::<EditsResponse>().revision,
                    Err(_) => return (browser, project, acknowledged),
                }
                if number == 0 && acknowledged == 30 {
                    enough.notify_one();
                }
            }
        });
    }
    enough.notified().await;
    process.kill().unwrap();
    let browsers = browsers.join_all().await;
    let process = Process::start(BINARY, data.path(), flags).unwrap();
    for (browser, id, acknowledged) in browsers {
        let browser = browser.at(&process.url);
        let found = browser.project(&id).await;
        assert!(found.revision >= acknowledged, "revision {acknowledged} was acknowledged, {} is there", found.revision);
        assert!(found.revision <= acknowledged + 1, "at most the one that was under way");
        assert_eq!(found.design.elements.len() as u64, 3 + 2 * (found.revision - 1), "whole pairs only");
        let history: Vec<RevisionEntry> = browser.get(&format!("/api/v1/projects/{id}/revisions")).await.json();
        assert_eq!(history.len() as u64, found.revision);
    }
    if flags.is_empty() {
        process.terminate().unwrap();
        is_intact(&data.path().join("groundplan.db"));
    }
}

fn add(id: &str) -> Edit {
    Edit::add_element(ElementId::new(id).unwrap(), Element::new(ElementKind::Worker), None)
}

/// A clean stop leaves nothing beside the file, and opening it again finds nothing amiss.
fn is_intact(file: &Path) {
    for suffix in ["-wal", "-shm"] {
        let beside = format!("{}{suffix}", file.display());
        assert!(!Path::new(&beside).exists(), "{beside} was left");
    }
    assert!(server::store::Store::sqlite(file).is_ok());
}

#[tokio::test]
async fn two_processes_over_one_postgres_see_each_others_saves() {
    let database = Database::fresh().await.unwrap();
    two_processes_see_each_others_saves(&["--database-url", &database.url]).await;
}

#[tokio::test]
async fn two_processes_over_one_file_see_each_others_saves() {
    two_processes_see_each_others_saves(&[]).await;
}

async fn two_processes_see_each_others_saves(flags: &[&str]) {
    let data = tempfile::tempdir().unwrap();
    let one = Process::start(BINARY, data.path(), flags).unwrap();
    let other = Process::start(BINARY, data.path(), flags).unwrap();
    let here = Client::browser(&one.url);
    let id = here.create(Design::new("Shared")).await.id;
    let there = here.at(&other.url);
    for base in (1..20).step_by(2) {
        here.save(&id, base, &format!("a{base}"), vec![rename(&format!("Here {base}"))]).await.json::<EditsResponse>();
        assert_eq!(there.project(&id).await.design.name, format!("Here {base}"));
        there.save(&id, base + 1, &format!("b{base}"), vec![rename(&format!("There {base}"))]).await.json::<EditsResponse>();
        assert_eq!(here.project(&id).await.design.name, format!("There {base}"));
        here.save(&id, base, "stale", vec![rename("Stale")]).await.problem(409);
    }
}
