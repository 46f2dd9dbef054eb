//! Changes come from our own pages only.

use reqwest::Method;
use serde_json::json;
use tests::{client::small_design, in_process::Studio};

const PATH: &str = "/api/v1/projects";

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let program = studio.program();
    let cookie = browser.cookie().unwrap();
    let foreign: [&[(&str, &str)]; 5] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", studio.url.as_str())],
    ];
    for headers in foreign {
        for (method, path) in
            [(Method::DELETE, format!("{PATH}/{id}")), (Method::POST, PATH.to_owned()), (Method::POST, "/projects".to_owned())]
        {
            let request = program.request(method, &path).header("cookie", &cookie);
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            let problem = program.send(request.json(&json!({}))).await.problem(403);
            assert_eq!(problem.kind, "/problems/cross-origin");
        }
    }
    assert_eq!(browser.project(&id).await.revision, 1);
}

#[tokio::test]
async fn a_cookie_without_an_origin_is_not_enough() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let program = studio.program();
    let request = program.request(Method::DELETE, &format!("{PATH}/{id}")).header("cookie", browser.cookie().unwrap());
    program.send(request).await.problem(403);
}

#[tokio::test]
async fn a_program_without_a_cookie_needs_no_origin() {
    let studio = Studio::start().await;
    assert_eq!(studio.program().post(PATH, &json!({})).await.status.as_u16(), 201);
    assert_eq!(studio.program().post("/api/v1/reviews", &small_design()).await.status.as_u16(), 200);
}

#[tokio::test]
async fn nothing_invites_other_sites_to_read() {
    let studio = Studio::start().await;
    let program = studio.program();
    let asked = program.send(program.request(Method::GET, "/api/v1/catalog").header("origin", "https://evil.example")).await;
    assert_eq!(asked.header("access-control-allow-origin"), "");
}
