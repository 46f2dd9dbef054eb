//! Many at once: nothing is lost, nothing happens twice, and nobody waits for ever.

use crate::{Bench, on_both_stores};
use domain::{
    design::{Element, ElementKind},
    edit::Edit,
    ids::ElementId,
};
use server::store::StoreError;
use std::sync::Arc;
use tests::client::{rename, small_design};
use tokio::task::JoinSet;

const CLIENTS: usize = 50;

on_both_stores! {
    async fn fifty_clients_on_one_project_each_get_their_element_in(bench: Bench) {
        bench.project("p", small_design()).await;
        let bench = Arc::new(bench);
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let bench = bench.clone();
            clients.spawn(async move {
                let edit = Edit::add_element(ElementId::new(format!("part-{client}")).unwrap(), Element::new(ElementKind::Worker), None);
                let mut base = 1;
                loop {
                    match bench.save("p", base, &client.to_string(), vec![edit.clone()]).await {
                        Ok(revision) => return revision,
                        Err(StoreError::Conflict(conflict)) => base = conflict.revision,
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
        let mut revisions = clients.join_all().await;
        revisions.sort_unstable();
        assert_eq!(revisions, (2..=CLIENTS as u64 + 1).collect::<Vec<_>>(), "each save is a revision of its own");
        assert_eq!(bench.design("p", None).await.elements.len(), 3 + CLIENTS);
    }

    async fn fifty_projects_are_saved_beside_each_other(bench: Bench) {
        let bench = Arc::new(bench);
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let bench = bench.clone();
            clients.spawn(async move {
                let id = format!("p{client}");
                bench.project(&id, small_design()).await;
                for base in 1..=10 {
                    bench.save(&id, base, &base.to_string(), vec![rename(&format!("{client} at {base}"))]).await.unwrap();
                }
                assert_eq!(bench.design(&id, None).await.name, format!("{client} at 10"));
            });
        }
        clients.join_all().await;
    }

    async fn a_refused_save_spoils_nobody_elses(bench: Bench) {
        let bench = Arc::new(bench);
        bench.project("good", small_design()).await;
        bench.project("bad", small_design()).await;
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let bench = bench.clone();
            clients.spawn(async move {
                let bad = Edit::RemoveElement { id: ElementId::new("nowhere").unwrap() };
                assert!(bench.save("bad", 1, &client.to_string(), vec![rename("Half"), bad]).await.is_err());
            });
        }
        for base in 1..=20 {
            bench.save("good", base, &base.to_string(), vec![rename(&base.to_string())]).await.unwrap();
        }
        clients.join_all().await;
        assert_eq!(bench.design("bad", None).await, small_design());
        assert_eq!(bench.design("good", None).await.name, "20");
    }
}

/// More saves at once than the queue holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_is_refused_and_not_lost() {
    let bench = Arc::new(Bench::sqlite().await);
    bench.project("p", small_design()).await;
    let mut clients = JoinSet::new();
    for client in 0..5_000_u32 {
        let bench = bench.clone();
        clients.spawn(async move { bench.save("p", 1, &client.to_string(), vec![rename("First")]).await });
    }
    let results = clients.join_all().await;
    let saved = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(saved, 1);
    let other = results.iter().find(|r| !matches!(r, Ok(_) | Err(StoreError::Conflict(_) | StoreError::Busy)));
    assert!(other.is_none(), "busy or refused, nothing else: {other:?}");
    assert_eq!(bench.design("p", None).await.name, "First");
}
