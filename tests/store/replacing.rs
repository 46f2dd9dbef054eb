//! A damaged store is set aside whole when a backup takes its place: whatever is damaged, and wherever the restore is killed.

use crate::{Bench, OWNER};
use server::store::{ListPage, Place, Store, backup, restore};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tests::{
    client::{rename, small_design},
    process::Process,
};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");
const NAME: &str = "groundplan.db";

/// A folder with a backup of two designs, and with the store as it was found: what its owner lost is a third design.
struct Scene {
    folder: TempDir,
}

impl Scene {
    /// The store has its log beside it, as a machine leaves it that was switched off.
    async fn new() -> Self {
        let (bench, folder) = (Bench::sqlite().await, TempDir::new().unwrap());
        let scene = Self { folder };
        for id in ["p", "q"] {
            bench.project(id, small_design()).await;
        }
        backup(&bench.place(), &scene.backup(), false, &mut |_| ()).await.unwrap();
        bench.project("r", small_design()).await;
        for base in 1..60 {
            bench.save("r", base, &base.to_string(), vec![rename(&format!("{base}: {}", "long ".repeat(20)))]).await.unwrap();
        }
        std::fs::create_dir(scene.data()).unwrap();
        let Place::File(store) = bench.place() else { unreachable!() };
        for ending in ["", "-wal", "-shm"] {
            std::fs::copy(with(&store, ending), with(&scene.store(), ending)).unwrap();
        }
        scene
    }
    /// The log is in the file.
    async fn closed() -> Self {
        let scene = Self::new().await;
        Store::sqlite(&scene.store()).unwrap().close().await;
        assert_eq!(scene.files(), [NAME]);
        scene
    }
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
    fn store(&self) -> PathBuf {
        self.data().join(NAME)
    }
    fn backup(&self) -> PathBuf {
        self.folder.path().join("plans.backup")
    }
    /// What is in the data folder.
    fn files(&self) -> Vec<String> {
        contents(&self.data()).into_keys().collect()
    }
    async fn restore(&self, replace: bool) -> Result<server::store::Backup, String> {
        restore(&self.backup(), &Place::File(self.store()), replace, &mut |_| ()).await.map_err(|error| error.to_string())
    }
    async fn designs(&self) -> usize {
        let store = Store::sqlite(&self.store()).unwrap();
        let listed = store.list(OWNER, ListPage::default()).await.unwrap().len();
        store.close().await;
        listed
    }
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(arguments).current_dir(self.folder.path()).env_remove("GROUNDPLAN_DATABASE_URL");
        command
    }
    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The files of a folder with their bytes; none for a folder in it.
fn contents(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).ok())).collect()
}

