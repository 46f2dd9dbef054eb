//! The files of one small Design, as they are.

use super::*;
use domain::work::Work;

const SMALL: &str = r#"
elements:
  web: { kind: frontend, technology: static-site }
  gateway: { kind: gateway, technology: nginx }
  orders: { kind: service, technology: node-express, description: Takes orders, settings: { CURRENCY: { value: EUR } } }
  mailer: { kind: worker, technology: python-fastapi }
  orders-db: { kind: datastore, technology: postgresql }
  bus: { kind: broker, technology: rabbitmq }
  mail: { kind: external, title: Mail provider, settings: { MAIL_KEY: { secret: true } } }
links:
  a: { from: web, to: gateway, kind: rest }
  b: { from: gateway, to: orders, kind: rest, label: /api/orders, timeout_ms: 3000 }
  c: { from: orders, to: orders-db, kind: owns }
  d: { from: orders, to: bus, kind: publish }
  e: { from: mailer, to: bus, kind: subscribe }
  f: { from: mailer, to: mail, kind: uses, timeout_ms: 5000 }
"#;

macro_rules! snapshots {
    ($($test:ident: $path:literal),+ $(,)?) => { $(
        #[test]
        fn $test() {
            insta::assert_snapshot!(text(&generated(&design(SMALL)), $path));
        }
    )+ };
}

snapshots!(
    compose: "compose.yaml",
    compose_in_development: "compose.override.yaml",
    compose_in_production: "compose.prod.yaml",
    variables: ".env.example",
    secrets: "scripts/init-secrets.sh",
    nginx: "gateway/gateway/nginx.conf",
    node_dockerfile: "services/orders/Dockerfile",
    node_service: "services/orders/service.json",
    python_dockerfile: "services/mailer/Dockerfile",
    static_dockerfile: "services/web/Dockerfile",
    static_nginx: "services/web/nginx.conf",
    static_page: "services/web/public/index.html",
    verification: "VERIFICATION.md",
);

#[test]
fn kong() {
    insta::assert_snapshot!(text(&generated(&design(&SMALL.replace("nginx", "kong"))), "gateway/gateway/kong.yml"));
}

#[test]
fn traefik() {
    insta::assert_snapshot!(text(&generated(&design(&SMALL.replace("nginx", "traefik"))), "gateway/gateway/dynamic.yml"));
}

#[test]
fn observability() {
    let yaml = format!("platform: {{ observability: {{ metrics: prometheus, dashboards: grafana, logs: loki, traces: jaeger }} }}{SMALL}");
    let generated = generated(&design(&yaml));
    insta::assert_snapshot!("prometheus", text(&generated, "observability/prometheus.yml"));
    insta::assert_snapshot!("grafana", text(&generated, "observability/grafana-datasources.yaml"));
    insta::assert_snapshot!("alloy", text(&generated, "observability/config.alloy"));
    insta::assert_snapshot!("otel_collector", text(&generated, "observability/otel-collector.yaml"));
}

#[test]
fn logs_in_elasticsearch() {
    let yaml = format!("platform: {{ observability: {{ dashboards: grafana, logs: elasticsearch }} }}{SMALL}");
    let generated = generated(&design(&yaml));
    insta::assert_snapshot!("filebeat", text(&generated, "observability/filebeat.yml"));
    insta::assert_snapshot!("kibana", text(&generated, "observability/kibana.yml"));
    assert!(text(&generated, "observability/grafana-datasources.yaml").contains("index: \"filebeat-*\""));
    let lifecycle: serde_json::Value = serde_json::from_str(text(&generated, "observability/filebeat-lifecycle.json")).expect("JSON");
    assert_eq!(lifecycle["policy"]["phases"]["delete"]["min_age"], "7d");
    let compose: serde_json::Value = serde_saphyr::from_str(text(&generated, "compose.yaml")).expect("YAML");
    let service = |name: &str| &compose["services"][name];
    assert_eq!(service("elasticsearch")["environment"]["xpack.security.enabled"], "false");
    assert!(service("elasticsearch")["secrets"].is_null(), "it asks for no password");
    let binds: Vec<_> = service("filebeat")["volumes"].as_array().expect("volumes").iter().map(|v| v["source"].clone()).collect();
    assert_eq!(binds, ["filebeat-data", "/var/run/docker.sock", "/var/lib/docker/containers"]);
    let shared = |a: &str, b: &str| {
        service(a)["networks"].as_array().unwrap().iter().any(|n| service(b)["networks"].as_array().unwrap().contains(n))
    };
    assert!(shared("filebeat", "elasticsearch") && shared("kibana", "elasticsearch") && !shared("orders", "elasticsearch"));
}

#[test]
fn the_design_file_gives_the_same_design_back() {
    let before = design(SMALL);
    assert_eq!(domain::file::read(text(&generated(&before), "groundplan.yaml")).expect("a Design"), before);
}

#[test]
fn only_what_was_chosen_is_there_and_what_it_needs() {
    let only = |slug: &str| Options { artefacts: Some([slug.to_owned()].into()) };
    let files = |slug: &str| generate(&design(SMALL), &only(slug), &Work::unlimited()).expect("a bundle");
    assert!(files("design").bundle.get("compose.yaml").is_none());
    assert!(files("compose").bundle.get("services/orders/Dockerfile").is_some());
    let bundle = files("design").bundle;
    let counted = bundle.iter().fold(BTreeMap::new(), |mut counted, (_, file)| {
        *counted.entry(file.artefact).or_default() += 1;
        counted
    });
    let listed = artefacts(&design(SMALL), &only("design"), &counted, &Work::unlimited()).expect("a listing");
    // The report of the checks belongs to none.
    assert_eq!(listed.iter().filter(|a| a.chosen).map(|a| a.files).sum::<usize>(), bundle.len() - 1);
    assert!(listed.iter().any(|a| a.slug == "compose" && !a.chosen && a.files > 0));
    assert_eq!(
        generate(&design(SMALL), &only("nonsense"), &Work::unlimited()).expect_err("no such artefact"),
        GenerateError::UnknownArtefact("nonsense".into())
    );
}

#[test]
fn ids_that_yaml_reads_as_something_else_stay_names() {
    let generated = generated(&design("elements: { \"null\": { kind: service }, \"yes\": { kind: datastore, technology: redis } }\n"));
    let compose = text(&generated, "compose.yaml");
    assert!(compose.contains("\n  \"null\":\n") && compose.contains("\n  \"yes\":\n"), "{compose}");
}
