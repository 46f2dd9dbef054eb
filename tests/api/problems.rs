//! What is wrong anywhere is a problem document, and bad input is never a fault of ours.

use reqwest::Method;
use tests::in_process::Studio;

#[tokio::test]
async fn an_unknown_address_below_the_api_is_a_problem() {
    let studio = Studio::start().await;
    for path in ["/api/v1/nowhere", "/api/v1/projects/a/b/c/d", "/api/v2/projects", "/api"] {
        studio.program().get(path).await.problem(404);
    }
}

#[tokio::test]
async fn a_wrong_method_lists_the_right_ones() {
    let studio = Studio::start().await;
    let program = studio.program();
    let answer = program.delete("/api/v1/projects").await;
    answer.problem(405);
    let mut allowed: Vec<&str> = answer.header("allow").split(',').collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
    program.send(program.request(Method::PUT, "/api/v1/projects/x")).await.problem(405);
    for path in ["/livez", "/pkg/nothing.js", "/", "/rules"] {
        let answer = program.delete(path).await;
        answer.problem(405);
        assert!(answer.header("allow").contains("GET"), "{path}");
    }
    program.delete("/nowhere").await.problem(404);
}

#[tokio::test]
async fn nothing_sent_to_any_address_is_a_fault_of_ours() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let description: serde_json::Value = browser.get("/api/v1/openapi.json").await.json();
    let bodies = ["", "null", "{}", "[]", "{\"edits\":[{}]}", "\u{0}\u{ffff}", "groundplan: 1\nname: [", "9e999"];
    for path in description["paths"].as_object().unwrap().keys() {
        let path = path.replace("{id}", "%00%ff'\"<x>").replace("{n}", "-9").replace("{share}", "..%2f..");
        for method in [Method::GET, Method::POST, Method::DELETE, Method::PUT, Method::PATCH, Method::OPTIONS] {
            for body in bodies {
                for kind in ["application/json", "application/yaml", "x", ""] {
                    let request = browser.request(method.clone(), &path).header("content-type", kind).body(body);
                    let answer = browser.send(request).await;
                    assert!(!answer.status.is_server_error(), "{method} {path} {kind} {body:?}: {}", answer.text());
                }
            }
        }
    }
}
