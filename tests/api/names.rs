//! `POST /projects/{id}/revisions/{n}/name`.

use domain::protocol::RevisionEntry;
use serde_json::json;
use tests::{
    client::{rename, small_design},
    in_process::Studio,
};

#[tokio::test]
async fn a_named_version_is_found_in_the_history() {
    let studio = Studio::start().await;
    let owner = studio.browser();
    let id = owner.create(small_design()).await.id;
    owner.save(&id, 1, "a", vec![rename("Two")]).await;
    let name = |n: &str| format!("/api/v1/projects/{id}/revisions/{n}/name");
    assert_eq!(owner.post(&name("1"), &json!({ "name": " Before <the> split " })).await.status.as_u16(), 204);
    let history: Vec<RevisionEntry> = owner.get(&format!("/api/v1/projects/{id}/revisions")).await.json();
    assert_eq!(history.iter().map(|entry| entry.name.as_deref()).collect::<Vec<_>>(), [None, Some("Before <the> split")]);
    for n in ["0", "3", "x", "-1"] {
        owner.post(&name(n), &json!({ "name": "X" })).await.problem(404);
    }
    for wrong in ["two\nlines".to_owned(), "x".repeat(500)] {
        assert_eq!(owner.post(&name("1"), &json!({ "name": wrong })).await.problem(422).errors[0].path, "name");
    }
    studio.browser().post(&name("1"), &json!({ "name": "X" })).await.problem(404);
    let view: domain::protocol::ShareLink = owner.post(&format!("/api/v1/projects/{id}/shares"), &json!({ "role": "view" })).await.json();
    let guest = studio.browser();
    guest.get(&view.path).await;
    guest.post(&name("1"), &json!({ "name": "X" })).await.problem(403);
}
