//! What lies beside a backup, or is a link to one: a log that others left is neither read nor left out in silence, and links are followed
//! only where they lead to something.

use crate::{Bench, OWNER};
use server::store::{ListPage, Place, Store, backup, restore};
use std::{
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use tests::client::small_design;

/// A store with one design, and a folder with a backup of it.
async fn backed_up() -> (Bench, TempDir, PathBuf) {
    let (bench, folder) = (Bench::sqlite().await, TempDir::new().unwrap());
    bench.project("p", small_design()).await;
    let file = folder.path().join("plans.backup");
    backup(&bench.place(), &file, false, &mut |_| ()).await.unwrap();
    (bench, folder, file)
}

fn with(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

async fn refused(file: &Path, target: &Path) -> String {
    let error = restore(file, &Place::File(target.to_owned()), false, &mut |_| ()).await.unwrap_err().to_string();
    assert!(!target.exists() && !error.contains('\n'), "{error}");
    error
}

async fn restored_name(file: &Path, target: &Path) -> String {
    restore(file, &Place::File(target.to_owned()), false, &mut |_| ()).await.unwrap();
    let store = Store::sqlite(target).unwrap();
    let name = store.list(OWNER, ListPage::default()).await.unwrap()[0].name.clone();
    store.close().await;
    name
}

#[tokio::test]
async fn a_log_beside_a_backup_is_neither_left_out_nor_read() {
    let (_bench, folder, file) = backed_up().await;
    let looking = rusqlite::Connection::open(&file).unwrap();
    looking.execute_batch("PRAGMA journal_mode = WAL; UPDATE projects SET name = 'Changed'").unwrap();
    // Killed, it leaves both.
    let left = folder.path().join("left.backup");
    for ending in ["", "-wal"] {
        std::fs::copy(with(&file, ending), with(&left, ending)).unwrap();
    }
    drop(looking);
    let bytes = std::fs::read(&left).unwrap();
    symlink("left.backup", folder.path().join("link")).unwrap();
    for name in [left.clone(), folder.path().join("link")] {
        let said = refused(&name, &folder.path().join("target.db")).await;
        assert!(said.contains("left.backup-wal lies beside it") && said.contains("wal_checkpoint(TRUNCATE)"), "{said}");
    }
    assert_eq!(std::fs::read(&left).unwrap(), bytes);
    // The one way that is told, and the other.
    let alone = folder.path().join("alone.backup");
    std::fs::copy(&left, &alone).unwrap();
    assert_eq!(restored_name(&alone, &folder.path().join("alone.db")).await, "Small shop");
    rusqlite::Connection::open(&left).unwrap().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    assert_eq!(restored_name(&left, &folder.path().join("target.db")).await, "Changed");
}

#[tokio::test]
async fn half_a_change_to_a_backup_is_not_restored() {
    let (_bench, folder, file) = backed_up().await;
    std::fs::write(with(&file, "-journal"), [0xd9, 0xd5, 0x05, 0xf9]).unwrap();
    let said = refused(&file, &folder.path().join("target.db")).await;
    assert!(said.contains("plans.backup-journal lies beside it"), "{said}");
    // One that was ended keeps its file without a beginning.
    std::fs::write(with(&file, "-journal"), [0; 512]).unwrap();
    assert_eq!(restored_name(&file, &folder.path().join("target.db")).await, "Small shop");
}

#[tokio::test]
async fn a_backup_takes_no_name_beside_which_a_log_lies() {
    let (bench, folder, file) = backed_up().await;
    let new = folder.path().join("new.backup");
    for name in [&file, &new] {
        std::fs::write(with(name, "-wal"), "of another file").unwrap();
        let error = backup(&bench.place(), name, true, &mut |_| ()).await.unwrap_err().to_string();
        assert!(error.contains("-wal lies beside") && !error.contains('\n'), "{error}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[tokio::test]
async fn a_backup_goes_where_a_link_leads_and_nowhere_when_that_is_nowhere() {
    let (bench, folder, file) = backed_up().await;
    let (shelf, here) = (folder.path().join("shelf"), folder.path().join("here"));
    for folder in [&shelf, &here] {
        std::fs::create_dir(folder).unwrap();
    }
    symlink("../shelf/plans.backup", here.join("link")).unwrap();
    symlink("loop", here.join("loop")).unwrap();
    for (name, replace) in [("link", false), ("link", true), ("loop", false), ("loop", true)] {
        let error = backup(&bench.place(), &here.join(name), replace, &mut |_| ()).await.unwrap_err().to_string();
        assert!(error.contains("is a link to") && !error.contains('\n'), "{error}");
    }
    assert_eq!((std::fs::read_dir(&here).unwrap().count(), std::fs::read_dir(&shelf).unwrap().count()), (2, 0));
    std::fs::rename(&file, shelf.join("plans.backup")).unwrap();
    let older = std::fs::read(shelf.join("plans.backup")).unwrap();
    bench.project("q", small_design()).await;
    let error = backup(&bench.place(), &here.join("link"), false, &mut |_| ()).await.unwrap_err().to_string();
    assert!(error.contains("is there already"), "{error}");
    backup(&bench.place(), &here.join("link"), true, &mut |_| ()).await.unwrap();
    assert!(here.join("link").is_symlink());
    assert_ne!(std::fs::read(shelf.join("plans.backup")).unwrap(), older);
    assert_eq!((std::fs::read_dir(&here).unwrap().count(), std::fs::read_dir(&shelf).unwrap().count()), (2, 1));
}