/// Without what whoever looks makes anew: the index of the log, and an empty log.
fn lasting(mut files: BTreeMap<String, Option<Vec<u8>>>) -> BTreeMap<String, Option<Vec<u8>>> {
    let is_anew = |name: &str, bytes: &Option<Vec<u8>>| match name.rsplit_once('-') {
        Some((_, "shm")) => true,
        Some((_, "wal")) => bytes.as_ref().is_some_and(Vec::is_empty),
        _ => false,
    };
    files.retain(|name, bytes| !is_anew(name, bytes));
    files
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Zeroes in place of bytes.
fn tear(file: &Path, from: usize, length: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let to = (from + length).min(bytes.len());
    bytes[from..to].fill(0);
    std::fs::write(file, bytes).unwrap();
}

/// Refused without `--replace` and left as it is; with it moved whole, byte for byte, into a folder that is named.
async fn is_set_aside(scene: Scene, kind: &str) {
    let before = contents(&scene.data());
    let refused = scene.restore(false).await.unwrap_err();
    assert!(refused.contains("--replace") && !refused.contains('\n'), "{kind}: {refused}");
    assert_eq!(lasting(contents(&scene.data())), lasting(before.clone()), "{kind}");
    let restored = scene.restore(true).await.unwrap_or_else(|error| panic!("{kind}: {error}"));
    let aside = restored.set_aside.unwrap_or_else(|| panic!("{kind}: nothing was set aside"));
    assert_eq!(aside, scene.data().canonicalize().unwrap().join("groundplan.db.damaged-1"), "{kind}");
    assert_eq!(lasting(contents(&aside)), lasting(before), "{kind}");
    assert_eq!(scene.files(), [NAME, "groundplan.db.damaged-1"], "{kind}");
    assert_eq!(scene.designs().await, 2, "{kind}");
    // The next one finds a store that is sound.
    let again = scene.restore(true).await.unwrap();
    assert_eq!((again.set_aside, scene.designs().await), (None, 2), "{kind}");
}

#[tokio::test]
async fn a_torn_header_is_set_aside() {
    for length in [16, 100, 4096] {
        let scene = Scene::closed().await;
        tear(&scene.store(), 0, length);
        is_set_aside(scene, &format!("{length} bytes")).await;
    }
}

#[tokio::test]
async fn malformed_pages_are_set_aside() {
    let scene = Scene::closed().await;
    let pages = std::fs::metadata(scene.store()).unwrap().len() / 4096;
    for page in [1, 2, pages / 2] {
        tear(&scene.store(), usize::try_from(page).unwrap() * 4096, 600);
    }
    is_set_aside(scene, "three pages").await;
    let scene = Scene::closed().await;
    std::fs::File::options().write(true).open(scene.store()).unwrap().set_len(pages / 2 * 4096).unwrap();
    is_set_aside(scene, "half a file").await;
    let scene = Scene::closed().await;
    std::fs::write(scene.store(), "shopping list ".repeat(500)).unwrap();
    is_set_aside(scene, "a text").await;
}

#[tokio::test]
async fn a_damaged_store_takes_its_log_with_it() {
    let scene = Scene::new().await;
    tear(&scene.store(), 0, 4096);
    tear(&with(&scene.store(), "-wal"), 0, 32);
    is_set_aside(scene, "both").await;
}

#[tokio::test]
async fn a_log_without_its_store_is_set_aside_and_never_deleted() {
    for is_empty in [true, false] {
        let scene = Scene::new().await;
        std::fs::remove_file(scene.store()).unwrap();
        if is_empty {
            std::fs::write(scene.store(), "").unwrap();
        }
        let log = std::fs::read(with(&scene.store(), "-wal")).unwrap();
        for arguments in
            [&["serve", "--listen", "127.0.0.1:0"][..], &["check"], &["check", "--repair"], &["stats"], &["backup", "x"], &["purge"]]
        {
            let output = scene.run(arguments);
            assert_eq!((output.status.code(), said(&output).lines().count()), (Some(2), 1), "{arguments:?}: {}", said(&output));
            assert!(said(&output).contains("is not there or empty, and its log "), "{arguments:?}: {}", said(&output));
        }
        assert_eq!(std::fs::read(with(&scene.store(), "-wal")).unwrap(), log);
        is_set_aside(scene, "a log").await;
    }
}

#[tokio::test]
async fn a_link_to_a_store_stays_one() {
    let scene = Scene::closed().await;
    let disk = scene.folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    std::fs::rename(scene.store(), disk.join("plans.db")).unwrap();
    std::os::unix::fs::symlink("../disk/plans.db", scene.store()).unwrap();
    tear(&disk.join("plans.db"), 0, 100);
    let aside = scene.restore(true).await.unwrap().set_aside.unwrap();
    assert_eq!(aside, disk.canonicalize().unwrap().join("plans.db.damaged-1"));
    assert!(scene.store().is_symlink() && scene.designs().await == 2);
}

#[tokio::test]
async fn a_damaged_store_that_is_served_stays_where_it_is() {
    let scene = Scene::closed().await;
    let serving = Process::start(BINARY, &scene.data(), &[]).unwrap();
    // The log has the first page, which alone would be put right from there.
    tear(&scene.store(), 0, 3 * 4096);
    let output = scene.run(&["restore", "plans.backup", "--replace"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("is locked by another program"), "{}", said(&output));
    assert!(!scene.files().iter().any(|name| name.contains("damaged") || name.contains("partial")), "{:?}", scene.files());
    serving.kill().unwrap();
    let output = scene.run(&["restore", "plans.backup", "--replace"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("The damaged store that was there lies in ") && said(&output).contains("groundplan.db.damaged-1"));
}

#[tokio::test]
async fn a_store_of_another_program_is_not_set_aside() {
    let scene = Scene::closed().await;
    std::fs::remove_file(scene.store()).unwrap();
    rusqlite::Connection::open(scene.store()).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    let refused = scene.restore(true).await.unwrap_err();
    assert!(refused.contains("another program"), "{refused}");
    assert!(!scene.files().iter().any(|name| name.contains("damaged")), "{:?}", scene.files());
}

/// What lies there when a restore was killed after each of its steps.
#[tokio::test]
async fn a_restore_that_was_killed_goes_on() {
    const FOLDER: &str = "groundplan.db.replacing";
    for moved in 0..=3 {
        let scene = Scene::new().await;
        tear(&scene.store(), 0, 4096);
        tear(&with(&scene.store(), "-wal"), 0, 32);
        let before = contents(&scene.data());
        std::fs::create_dir(scene.data().join(FOLDER)).unwrap();
        for ending in &["", "-wal", "-shm"][..moved] {
            let name = format!("{NAME}{ending}");
            std::fs::rename(scene.data().join(&name), scene.data().join(FOLDER).join(&name)).unwrap();
        }
        let all =
            [&["stats"][..], &["restore", "plans.backup"], &["serve", "--listen", "127.0.0.1:0"], &["check"], &["purge"], &["backup", "x"]];
        // Where nothing was moved yet, whoever writes goes on as with any damaged store.
        for arguments in &all[..if moved == 0 { 2 } else { all.len() }] {
            let output = scene.run(arguments);
            assert_eq!(output.status.code(), Some(2), "{moved} {arguments:?}: {}", said(&output));
            let words =
                if moved == 0 { "not a database" } else { "was to be replaced by a backup, which did not end; what was there lies in " };
            assert!(said(&output).contains(words) && said(&output).contains("--replace"), "{moved} {arguments:?}: {}", said(&output));
        }
        let aside = scene.restore(true).await.unwrap().set_aside.unwrap();
        assert_eq!(lasting(contents(&aside)), lasting(before), "{moved}");
        assert_eq!((scene.files(), scene.designs().await), (vec![NAME.into(), "groundplan.db.damaged-1".into()], 2), "{moved}");
    }
    // The backup is in its place, and the folder has not got its last name.
    let scene = Scene::closed().await;
    std::fs::create_dir(scene.data().join(FOLDER)).unwrap();
    std::fs::write(scene.data().join(FOLDER).join(NAME), "damaged").unwrap();
    let serving = Process::start(BINARY, &scene.data(), &[]).unwrap();
    let (_, log) = serving.terminate().unwrap();
    assert!(log.contains("a restore was cut off") && log.contains(FOLDER), "{log}");
    tear(&scene.store(), 0, 3 * 4096);
    assert!(scene.restore(true).await.unwrap().set_aside.unwrap().ends_with("groundplan.db.damaged-2"));
    assert_eq!(std::fs::read(scene.data().join("groundplan.db.damaged-1").join(NAME)).unwrap(), b"damaged");
    assert_eq!(scene.designs().await, 2);
}

/// At any moment: the old store, or the new one, or word of where the old one lies; and the same command again ends it.
#[tokio::test]
async fn nothing_is_lost_when_a_restore_is_killed_at_any_moment() {
    for is_damaged in [true, false] {
        for step in 0..8_u64 {
            let scene = Scene::closed().await;
            if is_damaged {
                tear(&scene.store(), 0, 100);
            }
            let before = std::fs::read(scene.store()).unwrap();
            let mut command = scene.command(&["restore", "plans.backup", "--replace"]);
            let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(step * step * 5));
            running.kill().unwrap();
            running.wait().unwrap();
            if is_damaged {
                let lies_at = |folder: PathBuf| std::fs::read(folder.join(NAME)).is_ok_and(|bytes| bytes == before);
                let folders = ["", "groundplan.db.replacing", "groundplan.db.damaged-1"];
                assert!(folders.iter().any(|folder| lies_at(scene.data().join(folder))), "{step}: {:?}", scene.files());
                let output = scene.run(&["stats"]);
                assert!(output.status.success() || said(&output).contains("--replace"), "{step}: {}", said(&output));
            } else {
                let designs = scene.designs().await;
                assert!(designs == 2 || designs == 3, "{step}: {designs}");
            }
            scene.restore(true).await.unwrap();
            assert_eq!(scene.designs().await, 2, "{step}");
        }
    }
}
