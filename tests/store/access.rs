//! Who may do what: owners everything, share links what they say, strangers are told that there is nothing.

use crate::{Bench, OWNER, STRANGER, on_both_stores};
use domain::protocol::Role;
use server::store::{Hashed, HistoryPage, ListPage, MAX_LISTED, NewShareLink, Purge, Purged, StoreError, stats};
use tests::client::{rename, small_design};

const TOKEN: Hashed = Hashed([9; 32]);
/// The year 2286.
const FUTURE_MS: i64 = 9_999_999_999_999;

fn link(id: &str, role: Role, token: Hashed) -> NewShareLink {
    NewShareLink { id: id.into(), project: "p".into(), token, role, expires_ms: None, now_ms: 3_000 }
}

fn is_hidden<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::NotFound(_))), "{result:?}");
}

fn is_forbidden<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::Forbidden { .. })), "{result:?}");
}

on_both_stores! {
    async fn a_stranger_is_told_that_there_is_nothing(bench: Bench) {
        bench.project("p", small_design()).await;
        for actor in [None, Some(STRANGER)] {
            is_hidden(bench.store.open_project(actor, "p".into(), None).await);
            is_hidden(bench.store.open_project(actor, "p".into(), Some(1)).await);
            is_hidden(bench.store.revisions(actor, "p".into(), HistoryPage::default()).await);
            is_hidden(bench.save_as(actor, "p", 1, "a", vec![rename("Mine")]).await);
            is_hidden(bench.store.delete(actor, "p".into()).await);
            is_hidden(bench.store.shares(actor, "p".into(), 0, MAX_LISTED).await);
            is_hidden(bench.store.create_share(actor, link("s", Role::View, TOKEN)).await);
            is_hidden(bench.store.delete_share(actor, "p".into(), "s".into()).await);
        }
        assert!(bench.store.list(STRANGER, ListPage::default()).await.unwrap().is_empty());
        assert_eq!(bench.design("p", None).await, small_design());
    }

    async fn a_link_is_read_without_a_trace(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create_share(Some(OWNER), link("s", Role::View, TOKEN)).await.unwrap();
        bench.save("p", 1, "a", vec![rename("Later")]).await.unwrap();
        assert_eq!(bench.store.shared(TOKEN).await.unwrap(), "p");
        assert_eq!(bench.store.open_shared(TOKEN).await.unwrap().name, "Later");
        assert_eq!(stats(&bench.place(), 5_000).await.unwrap().owners, 1);
        bench.store.delete_share(Some(OWNER), "p".into(), "s".into()).await.unwrap();
        is_hidden(bench.store.shared(TOKEN).await);
        is_hidden(bench.store.open_shared(TOKEN).await);
    }

    async fn a_view_link_shows_and_nothing_more(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create_share(Some(OWNER), link("s", Role::View, TOKEN)).await.unwrap();
        assert_eq!(bench.store.open_share(STRANGER, TOKEN, 4_000).await.unwrap(), ("p".into(), Role::View));
        let opened = bench.store.open_project(Some(STRANGER), "p".into(), None).await.unwrap();
        assert_eq!((opened.role, (*opened.design).clone()), (Role::View, small_design()));
        assert_eq!(bench.store.list(STRANGER, ListPage::default()).await.unwrap()[0].role, Role::View);
        is_forbidden(bench.save_as(Some(STRANGER), "p", 1, "a", vec![rename("Mine")]).await);
        is_forbidden(bench.store.delete(Some(STRANGER), "p".into()).await);
        is_forbidden(bench.store.shares(Some(STRANGER), "p".into(), 0, MAX_LISTED).await);
        is_forbidden(bench.store.create_share(Some(STRANGER), link("t", Role::Edit, Hashed([8; 32]))).await);
    }

    async fn an_edit_link_saves_but_does_not_own(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create_share(Some(OWNER), link("v", Role::View, TOKEN)).await.unwrap();
        bench.store.create_share(Some(OWNER), link("e", Role::Edit, Hashed([8; 32]))).await.unwrap();
        bench.store.open_share(STRANGER, Hashed([8; 32]), 4_000).await.unwrap();
        let both = bench.store.open_share(STRANGER, TOKEN, 4_000).await.unwrap();
        assert_eq!(both.1, Role::Edit, "the stronger link counts");
        assert_eq!(bench.save_as(Some(STRANGER), "p", 1, "a", vec![rename("Ours")]).await.unwrap(), 2);
        is_forbidden(bench.store.delete(Some(STRANGER), "p".into()).await);
    }

    async fn a_link_taken_back_opens_nothing_any_more(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create_share(Some(OWNER), link("s", Role::Edit, TOKEN)).await.unwrap();
        bench.store.open_share(STRANGER, TOKEN, 4_000).await.unwrap();
        assert_eq!(bench.store.shares(Some(OWNER), "p".into(), 0, MAX_LISTED).await.unwrap().len(), 1);
        bench.store.delete_share(Some(OWNER), "p".into(), "s".into()).await.unwrap();
        is_hidden(bench.store.open_project(Some(STRANGER), "p".into(), None).await);
        is_hidden(bench.store.open_share(STRANGER, TOKEN, 5_000).await);
        is_hidden(bench.store.delete_share(Some(OWNER), "p".into(), "s".into()).await);
        assert!(bench.store.list(STRANGER, ListPage::default()).await.unwrap().is_empty());
    }

    async fn links_are_listed_in_pages(bench: Bench) {
        bench.project("p", small_design()).await;
        for n in 0..5_u8 {
            let share = NewShareLink { now_ms: 3_000 + i64::from(n), ..link(&format!("s{n}"), Role::View, Hashed([100 + n; 32])) };
            bench.store.create_share(Some(OWNER), share).await.unwrap();
        }
        for (skip, most, listed) in [(0, 2, "s0 s1"), (2, 2, "s2 s3"), (4, 2, "s4"), (6, 2, ""), (u64::MAX, 2, ""), (0, 9, "s0 s1 s2 s3 s4")] {
            let page = bench.store.shares(Some(OWNER), "p".into(), skip, most).await.unwrap();
            assert_eq!(page.into_iter().map(|share| share.id).collect::<Vec<_>>().join(" "), listed);
        }
    }

    async fn a_link_that_has_expired_is_as_if_it_were_taken_back(bench: Bench) {
        bench.project("p", small_design()).await;
        let lasting = |id: &str, role, token| NewShareLink { expires_ms: Some(FUTURE_MS), ..link(id, role, token) };
        bench.store.create_share(Some(OWNER), lasting("s", Role::Edit, TOKEN)).await.unwrap();
        bench.store.create_share(Some(OWNER), link("v", Role::View, Hashed([8; 32]))).await.unwrap();
        assert_eq!(bench.store.open_share(STRANGER, TOKEN, 4_000).await.unwrap(), ("p".into(), Role::Edit));
        assert_eq!(bench.store.shares(Some(OWNER), "p".into(), 0, MAX_LISTED).await.unwrap()[0].expires_ms, Some(FUTURE_MS));
        assert_eq!(bench.save_as(Some(STRANGER), "p", 1, "a", vec![rename("Ours")]).await.unwrap(), 2);
        bench.store.renew_recovery(STRANGER, Hashed([7; 32]), 4_000).await.unwrap();
        assert_eq!(bench.store.takeover(None, Hashed([7; 32])).await.unwrap().theirs.count, 1);

        bench.tamper("UPDATE shares SET expires_ms = 5000 WHERE id = 's'").await;
        is_hidden(bench.store.shared(TOKEN).await);
        is_hidden(bench.store.open_shared(TOKEN).await);
        is_hidden(bench.store.open_share(STRANGER, TOKEN, 6_000).await);
        is_hidden(bench.store.open_project(Some(STRANGER), "p".into(), None).await);
        is_hidden(bench.save_as(Some(STRANGER), "p", 2, "b", vec![rename("Mine")]).await);
        assert!(bench.store.list(STRANGER, ListPage::default()).await.unwrap().is_empty());
        assert_eq!(bench.store.takeover(None, Hashed([7; 32])).await.unwrap().theirs.count, 0);
        assert_eq!(bench.store.shares(Some(OWNER), "p".into(), 0, MAX_LISTED).await.unwrap().len(), 2, "the owner sees that it has expired");

        let weaker = bench.store.open_share(STRANGER, Hashed([8; 32]), 7_000).await.unwrap();
        assert_eq!(weaker.1, Role::View, "only the link that lasts counts");
        is_forbidden(bench.save_as(Some(STRANGER), "p", 2, "b", vec![rename("Mine")]).await);
        bench.store.delete_share(Some(OWNER), "p".into(), "s".into()).await.unwrap();
        assert_eq!(bench.store.shares(Some(OWNER), "p".into(), 0, MAX_LISTED).await.unwrap().len(), 1);
    }

    async fn links_that_expired_long_ago_go_with_what_they_gave(bench: Bench) {
        bench.project("p", small_design()).await;
        for (id, token, expires_ms) in [("old", 7, Some(FUTURE_MS)), ("new", 8, Some(FUTURE_MS)), ("ever", 9, None)] {
            let share = NewShareLink { expires_ms, ..link(id, Role::View, Hashed([token; 32])) };
            bench.store.create_share(Some(OWNER), share).await.unwrap();
            bench.store.open_share(Hashed([token + 10; 32]), Hashed([token; 32]), 4_000).await.unwrap();
        }
        bench.tamper("UPDATE shares SET expires_ms = 5000 WHERE id = 'old'").await;
        bench.tamper("UPDATE shares SET expires_ms = 9000 WHERE id = 'new'").await;
        let purge = Purge { unchanged_since_ms: 0, unused_since_ms: 1_000, expired_before_ms: 6_000 };
        assert_eq!(bench.store.purgeable(purge).await.unwrap(), Purged { shares: 1, ..Purged::default() });
        let mut gone = Purged::default();
        while let more = bench.store.purge_some(purge).await.unwrap() && !more.is_nothing() {
            gone = gone.and(more);
        }
        assert_eq!(gone, Purged { shares: 1, owners: 1, ..Purged::default() }, "and the guest who had nothing else");
        let left = bench.store.shares(Some(OWNER), "p".into(), 0, MAX_LISTED).await.unwrap();
        assert_eq!(left.iter().map(|share| share.id.as_str()).collect::<Vec<_>>(), ["ever", "new"]);
    }

    async fn the_owner_stays_the_owner_after_opening_a_link(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create_share(Some(OWNER), link("s", Role::View, TOKEN)).await.unwrap();
        assert_eq!(bench.store.open_share(OWNER, TOKEN, 4_000).await.unwrap().1, Role::Own);
        assert_eq!(bench.store.list(OWNER, ListPage::default()).await.unwrap().len(), 1);
    }

    async fn a_link_of_another_project_cannot_be_taken_back(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.project("q", small_design()).await;
        bench.store.create_share(Some(OWNER), link("s", Role::View, TOKEN)).await.unwrap();
        is_hidden(bench.store.delete_share(Some(OWNER), "q".into(), "s".into()).await);
    }
}
