//! Saving: what is acknowledged can be read, what is refused leaves no trace.

use crate::{Bench, OWNER, on_both_stores};
use domain::{
    arbitrary::sized,
    design::{Element, ElementKind},
    edit::{Edit, EditError},
    ids::ElementId,
};
use server::store::{HistoryPage, ListPage, StoreError};
use tests::client::{rename, small_design};

fn add(id: &str) -> Edit {
    Edit::add_element(ElementId::new(id).unwrap(), Element::new(ElementKind::Service), None)
}

on_both_stores! {
    async fn what_was_saved_is_read_back(bench: Bench) {
        bench.project("p", small_design()).await;
        assert_eq!(bench.save("p", 1, "a", vec![add("billing"), rename("Bigger shop")]).await.unwrap(), 2);
        let mut expected = small_design();
        expected.apply(Edit::batch(vec![add("billing"), rename("Bigger shop")])).unwrap();
        assert_eq!(bench.design("p", None).await, expected);
        assert_eq!(bench.design("p", Some(1)).await, small_design());
    }

    async fn a_conflict_tells_what_happened_since(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("One")]).await.unwrap();
        bench.save("p", 2, "b", vec![rename("Two"), add("billing")]).await.unwrap();
        let Err(StoreError::Conflict(conflict)) = bench.save("p", 1, "c", vec![rename("Three")]).await else { panic!("no conflict") };
        assert_eq!(conflict.revision, 3);
        let since: Vec<_> = conflict.since.iter().map(|saved| (saved.revision, saved.edits.clone())).collect();
        assert_eq!(since, [(2, vec![rename("One")]), (3, vec![rename("Two"), add("billing")])]);
        assert_eq!(bench.design("p", None).await.name, "Two");
    }

    async fn a_base_from_the_future_is_a_conflict(bench: Bench) {
        bench.project("p", small_design()).await;
        let Err(StoreError::Conflict(conflict)) = bench.save("p", 9, "a", vec![rename("X")]).await else { panic!("no conflict") };
        assert_eq!((conflict.revision, conflict.since.len(), conflict.anew), (1, 0, true));
    }

    async fn what_happened_since_comes_in_pages(bench: Bench) {
        bench.project("p", small_design()).await;
        let long = |n: usize| Edit::SetSummary { summary: format!("{n} {}", "x".repeat(1_900)) };
        for base in 1..=4 {
            // Some 200 kB each.
            bench.save("p", base, &base.to_string(), (0..100).map(long).collect()).await.unwrap();
        }
        let Err(StoreError::Conflict(first)) = bench.save("p", 1, "late", vec![rename("Late")]).await else { panic!("no conflict") };
        assert_eq!((first.revision, first.more, first.anew), (5, true, false));
        let (mut design, mut at) = (small_design(), 1);
        let mut page = first;
        loop {
            assert!(serde_json::to_string(&page).unwrap().len() < 300_000);
            for saved in &page.since {
                assert_eq!(saved.revision, at + 1, "oldest first, none left out");
                design.apply(Edit::Batch { edits: saved.edits.clone() }).unwrap();
                at = saved.revision;
            }
            if !page.more {
                break;
            }
            page = bench.store.since(Some(OWNER), "p".into(), at, None).await.unwrap();
        }
        assert_eq!((at, design), (5, bench.design("p", None).await));
        assert!(matches!(bench.store.since(None, "p".into(), 1, None).await, Err(StoreError::NotFound(_))));
    }

    async fn a_save_that_takes_too_long_is_refused_with_what_fits(bench: Bench) {
        bench.project("p", sized(1_200)).await;
        let rename = |from: &str, to: &str| Edit::RenameElement { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let flood: Vec<Edit> = (0..41_458).map(|n| if n % 2 == 0 { rename("web", "net") } else { rename("net", "web") }).collect();
        let began = std::time::Instant::now();
        let refused = bench.save("p", 1, "a", flood.clone()).await;
        let Err(StoreError::TooMuch { edits: 41_458, fits }) = refused else { panic!("{refused:?}") };
        assert!(began.elapsed() < std::time::Duration::from_secs(5) && fits > 0, "{fits}");
        assert!(matches!(bench.save("p", 1, "b", flood[..=fits].to_vec()).await, Err(StoreError::TooMuch { .. })), "one more is too many");
        assert_eq!(bench.mark("p").await.revision, 1);
    }

    async fn the_same_save_again_is_the_same_revision(bench: Bench) {
        bench.project("p", small_design()).await;
        assert_eq!(bench.save("p", 1, "a", vec![add("billing")]).await.unwrap(), 2);
        assert_eq!(bench.save("p", 2, "b", vec![rename("Later")]).await.unwrap(), 3);
        assert_eq!(bench.save("p", 1, "a", vec![add("billing")]).await.unwrap(), 2, "its answer was lost, so it is sent again");
        assert_eq!(bench.save("p", 3, "a", vec![rename("New")]).await.unwrap(), 4, "whoever builds on it knows that it was made");
        assert_eq!(bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap().len(), 4);
    }

    async fn other_edits_under_the_name_of_a_save_are_not_taken_for_it(bench: Bench) {
        bench.project("p", small_design()).await;
        assert_eq!(bench.save("p", 1, "a", vec![add("billing")]).await.unwrap(), 2);
        for others in [vec![add("ledger")], vec![add("billing"), add("ledger")]] {
            let refused = bench.save("p", 1, "a", others).await;
            let Err(StoreError::NameTaken(conflict)) = refused else { panic!("{refused:?}") };
            assert_eq!((conflict.revision, conflict.since.len(), conflict.since[0].edits.clone()), (2, 1, vec![add("billing")]));
        }
        assert_eq!(bench.save("p", 1, "a", vec![add("billing")]).await.unwrap(), 2, "the save itself is known");
        assert_eq!(bench.save("p", 2, "a", vec![add("ledger")]).await.unwrap(), 3);
    }

    async fn a_name_of_a_save_counts_within_its_project(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.project("q", small_design()).await;
        assert_eq!(bench.save("p", 1, "a", vec![rename("P")]).await.unwrap(), 2);
        assert_eq!(bench.save("q", 1, "a", vec![rename("Q")]).await.unwrap(), 2);
        assert_eq!(bench.design("q", None).await.name, "Q");
    }

    async fn edits_that_do_not_fit_change_nothing(bench: Bench) {
        bench.project("p", small_design()).await;
        let refused = bench.save("p", 1, "a", vec![rename("Half"), add("orders")]).await;
        assert!(matches!(refused, Err(StoreError::Refused(EditError::Taken { .. }))), "{refused:?}");
        assert_eq!(bench.design("p", None).await, small_design());
        assert_eq!(bench.save("p", 1, "a", vec![rename("Whole")]).await.unwrap(), 2, "the name of the refused save is free");
    }

    async fn a_deleted_project_is_gone_with_its_history(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("X")]).await.unwrap();
        bench.store.delete(Some(OWNER), "p".into()).await.unwrap();
        let gone = |result: Result<(), StoreError>| assert!(matches!(result, Err(StoreError::NotFound(_))), "{result:?}");
        gone(bench.store.open_project(Some(OWNER), "p".into(), None).await.map(drop));
        gone(bench.store.open_project(Some(OWNER), "p".into(), Some(1)).await.map(drop));
        gone(bench.save("p", 2, "b", vec![rename("Y")]).await.map(drop));
        assert!(bench.store.list(OWNER, ListPage::default()).await.unwrap().is_empty());
        bench.project("p", small_design()).await;
        assert_eq!(bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap().len(), 1, "nothing of the old one is left");
    }

    async fn a_closed_store_says_so(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.close().await;
        let refused = bench.save("p", 1, "a", vec![rename("X")]).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    }
}
