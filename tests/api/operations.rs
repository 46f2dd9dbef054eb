//! `/livez`, `/readyz`, `/metrics`, and how the server ends.

use std::time::{Duration, Instant};
use tests::{
    client::{Client, rename, small_design},
    in_process::Studio,
    process::Process,
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
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("X")]).await;
    browser.project(&id).await;
    let text = browser.get("/metrics").await.text();
    for expected in [
        "groundplan_http_requests_total{method=\"GET\",route=\"/api/v1/projects/{id}\",status=\"200\"}",
        "groundplan_http_request_seconds_bucket{route=\"/api/v1/projects/{id}\",le=\"0.005\"}",
        "groundplan_store_commits_total",
        "groundplan_store_batch_jobs_bucket",
        "groundplan_store_queue_length 0",
        "groundplan_process_resident_bytes",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(!text.contains(&id));
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
