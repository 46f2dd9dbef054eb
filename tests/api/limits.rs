//! How often one address may create and export.

use reqwest::Method;
use serde_json::json;
use server::config::Database;
use std::time::{Duration, Instant};
use tests::{client::small_design, in_process::Studio, postgres};

#[tokio::test]
async fn creating_too_often_is_refused_with_the_time_to_wait() {
    let studio = Studio::start_with(|config| config.allowances.creates = 6).await;
    let browser = studio.browser();
    // The first comes from nobody yet; of the others the browser may make half as many as its address.
    for _ in 0..4 {
        assert_eq!(browser.post("/api/v1/projects", &json!({})).await.status.as_u16(), 201);
    }
    let refused = browser.post("/api/v1/projects", &json!({})).await;
    refused.problem(429);
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
    browser.post_text("/projects", "application/x-www-form-urlencoded", "").await.problem(429);
    assert_eq!(browser.get("/api/v1/projects").await.status.as_u16(), 200, "reading goes on");
    assert_eq!(browser.post("/api/v1/reviews", &small_design()).await.status.as_u16(), 200, "so does the rest");
}

#[tokio::test]
async fn exporting_too_often_is_refused() {
    let studio = Studio::start_with(|config| config.allowances.exports = 2).await;
    let program = studio.program();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(program.post("/api/v1/bundles", &small_design()).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 429]);
}

#[tokio::test]
async fn a_claimed_address_counts_only_behind_a_trusted_proxy() {
    let statuses = async |trusted: usize| {
        let studio = Studio::start_with(|config| {
            config.allowances.creates = 1;
            config.trusted_proxies = trusted;
        })
        .await;
        let program = studio.program();
        let mut statuses = Vec::new();
        for address in ["192.0.2.1", "192.0.2.2"] {
            let request = program.request(Method::POST, "/api/v1/projects").header("x-forwarded-for", address);
            statuses.push(program.send(request.json(&json!({}))).await.status.as_u16());
        }
        statuses
    };
    assert_eq!(statuses(0).await, [201, 429]);
    assert_eq!(statuses(1).await, [201, 201]);
}

/// Sixty at once and one a second, whichever of the two is asked.
#[tokio::test(flavor = "multi_thread")]
async fn replicas_over_one_database_count_together() {
    let database = postgres::Database::fresh().await.unwrap();
    let replica = async || {
        Studio::start_with(|config| {
            config.allowances.reviews = 60;
            config.database = Database::Postgres(database.url.clone());
        })
        .await
    };
    let replicas = [replica().await, replica().await];
    // The first learns of the second.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let (began, mut served) = (Instant::now(), 0.0);
    while began.elapsed() < Duration::from_secs(5) {
        for replica in &replicas {
            let answer = replica.program().post("/api/v1/reviews", &small_design()).await;
            served += f64::from(u8::from(answer.status.is_success()));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let allowed = 60.0 + began.elapsed().as_secs_f64();
    assert!((0.8 * allowed..=1.2 * allowed).contains(&served), "{served} of {allowed}");
}

#[tokio::test]
async fn whoever_has_all_they_may_is_told_what_to_do() {
    let studio = Studio::start_with(|config| config.quota.projects = 2).await;
    let browser = studio.browser();
    let first = browser.post("/api/v1/projects", &json!({})).await;
    browser.post("/api/v1/projects", &json!({})).await;
    let refused = browser.post("/api/v1/projects", &json!({})).await;
    let problem = refused.problem(429);
    assert_eq!(problem.kind, "/problems/full");
    assert!(problem.detail.contains("Delete a design"), "{}", problem.detail);
    assert_eq!(refused.header("retry-after"), "60");
    let another = studio.browser().post("/api/v1/projects", &json!({})).await;
    assert_eq!(another.status.as_u16(), 201, "others go on");
    assert_eq!(browser.delete(first.header("location")).await.status.as_u16(), 204);
    assert_eq!(browser.post("/api/v1/projects", &json!({})).await.status.as_u16(), 201, "there is room again");
}

/// What a browser sends when somebody follows a link.
const NAVIGATION: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[tokio::test]
async fn people_who_ask_too_often_get_a_page_that_says_when_to_come_back() {
    let studio = Studio::start_with(|config| {
        config.allowances.pages = 2;
        config.allowances.creates = 1;
    })
    .await;
    let program = studio.program();
    let go = async |method: Method, path: &str, accept: &str| {
        let request = program.request(method, path).header("accept", accept);
        program.send(request.header("content-type", "application/x-www-form-urlencoded")).await
    };
    for _ in 0..2 {
        assert_eq!(go(Method::GET, "/rules", NAVIGATION).await.status.as_u16(), 200);
    }
    let refused = go(Method::GET, "/rules?\"><b>", NAVIGATION).await;
    assert_eq!((refused.status.as_u16(), refused.header("content-type")), (429, "text/html; charset=utf-8"));
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
    let text = refused.text();
    assert!(text.contains("<h1>Too many requests</h1>") && text.matches("again in").count() == 1, "{text}");
    assert!(text.contains("href=\"/rules?") && !text.contains("<b>") && !text.contains('§'), "{text}");
    let policy = refused.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(text.contains(&format!("nonce=\"{nonce}\"")), "its only script may run: {policy}");
    assert_eq!(text.matches("<script").count(), 1, "it loads no program");
    go(Method::GET, "/rules", "application/json").await.problem(429);

    assert!(go(Method::POST, "/projects", NAVIGATION).await.status.is_redirection());
    let refused = go(Method::POST, "/projects", NAVIGATION).await;
    assert_eq!((refused.status.as_u16(), refused.header("content-type")), (429, "text/html; charset=utf-8"));
    assert!(refused.text().contains("href=\"/\""));
}
