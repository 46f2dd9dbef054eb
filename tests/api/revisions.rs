//! `GET /projects/{id}/revisions[/{n}]`.

use domain::protocol::{Project, RevisionEntry};
use tests::{
    client::{rename, small_design},
    in_process::Studio,
};

#[tokio::test]
async fn the_history_lists_every_save_and_shows_each_design() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("Second")]).await;
    browser.save(&id, 2, "b", vec![rename("Third")]).await;
    let path = format!("/api/v1/projects/{id}/revisions");
    let listed: Vec<RevisionEntry> = browser.get(&path).await.json();
    assert_eq!(listed.iter().map(|entry| entry.revision).collect::<Vec<_>>(), [3, 2, 1]);
    let earlier: Vec<RevisionEntry> = browser.get(&format!("{path}?before=2")).await.json();
    assert_eq!(earlier.len(), 1);
    browser.post(&format!("{path}/2/name"), &serde_json::json!({ "name": "Before the split" })).await;
    let named: Vec<RevisionEntry> = browser.get(&format!("{path}?named=true&limit=5")).await.json();
    assert_eq!(named.iter().map(|entry| (entry.revision, entry.name.as_deref())).collect::<Vec<_>>(), [(2, Some("Before the split"))]);
    let one: Vec<RevisionEntry> = browser.get(&format!("{path}?limit=1")).await.json();
    assert_eq!(one.len(), 1);
    for limit in ["0", "501", "-1", "many"] {
        browser.get(&format!("{path}?limit={limit}")).await.problem(422);
    }
    browser.get(&format!("{path}?named=perhaps")).await.problem(422);
    let name = async |n: u64| browser.get(&format!("{path}/{n}")).await.json::<Project>().design.name;
    assert_eq!((name(1).await, name(2).await, name(3).await), ("Small shop".into(), "Second".into(), "Third".into()));
}

#[tokio::test]
async fn a_revision_that_never_was_is_not_found() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    for n in ["0", "2", "-1", "last", "99999999999999999999"] {
        browser.get(&format!("/api/v1/projects/{id}/revisions/{n}")).await.problem(404);
    }
    browser.get(&format!("/api/v1/projects/{id}/revisions?before=last")).await.problem(422);
    browser.get("/api/v1/projects/nowhere/revisions").await.problem(404);
    studio.browser().get(&format!("/api/v1/projects/{id}/revisions/1")).await.problem(404);
}
