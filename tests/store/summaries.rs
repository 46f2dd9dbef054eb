//! Lists compute nothing: they show what was worked out in the background.

use crate::{Bench, OWNER, on_both_stores};
use domain::arbitrary::sized;
use server::store::ListPage;
use std::time::{Duration, Instant};
use tests::client::{rename, small_design};

on_both_stores! {
    async fn a_list_of_large_designs_is_answered_before_they_are_summed_up(bench: Bench) {
        for n in 0..6 {
            bench.project(&format!("p{n}"), sized(150)).await;
        }
        let began = Instant::now();
        let listed = bench.store.list(OWNER, ListPage::default()).await.unwrap();
        assert!(listed.len() == 6 && listed.iter().all(|listed| listed.elements == 303));
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        let deadline = Instant::now() + Duration::from_secs(60);
        while bench.store.list(OWNER, ListPage::default()).await.unwrap().iter().any(|listed| listed.miniature.parts.is_empty()) {
            assert!(Instant::now() < deadline, "a summary was never made");
        }
    }

    async fn a_stale_summary_is_shown_until_there_is_a_new_one(bench: Bench) {
        bench.project("p", small_design()).await;
        while bench.store.list(OWNER, ListPage::default()).await.unwrap()[0].miniature.parts.is_empty() {}
        bench.save("p", 1, "a", vec![rename("Later")]).await.unwrap();
        let listed = &bench.store.list(OWNER, ListPage::default()).await.unwrap()[0];
        assert_eq!((listed.name.as_str(), listed.revision, listed.miniature.parts.len()), ("Later", 2, 3));
    }

    async fn a_summary_of_a_lost_history_does_not_stay(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.tamper("UPDATE projects SET summary = '', summary_revision = 9;").await;
        while bench.store.list(OWNER, ListPage::default()).await.unwrap()[0].miniature.parts.is_empty() {}
    }
}
