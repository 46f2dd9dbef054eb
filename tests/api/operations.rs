//! `/livez`, `/readyz`, `/metrics`, the log, and how the server ends.

use std::{
    process::Command,
    time::{Duration, Instant},
};
use tests::{
    client::{Client, rename, small_design},
    in_process::Studio,
    postgres::Database,
    process::Process,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");

#[tokio::test]
async fn it_says_that_it_lives_and_is_ready() {
    let studio = Studio::start().await;
    for path in ["/livez", "/readyz"] {
        assert_eq!(studio.program().get(path).await.status.as_u16(), 200, "{path}");
    }
}

#[tokio::test]
async fn it_counts_requests_by_route_and_never_by_path() {
    let address = free_address();
    let studio = Studio::start_with(|config| config.metrics_listen = Some(address)).await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("X")]).await;
    browser.project(&id).await;
    let text = Client::program(&format!("http://{address}")).get("/metrics").await.text();
    for expected in [
        "groundplan_http_requests_total{method=\"GET\",route=\"/api/v1/projects/{id}\",status=\"200\"}",
        "groundplan_http_request_seconds_bucket{route=\"/api/v1/projects/{id}\",le=\"0.005\"}",
        "groundplan_store_commits_total",
        "groundplan_store_batch_jobs_bucket",
        "groundplan_store_queue_length 0",
        "groundplan_store_size_bytes ",
        "groundplan_http_connections ",
        "groundplan_http_answer_bytes_total{route=\"/api/v1/projects/{id}\"}",
        "groundplan_pool_running{pool=\"compute\"} 0",
        "groundplan_pool_overdue{pool=\"small\"} 0",
        "groundplan_limit_counters ",
        "groundplan_process_resident_bytes",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(!text.contains(&id));
}

/// Of this machine, for a server that is about to start.
fn free_address() -> std::net::SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn the_public_cannot_read_what_is_counted() {
    let address = free_address();
    let studio = Studio::start_with(|config| config.metrics_listen = Some(address)).await;
    assert_eq!(studio.program().get("/metrics").await.status.as_u16(), 404);
    let watcher = Client::program(&format!("http://{address}"));
    assert_eq!(watcher.get("/api/v1/catalog").await.status.as_u16(), 404, "and who watches reads nothing else");
}

/// Asks a server as a container's health check does: exit code and what was said.
fn ready(url: &str, more: &[&str]) -> (i32, String) {
    let address = url.strip_prefix("http://").unwrap();
    let ended = Command::new(BINARY).args(["ready", "--listen", address]).args(more).output().unwrap();
    let said = [ended.stdout, ended.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (ended.status.code().unwrap(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_itself_asks_whether_a_server_is_ready() {
    let database = Database::on_its_own().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, format!("{}\n", database.url)).unwrap();
    let process = Process::start(BINARY, folder.path(), &["--database-url-file", file.to_str().unwrap()]).unwrap();
    let url = process.url.clone();
    assert_eq!(ready(&url, &[]), (0, "ready\n".to_owned()));
    let frozen = database.freeze().unwrap();
    let began = Instant::now();
    loop {
        // The last good answer counts for a moment.
        let (code, said) = ready(&url, &[]);
        if code == 1 {
            assert!(said.contains("it answers 503") && said.contains("database does not answer"), "{said}");
            break;
        }
        assert!(code == 0 && began.elapsed() < Duration::from_secs(20), "{said}");
    }
    drop(frozen);
    assert_eq!(ready(&url, &["--wait", "30"]), (0, "ready\n".to_owned()), "it recovers by itself");
    process.terminate().unwrap();
    let (code, said) = ready(&url, &[]);
    assert!(code == 1 && said.contains("does not answer"), "{said}");
    let (code, said) = ready("http://127.0.0.1:0", &[]);
    assert!(code == 2 && said.contains("--listen"), "{said}");
}

#[tokio::test]
async fn what_others_can_reach_does_not_start_without_the_address_they_type() {
    let data = tempfile::tempdir().unwrap();
    let ended = Command::new(BINARY).args(["serve", "--listen", "0.0.0.0:0", "--data"]).arg(data.path()).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && said.contains("--public-url"), "{said}");
}

#[tokio::test]
async fn each_request_has_a_line_in_the_log_that_names_no_design() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, data.path(), &["--log", "info", "--log-requests", "--log-format", "json"]).unwrap();
    let browser = Client::browser(&process.url);
    let project = browser.create(small_design()).await;
    let answer = browser.get(&format!("/api/v1/projects/{}", project.id)).await;
    let (_, log) = process.terminate().unwrap();
    let line = log.lines().find(|line| line.contains(answer.header("x-request-id"))).unwrap_or_else(|| panic!("no line in {log}"));
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["span"]["route"], "/api/v1/projects/{id}");
    assert_eq!((&line["span"]["method"], &line["fields"]["status"]), (&"GET".into(), &200.into()));
    assert_eq!(line["fields"]["bytes"], answer.bytes.len());
    assert!(line["fields"]["ms"].is_number());
    for secret in [&project.id, "Small shop", &browser.cookie().unwrap()["groundplan_owner=".len()..]] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}

#[tokio::test]
async fn asked_to_stop_it_stops_cleanly_and_keeps_everything() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, data.path(), &["--log", "info"]).unwrap();
    let browser = Client::browser(&process.url);
    let id = browser.create(small_design()).await.id;
    let began = Instant::now();
    let (status, log) = process.terminate().unwrap();
    assert!(status.success() && began.elapsed() < Duration::from_secs(9), "{status}: {log}");
    assert!(log.contains("stopped"), "{log}");
    assert!(!log.contains(&id) && !log.contains("Small shop"), "no designs and no addresses in logs: {log}");
    let again = Process::start(BINARY, data.path(), &[]).unwrap();
    assert_eq!(browser.at(&again.url).project(&id).await.design, small_design());
}

#[tokio::test]
async fn a_client_that_never_finishes_its_request_loses_its_connection() {
    let studio = Studio::start_with(|config| config.head_wait = Duration::from_millis(200)).await;
    let mut slow = TcpStream::connect(studio.url.strip_prefix("http://").unwrap()).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    let mut rest = Vec::new();
    // Ends when the server closes; a reset is as good.
    let _ = tokio::time::timeout(Duration::from_secs(20), slow.read_to_end(&mut rest)).await.expect("still open after 20 s");
    assert_eq!(studio.program().get("/livez").await.status.as_u16(), 200, "others are served");
}

#[tokio::test]
async fn asked_to_stop_it_finishes_the_request_that_runs() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, data.path(), &[]).unwrap();
    let body = serde_json::to_vec(&small_design()).unwrap();
    let mut client = TcpStream::connect(process.url.strip_prefix("http://").unwrap()).await.unwrap();
    let head =
        format!("POST /api/v1/reviews HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    client.write_all(head.as_bytes()).await.unwrap();
    client.write_all(&body[..1]).await.unwrap();
    // An answer to a later connection shows that the first one was accepted.
    assert_eq!(Client::program(&process.url).get("/livez").await.status.as_u16(), 200);
    let stopped = tokio::task::spawn_blocking(move || process.terminate().unwrap());
    client.write_all(&body[1..]).await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(stopped.await.unwrap().0.success());
}
