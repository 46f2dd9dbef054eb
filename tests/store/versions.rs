//! Named versions, and projects that a newer version wrote.

use crate::{Bench, OWNER, STRANGER, on_both_stores};
use server::store::{FORMAT, HistoryPage, ListPage, StoreError, VersionName};
use tests::client::{rename, small_design};

fn named(revision: u64, name: &str) -> VersionName {
    VersionName { project: "p".into(), revision, name: name.into(), now_ms: 5_000 }
}

on_both_stores! {
    async fn a_name_is_given_changed_and_taken_back(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
        for (name, shown) in [("First draft", Some("First draft")), ("Second thought", Some("Second thought")), ("", None)] {
            bench.store.name_revision(Some(OWNER), named(1, name)).await.unwrap();
            let history = bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap();
            assert_eq!(history.iter().map(|entry| (entry.revision, entry.name.as_deref())).collect::<Vec<_>>(), [(2, None), (1, shown)]);
        }
        for refused in [bench.store.name_revision(Some(OWNER), named(3, "X")).await, bench.store.name_revision(Some(STRANGER), named(1, "X")).await] {
            assert!(matches!(refused, Err(StoreError::NotFound(_))), "{refused:?}");
        }
    }

    async fn what_a_newer_version_wrote_is_left_alone(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.project("q", small_design()).await;
        bench.tamper(&format!("UPDATE projects SET format = {} WHERE id = 'p'", FORMAT + 1)).await;
        let newer = |result: Result<(), StoreError>| assert!(matches!(result, Err(StoreError::Newer)), "{result:?}");
        newer(bench.store.open_project(Some(OWNER), "p".into(), None).await.map(drop));
        newer(bench.save("p", 1, "a", vec![rename("X")]).await.map(drop));
        newer(bench.store.delete(Some(OWNER), "p".into()).await);
        newer(bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.map(drop));
        newer(bench.store.name_revision(Some(OWNER), named(1, "X")).await);
        let listed = bench.store.list(OWNER, ListPage::default()).await.unwrap();
        assert_eq!(listed.iter().map(|p| (p.name.as_str(), p.revision)).collect::<Vec<_>>(), [("Small shop", 1), ("Small shop", 1)]);
        assert_eq!(bench.save("q", 1, "a", vec![rename("The others go on")]).await.unwrap(), 2);
        let stranger = bench.store.open_project(Some(STRANGER), "p".into(), None).await;
        assert!(matches!(stranger, Err(StoreError::NotFound(_))), "a stranger is told nothing");
        bench.tamper(&format!("UPDATE projects SET format = {FORMAT} WHERE id = 'p'")).await;
        assert_eq!(bench.design("p", None).await, small_design());
    }
}
