//! `POST /faults`.

use serde_json::json;
use tests::in_process::Studio;

#[tokio::test]
async fn a_fault_is_reported_within_bounds() {
    let studio = Studio::start_with(|config| config.allowances.reports = 10).await;
    let browser = studio.browser();
    let fault = json!({ "page": "/p/-/studio", "message": "panic at a.rs:1:2: it broke", "program": "/pkg/a/groundplan.js", "unsaved": 0 });
    for _ in 0..10 {
        assert_eq!(browser.post("/api/v1/faults", &fault).await.status.as_u16(), 204);
    }
    let refused = browser.post("/api/v1/faults", &fault).await;
    refused.problem(429);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn a_report_has_a_size_and_a_form() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let of = |message: &str| json!({ "page": "/", "message": message, "program": "", "unsaved": 0 });
    browser.post("/api/v1/faults", &of(&"x".repeat(5_000))).await.problem(413);
    browser.post("/api/v1/faults", &json!({ "page": "/" })).await.problem(422);
    browser.post("/api/v1/faults", &json!({ "design": {}, "page": "/", "message": "", "program": "", "unsaved": 0 })).await.problem(422);
    browser.post_text("/api/v1/faults", "text/plain", "broken").await.problem(415);
    assert_eq!(browser.post("/api/v1/faults", &of("short")).await.status.as_u16(), 204);
}
