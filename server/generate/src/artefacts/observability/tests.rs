//! Rules and dashboards of one small Design, and what must not be in them.

use crate::{Generated, Options, generate};
use domain::Design;

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
    generate(&design, &Options::default()).expect("a bundle")
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
