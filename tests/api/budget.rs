//! Every request has a budget: of time, of memory, of bytes, of connections.

use domain::{Design, arbitrary};
use reqwest::Method;
use serde_json::json;
use std::time::{Duration, Instant};
use tests::{
    client::{Client, small_design},
    in_process::Studio,
    process::Process,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");

async fn connect(url: &str) -> TcpStream {
    TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap()
}

/// The head and the body of a request that sends JSON.
fn post(path: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A design that takes seconds to generate.
fn large_design() -> Design {
    arbitrary::sized(400)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_abandoned_requests_delay_nobody() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, data.path(), &[]).unwrap();
    let browser = Client::browser(&process.url);
    let id = browser.create(small_design()).await.id;
    let heavy = post("/api/v1/bundles", &serde_json::to_vec(&large_design()).unwrap());
    for _ in 0..100 {
        let mut leaving = connect(&process.url).await;
        leaving.write_all(&heavy).await.unwrap();
    }
    let mut slowest = Duration::ZERO;
    for path in ["/livez", "/readyz", &format!("/api/v1/projects/{id}"), "/api/v1/projects"].repeat(5) {
        let began = Instant::now();
        assert_eq!(browser.get(path).await.status.as_u16(), 200, "{path}");
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "a read took {slowest:?}");
    let began = Instant::now();
    assert_eq!(browser.post("/api/v1/reviews", &small_design()).await.status.as_u16(), 200);
    assert!(began.elapsed() < Duration::from_secs(10), "computing took {:?}", began.elapsed());
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let studio = Studio::start_with(|config| config.body_wait = Duration::from_millis(200)).await;
    for path in ["/api/v1/projects", "/api/v1/reviews", "/api/v1/proposals", "/projects"] {
        let mut slow = connect(&studio.url).await;
        let kind = if path == "/projects" { "application/x-www-form-urlencoded" } else { "application/json" };
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 9\r\n\r\n{{");
        slow.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        slow.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("application/problem+json"), "{path}: {answer}");
        assert!(answer.contains("retry-after: "), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_refused_before_it_comes() {
    let studio = Studio::start().await;
    let mut sender = connect(&studio.url).await;
    let head = "POST /api/v1/reviews HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n";
    sender.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    sender.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn whoever_does_not_read_is_cut_off() {
    let studio = Studio::start_with(|config| config.write_wait = Duration::from_millis(300)).await;
    let mut deaf = connect(&studio.url).await;
    // More answers than any socket holds.
    for _ in 0..400 {
        if deaf.write_all(b"GET /api/v1/capabilities HTTP/1.1\r\nHost: x\r\n\r\n").await.is_err() {
            break;
        }
    }
    let cut_off = async {
        // Nothing is read: a write fails once the server has closed.
        while deaf.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), cut_off).await.expect("still connected after 20 s");
    assert_eq!(studio.program().get("/livez").await.status.as_u16(), 200);
}

#[tokio::test]
async fn one_address_cannot_hold_all_connections() {
    let studio = Studio::start_with(|config| config.connections_per_address = 3).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut connection = connect(&studio.url).await;
        connection.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        assert!(connection.read(&mut [0; 256]).await.unwrap() > 0);
        held.push(connection);
    }
    let refused = studio.program().get("/livez").await;
    refused.problem(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    held.pop();
    let served = async {
        while studio.program().get("/livez").await.status.as_u16() != 200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), served).await.expect("a place that was given up is not given to the next");
}

#[tokio::test]
async fn behind_proxies_connections_are_limited_in_all_only() {
    let studio = Studio::start_with(|config| {
        config.connections_per_address = 1;
        config.trusted_proxies = 1;
    })
    .await;
    let _held = connect(&studio.url).await;
    let _held_too = connect(&studio.url).await;
    assert_eq!(studio.program().get("/livez").await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_long_name_is_not_sent_back() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let edits = format!("/api/v1/projects/{id}/edits");
    let long = "k".repeat(200_000);
    let json = |text: String| (text, "application/json");
    let texts = [
        ("/api/v1/reviews", (format!("groundplan: 1\nname: A\n{long}: 1\n"), "application/yaml")),
        ("/api/v1/reviews", (format!("groundplan: 1\nname: A\nelements:\n  a: {{kind: {long}}}\n"), "application/yaml")),
        ("/api/v1/reviews", (format!("groundplan: 1\nname: A\nelements:\n  {long}: {{kind: service}}\n"), "application/yaml")),
        ("/api/v1/reviews", (format!("groundplan: 1\nname: A\n{}: 1\n", "k k ".repeat(50_000)), "application/yaml")),
        ("/api/v1/projects", json(json!({ (&long): 1 }).to_string())),
        ("/api/v1/projects", json(json!({ "starter": long }).to_string())),
        (
            "/api/v1/projects",
            json(json!({ "design": { "groundplan": 1, "name": "A", "brief": { (&long): { (&long): [1] } } } }).to_string()),
        ),
        ("/api/v1/proposals", json(json!({ "brief": { (&long): "x" } }).to_string())),
        (edits.as_str(), json(json!({ "base": 1, "client_save": "a", "edits": [{ "edit": long }] }).to_string())),
        (edits.as_str(), json(json!({ "base": 1, "client_save": "a", "edits": [{ "edit": "remove-element", "id": long }] }).to_string())),
        ("/projects", (format!("{long}=1"), "application/x-www-form-urlencoded")),
        ("/projects", (format!("starter={long}"), "application/x-www-form-urlencoded")),
    ];
    for (path, (text, kind)) in texts {
        let told = browser.post_text(path, kind, text.clone()).await;
        assert!(told.status.is_client_error(), "{path} {}", &text[..60]);
        assert!(told.bytes.len() < 2_000, "{path} {} is answered with {} bytes", &text[..60], told.bytes.len());
    }
    let asked = browser.send(browser.request(Method::GET, &format!("/api/v1/projects/{id}/revisions?before={}", &long[..8_000]))).await;
    assert!(asked.status.is_client_error() && asked.bytes.len() < 2_000);
    let targets = browser.get(&format!("/api/v1/projects/{id}/files?targets={}", &long[..8_000])).await;
    assert!(targets.status.is_client_error() && targets.bytes.len() < 2_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_behind_one_address_and_a_script_are_served() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start_with_limits(BINARY, data.path(), &[]).unwrap();
    let url = process.url.clone();
    let people = (0..50).map(|_| tokio::spawn(person(url.clone())));
    let people: Vec<_> = people.collect();
    let script = Client::program(&url);
    for _ in 0..5 {
        for _ in 0..5 {
            let answer = script.post("/api/v1/reviews", &small_design()).await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for person in people {
        person.await.unwrap();
    }
}

/// What somebody does who comes to draw.
async fn person(url: String) {
    let browser = Client::browser(&url);
    let fine = |what: &str, answer: tests::client::Answer| assert!(answer.status.is_success(), "{what}: {}", answer.text());
    fine("home", browser.get("/").await);
    let id = browser.create(small_design()).await.id;
    fine("list", browser.get("/api/v1/projects").await);
    for n in 1..=6 {
        fine("save", browser.save(&id, n, &format!("s{n}"), vec![tests::client::rename(&format!("Shop {n}"))]).await);
    }
    fine("read", browser.get(&format!("/api/v1/projects/{id}")).await);
    fine("picture", browser.get(&format!("/api/v1/projects/{id}/diagram.svg")).await);
    fine("files", browser.get(&format!("/api/v1/projects/{id}/files")).await);
}
