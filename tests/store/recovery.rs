//! Recovery links: browsers that come together have one owner, with the designs of both, and stay together when the link ends.

use crate::{Bench, OWNER, STRANGER, on_both_stores};
use domain::protocol::Role;
use server::store::{Hashed, ListPage, NewShareLink, Purge, Purged, StoreError};
use tests::client::{rename, small_design};

const LINK: Hashed = Hashed([7; 32]);
const LATER_LINK: Hashed = Hashed([8; 32]);
const THIRD: Hashed = Hashed([3; 32]);

async fn names(bench: &Bench, browser: Hashed) -> Vec<String> {
    let mut names: Vec<String> =
        bench.store.list(browser, ListPage::default()).await.unwrap().into_iter().map(|project| project.id).collect();
    names.sort();
    names
}

/// All of it, as the command does it.
async fn purged(bench: &Bench, purge: Purge) -> Purged {
    let mut all = Purged::default();
    loop {
        let gone = bench.store.purge_some(purge).await.unwrap();
        if gone.is_nothing() {
            return all;
        }
        all = all.and(gone);
    }
}

on_both_stores! {
    async fn two_browsers_with_designs_have_them_all(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create(STRANGER, "q".into(), small_design(), 1_500).await.unwrap();
        bench.store.renew_recovery(OWNER, LINK, 2_000).await.unwrap();
        assert_eq!(bench.store.recovery_made(OWNER).await.unwrap(), Some(2_000));
        let found = bench.store.takeover(Some(STRANGER), LINK).await.unwrap();
        assert_eq!((found.is_own, found.theirs.count, found.ours.designs.len()), (false, 1, 1));
        assert_eq!(names(&bench, STRANGER).await, ["q"], "looking changes nothing");
        bench.store.join(STRANGER, LINK, 3_000).await.unwrap();
        for browser in [OWNER, STRANGER] {
            assert_eq!(names(&bench, browser).await, ["p", "q"]);
            for id in ["p", "q"] {
                assert_eq!(bench.store.open_project(Some(browser), id.into(), None).await.unwrap().role, Role::Own);
            }
        }
        assert_eq!(bench.save_as(Some(STRANGER), "p", 1, "a", vec![rename("By the other")]).await.unwrap(), 2);
        bench.store.create(STRANGER, "r".into(), small_design(), 4_000).await.unwrap();
        assert_eq!(names(&bench, OWNER).await, ["p", "q", "r"], "what is made later belongs to both");
        assert!(bench.store.takeover(Some(STRANGER), LINK).await.unwrap().is_own);
        bench.store.join(STRANGER, LINK, 5_000).await.unwrap();
        assert_eq!(names(&bench, STRANGER).await, ["p", "q", "r"], "a second time changes nothing");
    }

    async fn a_browser_that_was_never_here_finds_the_designs(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.renew_recovery(OWNER, LINK, 2_000).await.unwrap();
        assert_eq!(bench.store.takeover(None, LINK).await.unwrap().theirs.designs.iter().map(|design| design.name.as_str()).collect::<Vec<_>>(), ["Small shop"]);
        bench.store.join(THIRD, LINK, 3_000).await.unwrap();
        assert_eq!(names(&bench, THIRD).await, ["p"]);
    }

    async fn a_renewed_link_ends_the_old_one_and_not_the_browsers(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.renew_recovery(OWNER, LINK, 2_000).await.unwrap();
        bench.store.join(STRANGER, LINK, 3_000).await.unwrap();
        bench.store.renew_recovery(STRANGER, LATER_LINK, 4_000).await.unwrap();
        let old = bench.store.join(THIRD, LINK, 5_000).await;
        assert!(matches!(old, Err(StoreError::NotFound(_))), "{old:?}");
        assert!(matches!(bench.store.takeover(None, LINK).await, Err(StoreError::NotFound(_))));
        assert_eq!(names(&bench, STRANGER).await, ["p"]);
        bench.store.join(THIRD, LATER_LINK, 6_000).await.unwrap();
        assert_eq!(names(&bench, THIRD).await, ["p"]);
    }

    async fn chains_of_joined_browsers_end_at_one_owner(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create(STRANGER, "q".into(), small_design(), 1_500).await.unwrap();
        bench.store.create(THIRD, "r".into(), small_design(), 1_500).await.unwrap();
        bench.store.renew_recovery(OWNER, LINK, 2_000).await.unwrap();
        bench.store.join(STRANGER, LINK, 3_000).await.unwrap();
        bench.store.renew_recovery(THIRD, LATER_LINK, 4_000).await.unwrap();
        // The first owner itself joins another: whoever joined it comes along.
        bench.store.join(OWNER, LATER_LINK, 5_000).await.unwrap();
        for browser in [OWNER, STRANGER, THIRD] {
            assert_eq!(names(&bench, browser).await, ["p", "q", "r"]);
        }
        // And the link of the first leads to all of it, also for the one that leads now.
        assert!(bench.store.takeover(Some(THIRD), LINK).await.unwrap().is_own);
        bench.store.join(THIRD, LINK, 6_000).await.unwrap();
        assert_eq!(names(&bench, THIRD).await, ["p", "q", "r"]);
    }

    async fn a_renewed_link_ends_those_of_every_browser_that_was_joined(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create(STRANGER, "q".into(), small_design(), 1_500).await.unwrap();
        bench.store.renew_recovery(OWNER, LINK, 2_000).await.unwrap();
        bench.store.renew_recovery(STRANGER, LATER_LINK, 2_000).await.unwrap();
        // Each opens the other's link, at once.
        let (one, other) = tokio::join!(bench.store.join(OWNER, LATER_LINK, 3_000), bench.store.join(STRANGER, LINK, 3_000));
        one.and(other).unwrap();
        for browser in [OWNER, STRANGER] {
            assert_eq!(names(&bench, browser).await, ["p", "q"]);
        }
        for (browser, newest) in [(OWNER, Hashed([10; 32])), (STRANGER, Hashed([11; 32])), (OWNER, Hashed([12; 32]))] {
            bench.store.renew_recovery(browser, newest, 4_000).await.unwrap();
            for ended in [LINK, LATER_LINK, Hashed([10; 32]), Hashed([11; 32])].into_iter().filter(|link| *link != newest) {
                let led = bench.store.takeover(None, ended).await;
                assert!(matches!(led, Err(StoreError::NotFound(_))), "{ended:?}: {led:?}");
            }
            assert_eq!(bench.store.takeover(None, newest).await.unwrap().theirs.count, 2);
        }
    }

    async fn a_link_that_is_renewed_while_its_browser_joins_another_leads_to_both(bench: Bench) {
        for round in 0..20_u8 {
            let hash = |n: u8| Hashed(std::array::from_fn(|at| if at == 0 { 100 + n } else { round }));
            let (one, other, first, second, newest) = (hash(0), hash(1), hash(2), hash(3), hash(4));
            for (browser, name) in [(one, "one"), (other, "other")] {
                bench.store.create(browser, format!("{name}{round}"), small_design(), 1_000).await.unwrap();
            }
            bench.store.renew_recovery(one, first, 2_000).await.unwrap();
            bench.store.renew_recovery(other, second, 2_000).await.unwrap();
            let (joined, renewed) = tokio::join!(bench.store.join(other, first, 3_000), bench.store.renew_recovery(other, newest, 3_000));
            joined.and(renewed).unwrap_or_else(|error| assert!(matches!(error, StoreError::NotFound(_)), "{error}"));
            // Whichever came first: no link leads to an owner whom nobody acts for.
            let led = bench.store.takeover(Some(one), newest).await.unwrap();
            assert_eq!((led.is_own, led.theirs.count), (true, 2), "{led:?}");
            assert!(bench.store.takeover(None, second).await.is_err(), "the link before");
        }
    }

    async fn what_is_made_or_given_while_its_browser_joins_another_belongs_to_both(bench: Bench) {
        let share = NewShareLink { id: "s".into(), project: "p".into(), token: Hashed([9; 32]), role: Role::Edit, expires_ms: None, now_ms: 1_500 };
        bench.project("p", small_design()).await;
        bench.store.create_share(Some(OWNER), share).await.unwrap();
        for round in 0..20_u8 {
            let hash = |n: u8| Hashed(std::array::from_fn(|at| if at == 0 { 100 + n } else { round }));
            let (one, other, link) = (hash(0), hash(1), hash(2));
            bench.store.create(one, format!("early{round}"), small_design(), 1_000).await.unwrap();
            bench.store.renew_recovery(one, link, 2_000).await.unwrap();
            let (joined, made, given) = tokio::join!(
                bench.store.join(other, link, 3_000),
                bench.store.create(other, format!("late{round}"), small_design(), 3_000),
                bench.store.open_share(other, Hashed([9; 32]), 3_000),
            );
            joined.unwrap();
            assert!(made.is_ok() && given.is_ok(), "{made:?} {given:?}");
            for browser in [one, other] {
                assert_eq!(names(&bench, browser).await, [format!("early{round}"), format!("late{round}"), "p".into()]);
            }
        }
    }

    async fn what_was_shared_with_either_is_shared_with_both(bench: Bench) {
        bench.project("p", small_design()).await;
        let share = NewShareLink { id: "s".into(), project: "p".into(), token: Hashed([9; 32]), role: Role::Edit, expires_ms: None, now_ms: 1_500 };
        bench.store.create_share(Some(OWNER), share).await.unwrap();
        for guest in [STRANGER, THIRD] {
            bench.store.open_share(guest, Hashed([9; 32]), 2_000).await.unwrap();
        }
        bench.store.renew_recovery(THIRD, LINK, 2_000).await.unwrap();
        bench.store.join(STRANGER, LINK, 3_000).await.unwrap();
        for guest in [STRANGER, THIRD] {
            assert_eq!(bench.store.open_project(Some(guest), "p".into(), None).await.unwrap().role, Role::Edit);
        }
        bench.store.delete_share(Some(OWNER), "p".into(), "s".into()).await.unwrap();
        assert!(names(&bench, STRANGER).await.is_empty());
    }

    async fn a_browser_with_nothing_has_no_link(bench: Bench) {
        assert!(matches!(bench.store.renew_recovery(STRANGER, LINK, 2_000).await, Err(StoreError::NotFound(_))));
        assert_eq!(bench.store.recovery_made(STRANGER).await.unwrap(), None);
    }

    async fn owners_who_have_nothing_go_and_nobody_else(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.store.create(STRANGER, "q".into(), small_design(), 1_000).await.unwrap();
        bench.store.create(THIRD, "r".into(), small_design(), 1_000).await.unwrap();
        bench.store.renew_recovery(THIRD, LINK, 2_000).await.unwrap();
        for (owner, id) in [(STRANGER, "q"), (THIRD, "r")] {
            bench.store.delete(Some(owner), id.into()).await.unwrap();
        }
        let leftovers = Purge { unchanged_since_ms: 0, unused_since_ms: 1_000, expired_before_ms: 0 };
        let counted = bench.store.purgeable(leftovers).await.unwrap();
        assert_eq!((counted.projects, counted.owners, counted.links), (0, 1, 0), "a link that may still be used keeps its owner");
        assert_eq!(purged(&bench, leftovers).await, counted);
        let later = Purge { unchanged_since_ms: 0, unused_since_ms: 9_000, expired_before_ms: 0 };
        let gone = purged(&bench, later).await;
        assert_eq!((gone.owners, gone.links), (1, 1));
        assert_eq!(names(&bench, OWNER).await, ["p"]);
        bench.store.create(STRANGER, "q".into(), small_design(), 5_000).await.unwrap();
        assert_eq!(names(&bench, STRANGER).await, ["q"], "whoever comes back begins anew");
    }

    async fn designs_that_nobody_changes_go_when_asked(bench: Bench) {
        for (owner, id, at) in [(OWNER, "old", 1_000), (STRANGER, "older", 500), (OWNER, "new", 9_000)] {
            bench.store.create(owner, id.into(), small_design(), at).await.unwrap();
        }
        let purge = Purge { unchanged_since_ms: 5_000, unused_since_ms: 0, expired_before_ms: 0 };
        let counted = bench.store.purgeable(purge).await.unwrap();
        assert_eq!((counted.projects, counted.owners), (2, 1));
        assert_eq!(purged(&bench, purge).await, counted);
        assert_eq!(names(&bench, OWNER).await, ["new"]);
        assert!(names(&bench, STRANGER).await.is_empty());
    }
}
