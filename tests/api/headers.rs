//! What browsers are told about every answer.

use server::config::PublicUrl;
use tests::in_process::Studio;

#[tokio::test]
async fn every_answer_is_safe_to_show() {
    let studio = Studio::start().await;
    for path in ["/", "/api/v1/catalog", "/api/v1/nowhere", "/nowhere", "/livez", "/pkg/nowhere.js", "/s/nothing"] {
        let answer = studio.program().get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "not without TLS: {path}");
    }
}

#[tokio::test]
async fn answers_of_the_api_are_not_kept() {
    let studio = Studio::start().await;
    assert_eq!(studio.program().get("/api/v1/projects").await.header("cache-control"), "no-store");
    assert_eq!(studio.program().get("/api/v1/nowhere").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_page_runs_only_its_own_scripts() {
    let studio = Studio::start().await;
    let nonce = async || {
        let answer = studio.program().get("/").await;
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let text = answer.text();
        // What is no script's type is data, which runs nothing.
        let scripts = text.matches("<script").count() - text.matches("<script type=\"application/json\"").count();
        assert!(
            scripts > 0 && scripts == text.matches(&format!("nonce=\"{nonce}\"")).count() - text.matches("rel=\"modulepreload\"").count()
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && policy.contains("frame-ancestors 'none'"));
        assert!(!text.contains(" style=") && !text.contains(" onclick="), "the policy would block it");
        nonce
    };
    assert_ne!(nonce().await, nonce().await, "each page has its own");
}

#[tokio::test]
async fn behind_tls_browsers_are_told_to_stay_there() {
    let url = "https://plan.example.org";
    let studio = Studio::start_with(|config| config.public_url = Some(PublicUrl::parse(url).unwrap())).await;
    let program = studio.program();
    assert!(program.get("/").await.header("strict-transport-security").contains("max-age=63072000"));
    let created =
        program.send(program.request(reqwest::Method::POST, "/api/v1/projects").header("origin", url).json(&serde_json::json!({}))).await;
    let cookie = created.header("set-cookie");
    assert!(cookie.starts_with("__Host-groundplan_owner=") && cookie.ends_with("; Secure") && !cookie.contains("Domain"), "{cookie}");
}
