//! Services in Python: the files that the contract is printed into, and what must not be there.

use super::*;

const SHOP: &str = r#"
platform: { authentication: jwt, observability: { metrics: prometheus, traces: jaeger } }
contexts:
  ordering:
    name: Ordering
    entities:
    - { name: orders, sensitivity: personal, fields: { total: decimal, class: string, placed_at: timestamp } }
    - { name: users, sensitivity: personal, fields: { email: string } }
elements:
  orders: { kind: service, technology: python-fastapi, context: ordering, description: "Takes: orders" }
  payments: { kind: service, technology: python-fastapi }
  mailer: { kind: worker, technology: python-fastapi }
  orders-db: { kind: datastore, technology: postgresql }
  cache: { kind: datastore, technology: redis }
  bus: { kind: broker, technology: rabbitmq }
  mail: { kind: external, title: "The \"mail\" provider" }
links:
  a: { from: orders, to: orders-db, kind: owns }
  b: { from: orders, to: cache, kind: caches, label: write-through }
  c: { from: orders, to: payments, kind: rest, label: Charge, timeout_ms: 3000, retries: 1, idempotent: true, circuit_breaker: true, critical: true }
  d: { from: orders, to: bus, kind: publish, events: [order.created, order.failed, user.registered], outbox: true }
  e: { from: mailer, to: bus, kind: subscribe, events: [order.created], dead_letter: true, retries: 5 }
  f: { from: mailer, to: mail, kind: uses, label: /send, timeout_ms: 5000, fallback: "keep it: \"later\"" }
events:
  order.created: { description: "An order was placed.", fields: { order_id: uuid, total: decimal, customer_id: uuid } }
  order.failed: { fields: { total: decimal } }
  user.registered: { fields: { email: string } }
"#;

macro_rules! snapshots {
    ($($test:ident: $path:literal),+ $(,)?) => { $(
        #[test]
        fn $test() {
            insta::assert_snapshot!(text(&generated(&design(SHOP)), $path));
        }
    )+ };
}

snapshots!(
    python_config: "services/orders/app/config.py",
    python_models: "services/orders/app/models.py",
    python_routes: "services/orders/app/routes/orders.py",
    python_events: "services/orders/app/events.py",
    python_announcements: "services/orders/app/announcements.py",
    python_clients: "services/orders/app/clients.py",
    python_tables: "services/orders/app/data/tables.py",
    python_migration: "services/orders/migrations/versions/0001_first.py",
    python_parts: "services/orders/app/parts.py",
    python_wiring: "services/orders/app/wiring.py",
    python_main: "services/orders/app/main.py",
    python_actions: "services/payments/app/actions.py",
    python_handlers: "services/mailer/app/handlers.py",
    python_worker_wiring: "services/mailer/app/wiring.py",
    python_requirements: "services/mailer/requirements.txt",
    python_readme: "services/orders/README.md",
    python_samples: "services/orders/tests/samples.json",
);

#[test]
fn a_python_service_holds_what_it_needs_and_nothing_else() {
    let generated = generated(&design(SHOP));
    let has = |path: &str| generated.bundle.get(path).is_some();
    assert!(has("services/orders/app/data/sql_outbox.py") && has("services/orders/app/core/accounts.py"));
    for absent in
        ["app/data/sql_outbox.py", "app/core/accounts.py", "app/data/cache.py", "app/models.py", "migrations/env.py", "app/migrate.py"]
    {
        assert!(!has(&format!("services/mailer/{absent}")), "{absent}");
    }
    for absent in
        ["app/messaging/kafka.py", "app/messaging/nats.py", "app/messaging/redis_streams.py", "app/data/mongo.py", "app/handlers.py"]
    {
        assert!(!has(&format!("services/orders/{absent}")), "{absent}");
    }
    let packages = |service: &str| text(&generated, &format!("services/{service}/requirements.txt")).to_owned();
    assert!(packages("orders").contains("asyncpg==") && packages("orders").contains("argon2-cffi=="));
    for absent in ["sqlalchemy", "asyncpg", "redis", "aiokafka", "pyjwt", "argon2-cffi", "pytest"] {
        assert!(!packages("mailer").contains(&format!("{absent}==")), "{absent}");
    }
}

#[test]
fn every_package_of_an_image_is_pinned_with_its_hashes() {
    let generated = generated(&design(SHOP));
    let lock = text(&generated, "services/orders/requirements.lock");
    let pins = lock.lines().filter(|line| line.contains("==")).count();
    assert!(pins > 40 && lock.matches("--hash=sha256:").count() >= pins);
    assert!(text(&generated, "services/orders/Dockerfile").contains("--require-hashes"));
}

#[test]
fn python_code_avoids_known_traps() {
    let generated = generated(&design(SHOP));
    for (path, file) in generated.bundle.iter().filter(|(path, _)| path.as_str().ends_with(".py")) {
        let text = String::from_utf8_lossy(&file.bytes);
        for trap in ["import CircuitBreaker", ".keys(", "create_all", "auto_ack=True", "enable_auto_commit=True", "os._exit"] {
            assert!(!text.contains(trap), "{path} holds “{trap}”");
        }
    }
}

/// A test that looks at what a service does not have cannot even be collected.
#[test]
fn tests_import_only_what_is_there() {
    let quiet = SHOP.replace(
        "  d: { from: orders, to: bus, kind: publish, events: [order.created, order.failed, user.registered], outbox: true }\n",
        "",
    );
    for yaml in [SHOP.to_owned(), quiet] {
        let generated = generated(&design(&yaml));
        let has = |path: &str| generated.bundle.get(path).is_some();
        for (path, file) in generated.bundle.iter().filter(|(path, _)| path.as_str().ends_with(".py")) {
            let Some((folder, _)) = path.as_str().split_once("/app/").or_else(|| path.as_str().split_once("/tests/")) else { continue };
            let text = String::from_utf8_lossy(&file.bytes);
            for module in text.lines().filter_map(|line| line.strip_prefix("from app.")?.split(' ').next()) {
                let module = module.replace('.', "/");
                assert!(
                    has(&format!("{folder}/app/{module}.py")) || has(&format!("{folder}/app/{module}/__init__.py")),
                    "{path}: {module}"
                );
            }
        }
    }
}

#[test]
fn a_service_that_opens_nothing_names_no_stack() {
    let quiet = generated(&design("elements: {prices: {kind: worker, technology: python-fastapi}}\n"));
    assert!(!text(&quiet, "services/prices/app/wiring.py").contains("as stack"));
    assert!(text(&generated(&design(SHOP)), "services/mailer/app/wiring.py").contains("as stack"));
}
