//! The operator's drill, as the guide has it: back up a studio that is in use, lose it, restore it into another database, go on.

use domain::protocol::EditsResponse;
use std::{
    os::unix::{
        fs::{FileTypeExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Output},
};
use tests::{
    client::{Client, rename, small_design},
    postgres::{Database, unprivileged_account},
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
async fn a_backup_takes_the_place_of_files_only() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let serving = Process::start(BINARY, &here.join("data"), &[]).unwrap();
    assert!(Command::new("mkfifo").arg(here.join("pipe")).status().unwrap().success());
    std::fs::create_dir(here.join("folder")).unwrap();
    for name in ["pipe", "folder", "/dev/null"] {
        for flags in [&["backup", name][..], &["backup", name, "--replace"], &["restore", name, "--replace"]] {
            let refused = said(&groundplan(here, flags), 2);
            assert!(refused.contains("is not a file"), "{flags:?}: {refused}");
        }
    }
    assert!(std::fs::metadata(here.join("pipe")).unwrap().file_type().is_fifo());
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert_eq!(std::fs::read_dir(here).unwrap().count(), 3, "nothing was made");
    drop(serving);
}

#[tokio::test]
async fn a_store_is_read_where_nothing_may_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let serving = Process::start(BINARY, &here.join("data"), &[]).unwrap();
    let browser = Client::browser(&serving.url);
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("Kept")]).await.json::<EditsResponse>();
    // What a machine leaves that was switched off.
    std::fs::create_dir(here.join("off")).unwrap();
    for name in ["groundplan.db", "groundplan.db-wal"] {
        std::fs::copy(here.join("data").join(name), here.join("off").join(name)).unwrap();
    }
    serving.terminate().unwrap();
    std::fs::create_dir(here.join("backups")).unwrap();
    std::fs::set_permissions(here, PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::set_permissions(here.join("backups"), PermissionsExt::from_mode(0o777)).unwrap();
    for folder in ["data", "off"] {
        for file in std::fs::read_dir(here.join(folder)).unwrap() {
            std::fs::set_permissions(file.unwrap().path(), PermissionsExt::from_mode(0o444)).unwrap();
        }
        std::fs::set_permissions(here.join(folder), PermissionsExt::from_mode(0o555)).unwrap();
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(BINARY);
        // Permissions keep nothing from root.
        if let Some((user, group)) = unprivileged_account().unwrap() {
            command.uid(user).gid(group);
        }
        command.args(arguments).current_dir(here).env_remove("GROUNDPLAN_DATABASE_URL").output().unwrap()
    };
    assert!(said(&run(&["check"]), 0).contains("1 designs, 2 saves and 1 snapshots were read: nothing is wrong"));
    assert!(said(&run(&["stats"]), 0).contains("projects            1\n"));
    assert!(said(&run(&["backup", "backups/a.db"]), 0).contains("Backed up 1 designs with 2 saves"));
    assert!(said(&run(&["restore", "backups/a.db", "--replace"]), 2).contains("may not be written"));
    for command in [&["check", "--data", "off"][..], &["stats", "--data", "off"], &["backup", "backups/b.db", "--data", "off"]] {
        let refused = said(&run(command), 2);
        assert!(refused.contains("its folder may not be written, and ") && refused.contains("groundplan.db-wal holds"), "{refused}");
    }
    for folder in ["data", "off"] {
        std::fs::set_permissions(here.join(folder), PermissionsExt::from_mode(0o755)).unwrap();
    }
    assert!(said(&groundplan(here, &["check", "--data", "off"]), 0).contains("2 saves"), "with its log it is whole");
}

#[tokio::test]
async fn what_is_restored_was_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let serving = Process::start(BINARY, &here.join("data"), &[]).unwrap();
    let browser = Client::browser(&serving.url);
    let id = browser.create(small_design()).await.id;
    for base in 1..=3 {
        browser.save(&id, base, &base.to_string(), vec![rename(&base.to_string())]).await.json::<EditsResponse>();
    }
    serving.terminate().unwrap();
    said(&groundplan(here, &["backup", "plans.backup"]), 0);
    // A save that reads well, and is not what was saved.
    let backup = rusqlite::Connection::open(here.join("plans.backup")).unwrap();
    assert_eq!(backup.execute("UPDATE revisions SET edits = '[]' WHERE n = 2", []).unwrap(), 1);
    drop(backup);
    let restored = said(&groundplan(here, &["restore", "plans.backup", "--data", "other"]), 1);
    assert!(restored.contains("Restored 1 designs with 4 saves") && restored.contains(&format!("{id}: ")), "{restored}");
    assert!(restored.contains("groundplan check --repair"), "{restored}");
    assert_eq!(groundplan(here, &["check", "--data", "other"]).status.code(), Some(1), "it was told before");
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
