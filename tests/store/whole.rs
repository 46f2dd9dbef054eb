//! The store as a whole: a backup of either store is restored into either, made while others save, and refused where it would do harm.

use crate::{Bench, FILE, Ground, OWNER, STRANGER, on_both_stores};
use domain::protocol::Role;
use server::store::{Backup, Hashed, HistoryPage, ListPage, NewShareLink, OpenError, Place, Store, VersionName, backup, restore, stats};
use std::{path::Path, sync::Arc};
use tempfile::TempDir;
use tests::{
    client::{rename, small_design},
    postgres::Database,
};

/// One of each kind of row.
async fn filled(bench: &Bench) {
    bench.project("p", small_design()).await;
    bench.project("q", small_design()).await;
    for base in 1..60 {
        bench.save("p", base, &base.to_string(), vec![rename(&format!("Name {base}: “ü” \\ '"))]).await.unwrap();
    }
    let share =
        NewShareLink { id: "s".into(), project: "p".into(), token: Hashed([9; 32]), role: Role::View, expires_ms: None, now_ms: 2_000 };
    bench.store.create_share(Some(OWNER), share).await.unwrap();
    bench.store.open_share(STRANGER, Hashed([9; 32]), 2_500).await.unwrap();
    bench
        .store
        .name_revision(Some(OWNER), VersionName { project: "p".into(), revision: 7, name: "Seven".into(), now_ms: 1 })
        .await
        .unwrap();
    bench.store.renew_recovery(OWNER, Hashed([7; 32]), 3_000).await.unwrap();
    bench.store.join(Hashed([4; 32]), Hashed([7; 32]), 3_500).await.unwrap();
}

async fn backed_up(place: &Place, file: &Path) -> Result<Backup, OpenError> {
    backup(place, file, false, &mut |_| ()).await
}

/// Everything that a client can see of what [`filled`] put in.
async fn same(store: &Store) {
    for browser in [OWNER, Hashed([4; 32])] {
        let listed = store.list(browser, ListPage::default()).await.unwrap();
        assert_eq!(
            listed.iter().map(|p| (p.id.as_str(), p.revision, p.role)).collect::<Vec<_>>(),
            [("p", 60, Role::Own), ("q", 1, Role::Own)]
        );
    }
    let head = store.open_project(Some(STRANGER), "p".into(), None).await.unwrap();
    assert_eq!((head.role, head.design.name.as_str()), (Role::View, "Name 59: “ü” \\ '"));
    let early = store.open_project(Some(OWNER), "p".into(), Some(7)).await.unwrap();
    assert_eq!(early.design.name, "Name 6: “ü” \\ '");
    let history = store.revisions(Some(OWNER), "p".into(), HistoryPage { before: Some(8), ..HistoryPage::default() }).await.unwrap();
    assert_eq!(history[0].name.as_deref(), Some("Seven"));
    assert!(store.takeover(Some(OWNER), Hashed([7; 32])).await.unwrap().is_own);
}

