//! What cannot be read does not take the rest with it: the version before is shown, saving goes on from there, and nothing is thrown away.

use crate::{Bench, OWNER, on_both_stores};
use domain::protocol::Unreadable;
use server::store::{HistoryPage, ListPage, SNAPSHOT_EVERY, StoreError};
use tests::client::{rename, small_design};

on_both_stores! {
    async fn an_unreadable_last_save_shows_the_version_before(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
        bench.save("p", 2, "b", vec![rename("Three")]).await.unwrap();
        bench.tamper("UPDATE revisions SET edits = '[{\"edit\":' WHERE project = 'p' AND n = 3;").await;
        let store = bench.another().await;
        let opened = store.open_project(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!((opened.revision, opened.design.name.as_str()), (2, "Two"));
        assert_eq!(opened.unreadable, Some(Unreadable { first: 3, last: 3 }));
        let by_number = store.open_project(Some(OWNER), "p".into(), Some(3)).await;
        assert!(matches!(by_number, Err(StoreError::Damaged { revision: 3 })), "{by_number:?}");
        assert_eq!(store.list(OWNER, ListPage::default()).await.unwrap().len(), 1);
    }

    async fn saving_goes_on_from_the_version_before(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
        bench.save("p", 2, "b", vec![rename("Three")]).await.unwrap();
        bench.tamper("UPDATE revisions SET edits = 'nonsense' WHERE project = 'p' AND n = 3;").await;
        let damaged = Bench { store: bench.another().await, ground: bench.ground };
        // Whoever made the save that is lost has to look at what is there.
        let Err(StoreError::Conflict(conflict)) = damaged.save("p", 3, "c", vec![rename("Four")]).await else { panic!("no conflict") };
        assert!(conflict.anew);
        assert_eq!(damaged.save("p", 2, "d", vec![rename("Goes on")]).await.unwrap(), 4, "no number has two meanings");
        let store = damaged.another().await;
        let opened = store.open_project(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!((opened.revision, opened.design.name.as_str(), opened.unreadable), (4, "Goes on", None));
        assert!(matches!(store.open_project(Some(OWNER), "p".into(), Some(3)).await, Err(StoreError::NotFound(_))));
        let numbers: Vec<u64> = store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap().iter().map(|entry| entry.revision).collect();
        assert_eq!(numbers, [4, 2, 1]);
        let (tally, faults) = damaged.check(false).await;
        assert_eq!((tally.faults, faults), (0, vec![]), "what was set aside is no fault any more");
        assert_eq!(damaged.save("p", 4, "e", vec![rename("And on")]).await.unwrap(), 5);
    }

    async fn an_unreadable_snapshot_is_gone_around(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=SNAPSHOT_EVERY {
            bench.save("p", base, &base.to_string(), vec![rename(&format!("Revision {}", base + 1))]).await.unwrap();
        }
        bench.tamper(&format!("UPDATE snapshots SET design = '{{' WHERE n = {SNAPSHOT_EVERY};")).await;
        let opened = bench.another().await.open_project(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!((opened.revision, opened.unreadable), (SNAPSHOT_EVERY + 1, None));
        assert_eq!(opened.design.name, format!("Revision {}", SNAPSHOT_EVERY + 1));
    }

    async fn a_head_without_its_save_is_told_too(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
        bench.tamper("DELETE FROM revisions WHERE project = 'p' AND n = 2;").await;
        let opened = bench.another().await.open_project(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!((opened.revision, opened.unreadable), (1, Some(Unreadable { first: 2, last: 2 })));
    }
}
