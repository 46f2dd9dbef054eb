//! Rules and dashboards of one small Design, and what must not be in them.

use crate::{Generated, Options, generate};
use domain::{Design, work::Work};
use std::collections::BTreeSet;

const SHOP: &str = "groundplan: 1
name: Shop
platform: { observability: { metrics: prometheus, dashboards: grafana } }
elements:
  gateway: { kind: gateway, technology: nginx }
  orders: { kind: service, technology: node-express }
  bus: { kind: broker, technology: rabbitmq }
links:
  a: { from: gateway, to: orders, kind: rest, timeout_ms: 2000 }
  b: { from: orders, to: bus, kind: publish }
journeys:
  check-out: { name: 'Check {{7*7}} out', steps: [{ link: a }, { link: b }], latency_p95_ms: 800, availability: 99.9 }
  browse: { name: Browse, steps: [{ link: a }] }
";

fn bundle(yaml: &str) -> Generated {
    let design: Design = domain::file::read(yaml).expect("a Design");
    generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle")
}

fn text(generated: &Generated, path: &str) -> String {
    let file = generated.bundle.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.bytes.clone()).expect("text")
}

#[test]
fn the_rules_and_their_tests() {
    let generated = bundle(SHOP);
    insta::assert_snapshot!("rules", text(&generated, "observability/rules.yml"));
    insta::assert_snapshot!("rule_tests", text(&generated, "observability/tests/rules.test.yml"));
    insta::assert_snapshot!("journeys", text(&generated, "observability/dashboards/journeys.json"));
}

#[test]
fn no_target_no_alert() {
    let rules = text(&bundle(&SHOP.replace(", latency_p95_ms: 800, availability: 99.9", "")), "observability/rules.yml");
    assert!(!rules.contains("journey"), "{rules}");
}

#[test]
fn nobody_measures_nobody_is_told() {
    let generated = bundle(&SHOP.replace("metrics: prometheus, ", ""));
    assert!(generated.bundle.iter().all(|(path, _)| !path.as_str().contains("rules") && !path.as_str().contains("alertmanager")));
}

/// Every language, and a product with an exporter.
const EVERYTHING: &str = "groundplan: 1
name: Shop
platform: { observability: { metrics: prometheus, dashboards: grafana } }
elements:
  gateway: { kind: gateway, technology: nginx }
  node: { kind: service, technology: node-express }
  python: { kind: service, technology: python-fastapi }
  go: { kind: service, technology: go }
  bus: { kind: broker, technology: rabbitmq }
links:
  a: { from: gateway, to: node, kind: rest, timeout_ms: 2000 }
  b: { from: gateway, to: python, kind: rest, timeout_ms: 2000 }
  c: { from: gateway, to: go, kind: rest, timeout_ms: 2000 }
  d: { from: node, to: bus, kind: publish }
journeys:
  look: { name: Look, steps: [{ link: a }], latency_p95_ms: 800, availability: 99.9 }
";

/// The names of series in a query: what is neither a function nor a word of the language, nor between brackets, braces or quotes.
fn series(query: &str) -> BTreeSet<String> {
    const WORDS: &[&str] = &["and", "or", "unless", "by", "without", "on", "ignoring", "bool", "sum", "avg", "min", "max", "count"];
    let mut found = BTreeSet::new();
    let mut rest = query;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || "{[\"".contains(c)) {
        let from = &rest[start..];
        let close = match from.as_bytes()[0] {
            b'{' => Some('}'),
            b'[' => Some(']'),
            b'"' => Some('"'),
            _ => None,
        };
        let length = match close {
            Some(close) => from[1..].find(close).map_or(from.len(), |at| at + 2),
            None => from.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')).unwrap_or(from.len()),
        };
        let (word, after) = from.split_at(length);
        rest = after;
        if matches!(word, "by" | "without" | "on" | "ignoring") {
            // The labels that follow.
            rest = after.trim_start().strip_prefix('(').and_then(|labels| labels.split_once(')')).map_or(after, |(_, rest)| rest);
        } else if close.is_none() && !WORDS.contains(&word) && !after.trim_start().starts_with('(') {
            found.insert(word.to_owned());
        }
    }
    found
}

#[test]
fn series_are_found_in_queries() {
    let query = "histogram_quantile(0.95, sum by (job, le) (rate(a_bucket{job=\"x\"}[5m]))) > 0.8 and job:b:rate5m{c=~\"5..\"} * 2";
    assert_eq!(series(query), ["a_bucket", "job:b:rate5m"].map(str::to_owned).into());
}

#[test]
fn every_series_that_is_asked_for_is_there() {
    let generated = bundle(EVERYTHING);
    let rules: serde_json::Value = serde_saphyr::from_str(&text(&generated, "observability/rules.yml")).expect("YAML");
    let groups = rules["groups"].as_array().expect("groups");
    let rules: Vec<&serde_json::Value> = groups.iter().flat_map(|group| group["rules"].as_array().expect("rules")).collect();
    let recorded: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["record"].as_str()).collect();
    let mut asked: BTreeSet<String> = rules.iter().flat_map(|rule| series(rule["expr"].as_str().expect("a query"))).collect();
    for board in ["overview", "part", "journeys"] {
        let board: serde_json::Value =
            serde_json::from_str(&text(&generated, &format!("observability/dashboards/{board}.json"))).expect("JSON");
        let panels = board["panels"].as_array().expect("panels").iter().flat_map(|panel| panel["targets"].as_array().expect("queries"));
        asked.extend(panels.flat_map(|target| series(target["expr"].as_str().expect("a query"))));
    }
    assert!(asked.len() > 5 && asked.contains("http_request_duration_seconds_bucket"), "{asked:?}");
    // What Prometheus says of itself.
    let own = ["up", "ALERTS"];
    for name in asked.iter().filter(|name| !own.contains(&name.as_str()) && !recorded.contains(name.as_str())) {
        if name.starts_with("rabbitmq_") {
            assert!(text(&generated, "observability/prometheus.yml").contains("port: 15692"), "{name}: nobody asks RabbitMQ's exporter");
            continue;
        }
        // The libraries of Node and Python write the numbers of the process and the ends of names.
        let stem = name.trim_end_matches("_bucket");
        let ended = stem.trim_end_matches("_total");
        for (file, words) in [
            ("services/node/src/observe/metrics.js", [format!("name: \"{stem}\""), "collectDefaultMetrics(".to_owned()]),
            ("services/python/app/core/metrics.py", [format!("(\"{ended}\""), "ProcessCollector(".to_owned()]),
            ("services/go/metrics.go", [format!("# TYPE {stem} "), format!("# TYPE {stem} ")]),
        ] {
            let word = &words[usize::from(name.starts_with("process_"))];
            assert!(text(&generated, file).contains(word.as_str()), "{file} does not export {name}");
        }
    }
}
