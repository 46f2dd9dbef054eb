//! Two revisions of one number: after a failover that lost saves, or a restored backup, other saves reach the same numbers. Nobody trusts
//! what was kept in memory then.

use crate::{Bench, OWNER, on_both_stores};
use domain::{
    Edit,
    design::{Element, ElementKind},
    ids::ElementId,
};
use server::store::{Save, Store, StoreError};
use tests::client::{rename, save, small_design};

fn add(id: &str) -> Edit {
    Edit::add_element(ElementId::new(id).unwrap(), Element::new(ElementKind::Worker), None)
}

/// The database as it was at a revision: what came later was never received, or is not in the backup.
async fn go_back(bench: &Bench, revision: u64) {
    bench
        .tamper(&format!(
            "DELETE FROM revisions WHERE project = 'p' AND n > {revision};
             DELETE FROM snapshots WHERE project = 'p' AND n > {revision};
             UPDATE projects SET revision = {revision}, summary = '', summary_revision = 0,
                 chain = (SELECT chain FROM revisions WHERE project = 'p' AND n = {revision}) WHERE id = 'p';"
        ))
        .await;
}

async fn save_in(store: &Store, base: u64, name: &str, edits: Vec<Edit>) -> u64 {
    let save = Save { actor: Some(OWNER), project: "p".into(), request: save(base, name, edits), now_ms: 3_000 };
    store.save(save).await.unwrap().revision
}

async fn parts(store: &Store) -> Vec<String> {
    let opened = store.open_project(Some(OWNER), "p".into(), None).await.unwrap();
    opened.design.elements.keys().map(ToString::to_string).filter(|id| id.contains("side")).collect()
}

on_both_stores! {
    async fn a_replica_does_not_trust_its_memory_after_a_failover(bench: Bench) {
        bench.project("p", small_design()).await;
        for (base, part) in [(1, "a-side-2"), (2, "a-side-3"), (3, "a-side-4"), (4, "a-side-5")] {
            bench.save("p", base, part, vec![add(part)]).await.unwrap();
        }
        go_back(&bench, 3).await;
        let other = bench.another().await;
        assert_eq!(save_in(&other, 3, "b4", vec![add("b-side-4")]).await, 4);
        assert_eq!(save_in(&other, 4, "b5", vec![add("b-side-5")]).await, 5);
        let there = ["a-side-2", "a-side-3", "b-side-4", "b-side-5"];
        assert_eq!(parts(&bench.store).await, there, "both are at revision 5");
        // A save of what only the lost history had does not fit, and one that fits is saved on what is there.
        let lost = bench.save("p", 5, "c", vec![Edit::RemoveElement { id: ElementId::new("a-side-5").unwrap() }]).await;
        assert!(matches!(lost, Err(StoreError::Refused(_))), "{lost:?}");
        assert_eq!(bench.save("p", 5, "d", vec![rename("Goes on")]).await.unwrap(), 6);
        let fresh = bench.another().await;
        assert_eq!(parts(&fresh).await, there);
        assert_eq!(bench.check(false).await, (bench.check(false).await.0, vec![]), "nothing is wrong with it");
    }

    async fn a_replica_that_is_ahead_saves_on_what_is_there(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![add("a-side-2")]).await.unwrap();
        bench.save("p", 2, "b", vec![add("a-side-3")]).await.unwrap();
        go_back(&bench, 2).await;
        assert_eq!(bench.save("p", 2, "c", vec![add("b-side-3")]).await.unwrap(), 3);
        assert_eq!(parts(&bench.store).await, ["a-side-2", "b-side-3"]);
        assert_eq!(parts(&bench.another().await).await, ["a-side-2", "b-side-3"]);
    }

    async fn a_client_that_names_the_chain_is_told_to_begin_anew(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![add("a-side-2")]).await.unwrap();
        let known = bench.mark("p").await.chain.map(|chain| chain.text());
        go_back(&bench, 1).await;
        save_in(&bench.another().await, 1, "b", vec![add("b-side-2")]).await;
        let mut request = save(2, "c", vec![rename("Mine")]);
        request.chain = known.clone();
        let answer = bench.store.save(Save { actor: Some(OWNER), project: "p".into(), request, now_ms: 4_000 }).await;
        let Err(StoreError::Conflict(conflict)) = answer else { panic!("{answer:?}") };
        assert!(conflict.anew && conflict.since.is_empty() && conflict.revision == 2 && conflict.chain != known);
    }

    async fn saves_of_an_earlier_version_begin_a_chain_with_the_next(bench: Bench) {
        bench.project("p", small_design()).await;
        bench.save("p", 1, "a", vec![rename("Two")]).await.unwrap();
        bench.tamper("UPDATE revisions SET chain = NULL; UPDATE projects SET chain = NULL;").await;
        assert_eq!(bench.mark("p").await.chain, None);
        assert_eq!(bench.check(false).await.1, Vec::<String>::new(), "that is no fault");
        bench.save("p", 2, "b", vec![rename("Three")]).await.unwrap();
        let begun = bench.mark("p").await.chain;
        assert!(begun.is_some());
        bench.save("p", 3, "c", vec![rename("Four")]).await.unwrap();
        assert!(bench.mark("p").await.chain.is_some_and(|chain| Some(chain) != begun));
        assert_eq!(bench.check(false).await.1, Vec::<String>::new());
    }
}
