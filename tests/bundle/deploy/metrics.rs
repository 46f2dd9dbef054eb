//! The dashboard and the alerts name what the studio counts, and nothing that it does not.

use super::text;
use serde_json::Value;
use std::collections::BTreeSet;
use tests::{
    client::{Client, rename, small_design},
    process::Process,
};

/// Names of metrics in a text, as the family has them.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| word.starts_with("groundplan_"));
    words
        .map(|word| {
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| word.strip_suffix(end));
            family.unwrap_or(word).to_owned()
        })
        .collect()
}

/// Which labels a text asks of which metric: `a{b="c"}` asks for `b` of `a`.
fn asked(text: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("groundplan_") {
        let name: String = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let Some(selector) = text[at + name.len()..].strip_prefix('{') else { continue };
        // Of what stands between quotes every second piece is a value.
        for piece in selector.split('"').step_by(2) {
            let (piece, ends) = piece.split_once('}').map_or((piece, false), |(before, _)| (before, true));
            let label = piece.trim_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            // Prometheus itself adds the instance.
            if !label.is_empty() && label != "instance" {
                found.insert((name.clone(), label.to_owned()));
            }
            if ends {
                break;
            }
        }
    }
    found
}

/// The expressions of every panel.
fn expressions(dashboard: &Value) -> Vec<&str> {
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
    targets.map(|target| target["expr"].as_str().unwrap()).collect()
}

/// What a studio says of itself that was used, and once refused.
async fn counted() -> String {
    let data = tempfile::tempdir().unwrap();
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let flags = ["--metrics-listen", &address, "--proposals-per-minute", "2"];
    let process = Process::start_with_limits(env!("CARGO_BIN_EXE_groundplan-under-test"), data.path(), &flags).unwrap();
    let browser = Client::browser(&process.url);
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("X")]).await;
    browser.get(&format!("/api/v1/projects/{id}/diagram.svg")).await;
    browser.post("/api/v1/faults", &serde_json::json!({"page": "/", "message": "x", "program": "x.js", "unsaved": 0})).await;
    while browser.post("/api/v1/proposals", &serde_json::json!({"brief": {}})).await.status != 429 {}
    // What takes a moment is measured at the start, beside everything else.
    loop {
        let text = Client::program(&format!("http://{address}")).get("/metrics").await.text();
        if text.contains("groundplan_store_size_bytes") && text.contains("groundplan_runtime_lag_seconds") {
            return text;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn dashboard_and_alerts_name_exactly_what_is_counted() {
    let counted = counted().await;
    let there: BTreeSet<String> =
        counted.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).map(str::to_owned).collect();
    let dashboard: Value = serde_json::from_str(&text("monitoring/dashboard.json")).unwrap();
    let (expressions, rules) = (expressions(&dashboard).join("\n"), text("monitoring/rules.yml"));
    let (shown, told) = (named(&expressions), named(&rules));
    let unknown: Vec<&String> = shown.union(&told).filter(|name| !there.contains(*name)).collect();
    assert!(unknown.is_empty(), "nothing counts {unknown:?}; there is\n{there:#?}");
    let unseen: Vec<&String> = there.iter().filter(|name| !shown.contains(*name)).collect();
    assert!(unseen.is_empty(), "the dashboard lacks {unseen:?}");
    for (metric, label) in asked(&expressions).union(&asked(&rules)) {
        let given = counted.lines().any(|line| line.starts_with(&format!("{metric}{{")) && line.contains(&format!("{label}=\"")));
        assert!(given, "{metric} has no label {label}, so that nothing would ever match");
    }
    let readme = include_str!("../../../README.md");
    let unsaid: Vec<&String> = there
        .iter()
        .filter(|name| !readme.contains(name.as_str()) && !readme.contains(&format!("`_{}`", name.rsplit('_').next().unwrap())))
        .collect();
    assert!(unsaid.is_empty(), "the README's table lacks {unsaid:?}");
}

#[test]
fn panels_do_not_lie_on_each_other_and_have_their_own_numbers() {
    let dashboard: Value = serde_json::from_str(&text("monitoring/dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<u64> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len());
    let mut taken = BTreeSet::new();
    for panel in panels {
        let [x, y, w, h] = ["x", "y", "w", "h"].map(|side| panel["gridPos"][side].as_u64().unwrap());
        assert!(x + w <= 24, "{}", panel["title"]);
        for cell in (x..x + w).flat_map(|column| (y..y + h).map(move |line| (column, line))) {
            assert!(taken.insert(cell), "{} lies on another", panel["title"]);
        }
    }
}

#[test]
fn labels_are_found_in_a_selector() {
    let pair = |metric: &str, label: &str| (metric.to_owned(), label.to_owned());
    let text = r#"rate(groundplan_a{route="/x/{id}",le!~"1"}[5m]) > groundplan_b / groundplan_c{instance=~"$instance",why="x"}"#;
    assert_eq!(asked(text), BTreeSet::from([pair("groundplan_a", "route"), pair("groundplan_a", "le"), pair("groundplan_c", "why")]));
}
