//! History: every revision can be read as it was, and lists show the head.

use crate::{Bench, OWNER, on_both_stores};
use domain::Design;
use server::store::{FIRST_REVISION, SNAPSHOT_EVERY};
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
        let entries = bench.store.revisions(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!(entries.iter().map(|entry| (entry.revision, entry.edits)).collect::<Vec<_>>(), [(5, 2), (4, 2), (3, 2), (2, 2), (1, 0)]);
        let earlier = bench.store.revisions(Some(OWNER), "p".into(), Some(3)).await.unwrap();
        assert_eq!(earlier.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [2, 1]);
    }

    async fn lists_show_the_head_and_the_last_changed_first(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.project("q", Design::new("Blank")).await;
        bench.save("p", 1, "a", vec![rename("Renamed")]).await.unwrap();
        // The picture may be made a little later; what changed is told at once.
        while bench.store.list(OWNER).await.unwrap().iter().any(|listed| listed.id == "p" && listed.miniature.parts.is_empty()) {}
        let listed = bench.store.list(OWNER).await.unwrap();
        let shown: Vec<_> = listed.iter().map(|p| (p.id.as_str(), p.name.as_str(), p.revision, p.elements)).collect();
        assert_eq!(shown, [("p", "Renamed", 2, 3), ("q", "Blank", 1, 0)]);
        assert_eq!(listed[0].miniature.parts.len(), 3);
    }
}