on_both_stores! {
    async fn a_backup_is_restored_into_either_store(bench: Bench) {
        filled(&bench).await;
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("plans.backup");
        let made = backed_up(&bench.place(), &file).await.unwrap();
        assert_eq!((made.projects, made.revisions, made.faults.len()), (2, 61, 0));
        assert_eq!(made.bytes, file.metadata().unwrap().len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing but the backup is left");
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        let database = Database::fresh().await.unwrap();
        for place in [Place::File(folder.path().join("new.db")), Place::Postgres(database.url.clone())] {
            assert_eq!(restore(&file, &place, false, &mut |_| ()).await.unwrap(), made);
            let store = match &place {
                Place::File(path) => Store::sqlite(path).unwrap(),
                Place::Postgres(url) => Store::postgres(url).await.unwrap(),
            };
            same(&store).await;
            store.close().await;
            let refused = restore(&file, &place, false, &mut |_| ()).await.unwrap_err().to_string();
            assert!(refused.contains("not empty"), "{refused}");
            restore(&file, &place, true, &mut |_| ()).await.unwrap();
        }
    }

    async fn what_was_set_aside_comes_back_with_a_backup(bench: Bench) {
        filled(&bench).await;
        bench.tamper("UPDATE revisions SET edits = 'nonsense' WHERE project = 'p' AND n = 60").await;
        let damaged = Bench { store: bench.another().await, ground: bench.ground };
        assert_eq!(damaged.save("p", 59, "on", vec![rename("Goes on")]).await.unwrap(), 61);
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("plans.backup");
        backed_up(&damaged.place(), &file).await.unwrap();
        for ground in [Ground::Folder(TempDir::new().unwrap()), Ground::Database(Database::fresh().await.unwrap())] {
            let place = match &ground {
                Ground::Folder(_) => Place::File(ground.file()),
                Ground::Database(database) => Place::Postgres(database.url.clone()),
            };
            restore(&file, &place, false, &mut |_| ()).await.unwrap();
            let restored = Bench::over(ground).await;
            assert_eq!(restored.check(false).await.1, Vec::<String>::new(), "the gap in the history is explained");
            assert_eq!(restored.design("p", None).await.name, "Goes on");
            assert_eq!(restored.save("p", 61, "further", vec![rename("Further")]).await.unwrap(), 62);
            restored.tamper("DELETE FROM set_aside").await;
            assert_eq!(restored.check(false).await.1, ["the saves 60 to 60 are missing"], "it was there");
        }
    }

    async fn a_backup_beside_saves_holds_one_moment(bench: Bench) {
        for i in 0..20 {
            bench.project(&format!("p{i}"), small_design()).await;
        }
        let bench = Arc::new(bench);
        let (folder, place) = (TempDir::new().unwrap(), bench.place());
        let saving = bench.clone();
        let saver = tokio::spawn(async move {
            for base in 1..40 {
                for i in 0..20 {
                    saving.save(&format!("p{i}"), base, &base.to_string(), vec![rename(&base.to_string())]).await.unwrap();
                }
            }
        });
        let mut counts = Vec::new();
        for i in 0..5 {
            counts.push(backed_up(&place, &folder.path().join(format!("{i}.backup"))).await.unwrap().revisions);
        }
        saver.await.unwrap();
        assert!(counts.is_sorted() && counts[4] <= 800, "{counts:?}");
        let last = Store::sqlite(&folder.path().join("4.backup")).unwrap();
        let revisions: Vec<u64> = last.list(OWNER, ListPage::default()).await.unwrap().iter().map(|project| project.revision).collect();
        assert_eq!(revisions.iter().sum::<u64>(), counts[4]);
        assert!(revisions.iter().max().unwrap() - revisions.iter().min().unwrap() <= 1, "one moment: {revisions:?}");
    }

    async fn a_design_that_does_not_open_is_named_and_kept(bench: Bench) {
        filled(&bench).await;
        bench.tamper("UPDATE revisions SET edits = '[{\"edit\": \"nonsense\"}]' WHERE project = 'p' AND n = 60").await;
        let folder = TempDir::new().unwrap();
        let made = backed_up(&bench.place(), &folder.path().join("a")).await.unwrap();
        assert_eq!((made.revisions, made.faults.iter().map(|fault| fault.project.as_str()).collect::<Vec<_>>()), (61, vec!["p"]));
    }

    async fn the_numbers_of_a_store_are_right(bench: Bench) {
        filled(&bench).await;
        let counted = stats(&bench.place(), 3_000).await.unwrap();
        assert_eq!((counted.projects, counted.owners, counted.joined_browsers, counted.share_links), (2, 2, 1, 1));
        assert_eq!((counted.revisions, counted.named_revisions, counted.merged_revisions, counted.snapshots), (61, 1, 0, 3));
        assert_eq!((counted.heaviest[0].project.as_str(), counted.heaviest[0].revisions), ("p", 60));
        assert!(counted.heaviest[0].bytes > counted.heaviest[1].bytes && counted.database_bytes > counted.edits_bytes);
        assert_eq!(counted.growth.iter().map(|g| (g.days, g.projects, g.revisions)).collect::<Vec<_>>(), [(1, 2, 61), (7, 2, 61), (30, 2, 61)]);
        let later = stats(&bench.place(), 3_000 + 8 * 24 * 60 * 60 * 1_000).await.unwrap();
        assert_eq!(later.growth.iter().map(|g| g.revisions).collect::<Vec<_>>(), [0, 0, 61]);
    }
}

/// SQLite keeps whatever bytes a text has.
#[tokio::test]
async fn one_damaged_letter_keeps_nobody_from_a_backup_and_from_the_rest() {
    let bench = Bench::sqlite().await;
    filled(&bench).await;
    for column in ["revisions SET label", "revisions SET client_save", "revisions SET edits", "projects SET name"] {
        let row = if column.starts_with("revisions") { "project = 'p' AND n = 9" } else { "id = 'p'" };
        bench.tamper(&format!("UPDATE {column} = CAST(x'5bff5d' AS TEXT) WHERE {row};")).await;
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("damaged");
    backed_up(&bench.place(), &file).await.unwrap();
    let restored = restore(&file, &Place::File(folder.path().join("target.db")), false, &mut |_| ()).await.unwrap();
    assert!(restored.faults.iter().any(|fault| fault.what.contains("the saves 9 to")), "{:?}", restored.faults);
    let (_, told) = bench.check(true).await;
    for part in ["the name of the design", "the label of save 9", "the client's name of save 9", "the saves 9 to 49"] {
        assert!(told.iter().any(|what| what.starts_with(part)), "{part}: {told:?}");
    }
    assert_eq!(bench.check(false).await.1, Vec::<String>::new());
    let store = bench.another().await;
    assert_eq!(store.list(OWNER, ListPage::default()).await.unwrap().len(), 2);
    assert!(!store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_no_good_backup_changes_nothing() {
    let bench = Bench::sqlite().await;
    filled(&bench).await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("good");
    backed_up(&bench.place(), &file).await.unwrap();
    let again = backed_up(&bench.place(), &file).await.unwrap_err().to_string();
    assert!(again.contains("is there already"), "{again}");
    let mut bytes = std::fs::read(&file).unwrap();
    let target = Place::File(folder.path().join("target.db"));
    for (name, damage) in [("cut", 0), ("flipped", 1), ("text", 2)] {
        let bad = folder.path().join(name);
        // The beginning of a page, where its structure is.
        let half = bytes.len() / 2 / 4096 * 4096;
        match damage {
            0 => std::fs::write(&bad, &bytes[..half]).unwrap(),
            1 => {
                bytes[half..half + 600].fill(0xAA);
                std::fs::write(&bad, &bytes).unwrap();
            }
            _ => std::fs::write(&bad, "shopping list ".repeat(500)).unwrap(),
        }
        assert!(restore(&bad, &target, false, &mut |_| ()).await.is_err(), "{name}");
    }
    let Place::File(path) = &target else { unreachable!() };
    assert!(!path.exists(), "nothing was made");
    assert!(backed_up(&Place::File(folder.path().join("nowhere.db")), &folder.path().join("x")).await.is_err());
}

#[tokio::test]
async fn a_store_in_use_is_not_replaced() {
    let bench = Bench::sqlite().await;
    filled(&bench).await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("good");
    backed_up(&bench.place(), &file).await.unwrap();
    let refused = restore(&file, &bench.place(), true, &mut |_| ()).await.unwrap_err().to_string();
    assert!(refused.contains("locked by another program"), "{refused}");
    same(&bench.store).await;
}

/// What was deleted is not in the file any more, and the file is smaller.
#[tokio::test]
async fn deleting_erases() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(FILE);
    let store = Store::sqlite(&path).unwrap();
    let mut design = small_design();
    design.summary = "confidential-".repeat(20);
    for i in 0..100 {
        store.create(OWNER, format!("p{i}"), design.clone(), 1_000).await.unwrap();
    }
    store.close().await;
    let holds = |path: &Path| std::fs::read(path).unwrap().windows(13).any(|bytes| bytes == b"confidential-");
    let before = path.metadata().unwrap().len();
    assert!(holds(&path));
    let store = Store::sqlite(&path).unwrap();
    for i in 0..100 {
        store.delete(Some(OWNER), format!("p{i}")).await.unwrap();
    }
    while store.shrink_some().await.unwrap() {}
    store.close().await;
    assert!(!holds(&path));
    let after = path.metadata().unwrap().len();
    assert!(after < before / 2, "{after} of {before} bytes");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_backup_removes_what_killed_ones_left_and_nothing_else() {
    /// Larger than any number that Linux gives a process.
    const DEAD: u32 = u32::MAX;
    let (bench, folder) = (Bench::sqlite().await, TempDir::new().unwrap());
    let here = |name: String| folder.path().join(name);
    let mut ours = vec![0; 100];
    ours[68..72].copy_from_slice(b"GPLN");
    let left = [here(format!(".old.db.{DEAD}.partial")), here(format!(".older.db.{DEAD}.partial"))];
    std::fs::write(&left[0], &ours).unwrap();
    std::fs::write(&left[1], []).unwrap();
    let kept = [
        (here(format!(".elsewhere.db.{DEAD}.partial")), ours.clone()),
        (here(format!(".live.db.{}.partial", std::os::unix::process::parent_id())), ours.clone()),
        (here("old.db".into()), ours.clone()),
        (here(".notes.partial".into()), ours),
        (here(format!(".film.{DEAD}.partial")), vec![1; 200]),
    ];
    for (file, bytes) in &kept {
        std::fs::write(file, bytes).unwrap();
    }
    // The first one that stays is being written by a process of another container, which is not seen from here.
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
    for file in left.iter().chain(kept[1..].iter().map(|(file, _)| file)) {
        std::fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    backed_up(&bench.place(), &here("new.db".into())).await.unwrap();
    assert!(left.iter().all(|file| !file.exists()));
    assert!(kept.iter().all(|(file, _)| file.exists()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), kept.len() + 1);
}
