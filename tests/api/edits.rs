//! `POST /projects/{id}/edits`.

use domain::{
    Edit,
    arbitrary::sized,
    ids::ElementId,
    protocol::{Conflict, EditsResponse},
};
use serde_json::{Value, json};
use tests::{
    client::{rename, small_design},
    in_process::Studio,
};

#[tokio::test]
async fn a_save_is_a_new_revision() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    assert_eq!(browser.save(&id, 1, "a", vec![rename("Bigger")]).await.json::<EditsResponse>().revision, 2);
    let project = browser.project(&id).await;
    assert_eq!((project.revision, project.design.name.as_str()), (2, "Bigger"));
    assert_eq!(browser.save(&id, 1, "a", vec![rename("Bigger")]).await.json::<EditsResponse>().revision, 2, "sent again");
}

#[tokio::test]
async fn a_save_on_an_old_base_hears_what_happened() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("First")]).await;
    let conflict = browser.save(&id, 1, "b", vec![rename("Second")]).await.problem(409).conflict.unwrap();
    assert_eq!((conflict.revision, conflict.since.len()), (2, 1));
    assert_eq!(conflict.since[0].edits, [rename("First")]);
}

/// Two browsers that keep the same queue may send it with different edits.
#[tokio::test]
async fn other_edits_under_the_name_of_a_save_hear_what_happened() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("First")]).await;
    let problem = browser.save(&id, 1, "a", vec![rename("Second")]).await.problem(409);
    assert!(problem.kind == "/problems/conflict" && problem.detail.contains("client_save"), "{problem:?}");
    assert_eq!(problem.conflict.unwrap().since[0].edits, [rename("First")]);
    assert_eq!(browser.save(&id, 2, "b", vec![rename("Second")]).await.json::<EditsResponse>().revision, 3);
}

#[tokio::test]
async fn an_edit_that_does_not_fit_says_why_and_changes_nothing() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let orders = ElementId::new("orders").unwrap();
    let problem = browser.save(&id, 1, "a", vec![rename("Half"), Edit::RemoveElement { id: orders }]).await.problem(422);
    assert_eq!(problem.kind, "/problems/edit-refused");
    assert!(problem.detail.contains("orders-owns"), "{}", problem.detail);
    let named = browser.save(&id, 1, "a", vec![rename("")]).await.problem(422);
    assert_eq!(named.errors[0].path, "name");
    assert_eq!(browser.project(&id).await.design, small_design());
}

#[tokio::test]
async fn what_is_no_save_is_refused_with_the_field() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let path = format!("/api/v1/projects/{}/edits", browser.create(small_design()).await.id);
    let edit = json!({ "edit": "set-name", "name": "X" });
    let with = |field: &str, value: Value| {
        let mut body = json!({ "base": 1, "client_save": "a", "edits": [edit], "label": "" });
        body[field] = value;
        body
    };
    for (field, value) in [
        ("base", json!("one")),
        ("base", json!(-1)),
        ("client_save", json!("")),
        ("client_save", json!("x".repeat(65))),
        ("client_save", json!("a b")),
        ("label", json!("two\nlines")),
        ("label", json!("x".repeat(121))),
        ("edits", json!([])),
        ("extra", json!(true)),
    ] {
        let problem = browser.post(&path, &with(field, value.clone())).await.problem(422);
        assert!(problem.errors[0].path.starts_with(field), "{field} {value}: {problem:?}");
    }
    let unknown = browser.post(&path, &with("edits", json!([{ "edit": "explode" }]))).await.problem(422);
    assert!(unknown.detail.contains("explode"), "{unknown:?}");
    browser.post_text(&path, "application/json", "{\"edits\": [").await.problem(400);
    let deep = format!("{{\"edits\": {}", "[{\"edit\": \"batch\", \"edits\": ".repeat(5_000));
    browser.post_text(&path, "application/json", deep).await.problem(400);
    browser.post_text(&path, "application/json", "x".repeat(3 * 1024 * 1024)).await.problem(413);
    browser.save("nowhere", 1, "a", vec![rename("X")]).await.problem(404);
}

#[tokio::test]
async fn a_stranger_cannot_save() {
    let studio = Studio::start().await;
    let id = studio.browser().create(small_design()).await.id;
    studio.browser().save(&id, 1, "a", vec![rename("Mine")]).await.problem(404);
    studio.program().save(&id, 1, "a", vec![rename("Mine")]).await.problem(404);
}

#[tokio::test]
async fn what_was_saved_since_a_revision_can_be_asked_for() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let project = browser.create(small_design()).await;
    let first: EditsResponse = browser.save(&project.id, 1, "a", vec![rename("First")]).await.json();
    assert!(first.chain.is_some() && first.chain != project.chain, "each revision has a chain of its own");
    let path = format!("/api/v1/projects/{}/edits", project.id);
    let since: Conflict = browser.get(&format!("{path}?since=1")).await.json();
    assert_eq!((since.revision, since.since.len(), since.more, since.anew), (2, 1, false, false));
    assert_eq!((since.since[0].edits.clone(), &since.chain), (vec![rename("First")], &first.chain));
    let chain = project.chain.unwrap();
    assert!(!browser.get(&format!("{path}?since=1&chain={chain}")).await.json::<Conflict>().anew);
    for other in ["since=1&chain=other", "since=7", "since=0"] {
        assert!(browser.get(&format!("{path}?{other}")).await.json::<Conflict>().anew, "{other}");
    }
    browser.get(&path).await.problem(422);
    studio.browser().get(&format!("{path}?since=1")).await.problem(404);
}

#[tokio::test]
async fn a_save_that_asks_for_too_much_hears_what_would_fit() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(sized(1_000)).await.id;
    let renames: Vec<Value> = (0..25_000)
        .map(|n| if n % 2 == 0 { ("web", "net") } else { ("net", "web") })
        .map(|(from, to)| json!({ "edit": "rename-element", "from": from, "to": to }))
        .collect();
    let body = json!({ "base": 1, "client_save": "a", "edits": renames });
    let problem = browser.post(&format!("/api/v1/projects/{id}/edits"), &body).await.problem(413);
    assert_eq!(problem.kind, "/problems/too-much");
    let fits = problem.fits.unwrap();
    assert!(fits > 0 && fits < 25_000 && problem.detail.contains(&fits.to_string()), "{problem:?}");
    assert_eq!(browser.project(&id).await.revision, 1);
}
