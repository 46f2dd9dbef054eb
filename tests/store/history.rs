//! History: every revision can be read as it was, and lists show the head.

use crate::{Bench, OWNER, STRANGER, on_both_stores};
use domain::Design;
use server::store::{FIRST_REVISION, HistoryPage, ListPage, SNAPSHOT_EVERY, VersionName};
use tests::client::{rename, small_design};

on_both_stores! {
    async fn every_revision_reads_as_it_was_across_snapshots(bench: Bench) {
        bench.project("p", small_design()).await;
        let last = 2 * SNAPSHOT_EVERY + 3;
        for base in FIRST_REVISION..last {
            bench.save("p", base, &base.to_string(), vec![rename(&format!("Revision {}", base + 1))]).await.unwrap();
        }
        for n in FIRST_REVISION + 1..=last {
            assert_eq!(bench.design("p", Some(n)).await.name, format!("Revision {n}"));
        }
        assert_eq!(bench.design("p", Some(FIRST_REVISION)).await, small_design());
        assert!(bench.store.open_project(Some(OWNER), "p".into(), Some(last + 1)).await.is_err());
    }

    async fn the_list_of_revisions_is_newest_first_and_goes_on(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..5 {
            bench.save("p", base, &base.to_string(), vec![rename("X"), rename("Y")]).await.unwrap();
        }
        let entries = bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap();
        assert_eq!(entries.iter().map(|entry| (entry.revision, entry.edits)).collect::<Vec<_>>(), [(5, 2), (4, 2), (3, 2), (2, 2), (1, 0)]);
        let earlier = bench.store.revisions(Some(OWNER), "p".into(), HistoryPage { before: Some(3), ..HistoryPage::default() }).await.unwrap();
        assert_eq!(earlier.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [2, 1]);
    }

    async fn a_version_that_somebody_named_is_found_among_any_number_of_saves(bench: Bench) {
        bench.project("p", small_design()).await;
        let last = 700;
        for base in 1..last {
            bench.save("p", base, &base.to_string(), vec![rename(&format!("Revision {}", base + 1))]).await.unwrap();
        }
        for (revision, name) in [(3, "First draft"), (650, "Before the split")] {
            let name = VersionName { project: "p".into(), revision, name: name.into(), now_ms: 4_000 };
            bench.store.name_revision(Some(OWNER), name).await.unwrap();
        }
        let page = async |page| {
            let entries = bench.store.revisions(Some(OWNER), "p".into(), page).await.unwrap();
            entries.into_iter().map(|entry| (entry.revision, entry.name.unwrap_or_default())).collect::<Vec<_>>()
        };
        let named = HistoryPage { named: true, ..HistoryPage::default() };
        assert_eq!(page(named).await, [(650, "Before the split".to_owned()), (3, "First draft".to_owned())]);
        assert_eq!(page(HistoryPage { before: Some(650), ..named }).await, [(3, "First draft".to_owned())]);
        assert_eq!(page(HistoryPage { most: 1, ..named }).await, [(650, "Before the split".to_owned())]);
        let few = page(HistoryPage { most: 2, before: Some(651), ..HistoryPage::default() }).await;
        assert_eq!(few, [(650, "Before the split".to_owned()), (649, String::new())]);
    }

    async fn a_page_of_designs_is_found_by_name_among_more_than_one_list_holds(bench: Bench) {
        for n in 0..520 {
            bench.project(&format!("p{n}"), Design::new(format!("Design {n:03}"))).await;
        }
        let ids = async |page| bench.store.list(OWNER, page).await.unwrap().into_iter().map(|listed| listed.name).collect::<Vec<_>>();
        assert_eq!(ids(ListPage::default()).await.len(), 500);
        let by_name = ListPage { by_name: true, skip: 500, most: 3, ..ListPage::default() };
        assert_eq!(ids(by_name).await, ["Design 500", "Design 501", "Design 502"]);
        assert_eq!(ids(ListPage { find: "SIGN 51".into(), by_name: true, most: 2, ..ListPage::default() }).await, ["Design 510", "Design 511"]);
        assert!(bench.store.list(STRANGER, ListPage::default()).await.unwrap().is_empty());
    }

    async fn lists_show_the_head_and_the_last_changed_first(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.project("q", Design::new("Blank")).await;
        bench.save("p", 1, "a", vec![rename("Renamed")]).await.unwrap();
        // The picture may be made a little later; what changed is told at once.
        while bench.store.list(OWNER, ListPage::default()).await.unwrap().iter().any(|listed| listed.id == "p" && listed.miniature.parts.is_empty()) {}
        let listed = bench.store.list(OWNER, ListPage::default()).await.unwrap();
        let shown: Vec<_> = listed.iter().map(|p| (p.id.as_str(), p.name.as_str(), p.revision, p.elements)).collect();
        assert_eq!(shown, [("p", "Renamed", 2, 3), ("q", "Blank", 1, 0)]);
        assert_eq!(listed[0].miniature.parts.len(), 3);
    }
}
