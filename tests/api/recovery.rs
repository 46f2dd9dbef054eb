//! `/recovery`: a browser's designs come back in another browser, by a link whose secret is never sent in an address.

use domain::protocol::{EditsResponse, ProjectSummary, RecoveryLink, RecoveryPreview, RecoveryStatus};
use reqwest::Method;
use serde_json::json;
use tests::{
    client::{Client, rename, small_design},
    in_process::Studio,
};

async fn link(browser: &Client) -> String {
    let link: RecoveryLink = browser.send(browser.request(Method::POST, "/api/v1/recovery")).await.json();
    link.path.strip_prefix("/recover#").unwrap().to_owned()
}

#[tokio::test]
async fn a_lost_cookie_is_no_lost_design() {
    let studio = Studio::start().await;
    let (first, second) = (studio.browser(), studio.browser());
    let id = first.create(small_design()).await.id;
    let own = second.create(small_design()).await.id;
    assert_eq!(first.get("/api/v1/recovery").await.json::<RecoveryStatus>().made_ms, None);
    let token = link(&first).await;
    assert!(first.get("/api/v1/recovery").await.json::<RecoveryStatus>().made_ms.is_some());
    let body = json!({ "token": token });
    let preview: RecoveryPreview = second.post("/api/v1/recovery/preview", &body).await.json();
    assert_eq!((preview.is_own, preview.theirs.count, preview.ours.designs.len()), (false, 1, 1));
    second.get(&format!("/api/v1/projects/{id}")).await.problem(404);
    assert_eq!(second.post("/api/v1/recovery/join", &body).await.status.as_u16(), 204);
    for browser in [&first, &second] {
        let mut ids: Vec<String> = browser.get("/api/v1/projects").await.json::<Vec<ProjectSummary>>().into_iter().map(|p| p.id).collect();
        ids.sort();
        let mut expected = vec![id.clone(), own.clone()];
        expected.sort();
        assert_eq!(ids, expected);
    }
    assert_eq!(second.save(&id, 1, "a", vec![rename("By the other")]).await.json::<EditsResponse>().revision, 2);
}

#[tokio::test]
async fn a_browser_without_a_cookie_gets_one() {
    let studio = Studio::start().await;
    let (first, fresh) = (studio.browser(), studio.browser());
    let id = first.create(small_design()).await.id;
    let body = json!({ "token": link(&first).await });
    assert!(fresh.cookie().is_none());
    fresh.post("/api/v1/recovery/preview", &body).await;
    assert!(fresh.cookie().is_none(), "looking leaves no trace");
    fresh.post("/api/v1/recovery/join", &body).await;
    assert!(fresh.cookie().is_some() && fresh.cookie() != first.cookie());
    assert_eq!(fresh.project(&id).await.id, id);
}

#[tokio::test]
async fn what_is_no_link_joins_nothing() {
    let studio = Studio::start().await;
    let (first, other) = (studio.browser(), studio.browser());
    other.send(other.request(Method::POST, "/api/v1/recovery")).await.problem(404);
    first.create(small_design()).await;
    let old = link(&first).await;
    let new = link(&first).await;
    for token in ["", "short", old.as_str(), "aaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        for path in ["/api/v1/recovery/preview", "/api/v1/recovery/join"] {
            other.post(path, &json!({ "token": token })).await.problem(404);
        }
    }
    other.post("/api/v1/recovery/join", &json!({ "token": new, "extra": 1 })).await.problem(422);
    assert!(other.get("/api/v1/projects").await.json::<Vec<ProjectSummary>>().is_empty());
}

#[tokio::test]
async fn another_site_cannot_join_a_browser_to_itself() {
    let studio = Studio::start().await;
    let (attacker, victim) = (studio.browser(), studio.browser());
    attacker.create(small_design()).await;
    victim.create(small_design()).await;
    let body = json!({ "token": link(&attacker).await });
    let (page, cookie) = (studio.program(), victim.cookie().unwrap());
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("accept", "text/html")] {
        let request = page.request(Method::POST, "/api/v1/recovery/join").header(name, value).header("cookie", &cookie);
        page.send(request.json(&body)).await.problem(403);
    }
    assert_eq!(victim.get("/api/v1/projects").await.json::<Vec<ProjectSummary>>().len(), 1);
}

#[tokio::test]
async fn the_page_takes_the_secret_from_behind_the_hash_only() {
    let studio = Studio::start().await;
    let first = studio.browser();
    first.create(small_design()).await;
    let token = link(&first).await;
    let page = first.get("/recover").await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.text().contains("Recovery link") && !page.text().contains(&token));
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(first.get(&format!("/recover/{token}")).await.status.as_u16(), 404, "no address holds the secret");
}

#[tokio::test]
async fn links_and_guesses_are_limited() {
    let studio = Studio::start_with(|config| config.allowances.creates = 6).await;
    let browser = studio.browser();
    browser.create(small_design()).await;
    // That came from nobody yet; of the others the browser may make half as many as its address.
    for _ in 0..3 {
        browser.post("/api/v1/recovery/preview", &json!({ "token": "aaaaaaaaaaaaaaaaaaaaaaaaaa" })).await.problem(404);
    }
    let refused = browser.post("/api/v1/recovery/join", &json!({ "token": "aaaaaaaaaaaaaaaaaaaaaaaaaa" })).await;
    refused.problem(429);
    assert!(!refused.header("retry-after").is_empty());
}
