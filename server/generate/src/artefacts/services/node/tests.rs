//! The files of one Node service as they are; what a service does not need is not there.

use crate::{Generated, Options, generate};
use domain::{Design, starters, work::Work};

fn shop() -> Generated {
    let design = starters::find("e-commerce").expect("a starter").design().expect("a design");
    generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle")
}

fn text<'a>(generated: &'a Generated, path: &str) -> &'a str {
    let file = generated.bundle.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    std::str::from_utf8(&file.bytes).expect("text")
}

macro_rules! snapshots {
    ($($test:ident: $path:literal),+ $(,)?) => { $(
        #[test]
        fn $test() {
            insta::assert_snapshot!(text(&shop(), $path));
        }
    )+ };
}

snapshots!(
    service: "services/order-service/src/service.js",
    resource: "services/order-service/src/resources/orders.js",
    resource_test: "services/order-service/test/resources/orders.test.js",
    client: "services/order-service/src/clients/payment-service.js",
    handler: "services/notification-service/src/events/handlers/user-registered.js",
    action: "services/payment-service/src/actions/charge.js",
    migration: "services/order-service/migrations/0001_initial.sql",
    contract: "services/order-service/contract.json",
    manifest: "services/order-service/package.json",
    readme: "services/order-service/README.md",
    dockerfile: "services/order-service/Dockerfile",
);

#[test]
fn only_what_is_needed_is_there() {
    let shop = shop();
    let has = |path: &str| shop.bundle.get(path).is_some();
    assert!(has("services/product-service/src/store/mongodb.js") && !has("services/product-service/src/store/sql.js"));
    assert!(!has("services/product-service/migrations/0001_initial.sql"));
    assert!(has("services/user-service/src/accounts/routes.js") && !has("services/order-service/src/accounts/routes.js"));
    assert!(!has("services/notification-service/src/resources/orders.js"));
    let manifest = text(&shop, "services/notification-service/package.json");
    assert!(manifest.contains("amqplib") && !manifest.contains("\"pg\"") && !manifest.contains("jose"));
}

#[test]
fn a_lock_holds_what_the_manifest_needs_and_no_more() {
    let shop = shop();
    for service in ["order-service", "notification-service", "product-service"] {
        let lock: serde_json::Value = serde_json::from_str(text(&shop, &format!("services/{service}/package-lock.json"))).expect("JSON");
        let manifest: serde_json::Value = serde_json::from_str(text(&shop, &format!("services/{service}/package.json"))).expect("JSON");
        assert_eq!(lock["packages"][""]["dependencies"], manifest["dependencies"]);
        for (name, version) in manifest["dependencies"].as_object().expect("an object") {
            assert_eq!(&lock["packages"][format!("node_modules/{name}")]["version"], version, "{name}");
        }
    }
    let lock = |service: &str| text(&shop, &format!("services/{service}/package-lock.json")).to_owned();
    assert!(!lock("notification-service").contains("node_modules/pg\""));
    assert!(lock("order-service").contains("node_modules/pg\""));
}

#[test]
fn every_broker_and_store_has_its_adapter() {
    for (broker, store) in [("kafka", "mysql"), ("redis", "mongodb"), ("nats", "postgresql"), ("rabbitmq", "mysql")] {
        let yaml = format!(
            "groundplan: 1\nname: Shop\ncontexts: {{ shop: {{ name: Shop, entities: [{{ name: \"null\" }}] }} }}\nevents: {{ null.made: {{}} }}\nelements:\n  a: {{ kind: service, technology: node-express, context: shop }}\n  d: {{ kind: datastore, technology: {store} }}\n  b: {{ kind: broker, technology: {broker} }}\nlinks:\n  l: {{ from: a, to: d, kind: owns }}\n  m: {{ from: a, to: b, kind: publish, events: [null.made] }}\n  n: {{ from: a, to: b, kind: subscribe, events: [null.made], dead_letter: true }}\n"
        );
        let design: Design = domain::file::read(&yaml).unwrap_or_else(|error| panic!("{:#?}", error.problems));
        let bundle = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
        assert!(text(&bundle, "services/a/src/service.js").contains(&format!("./events/{broker}.js")));
        assert!(bundle.bundle.get(&format!("services/a/src/events/{broker}.js")).is_some());
        assert_eq!(bundle.bundle.get("services/a/migrations/0001_initial.sql").is_some(), store != "mongodb");
    }
}

#[test]
fn each_way_to_sign_in_has_its_own_check_and_only_its_libraries() {
    let text_of = |way: &str| {
        let yaml = domain::file::write(&starters::find("e-commerce").expect("a starter").design().expect("a design"));
        let design = domain::file::read(&yaml.replace("authentication: jwt", &format!("authentication: {way}"))).expect("a Design");
        let bundle = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
        let access = bundle.bundle.get("services/order-service/src/http/access.js").map(|f| String::from_utf8_lossy(&f.bytes).into_owned());
        let has_script = bundle.bundle.get("scripts/add-api-key.sh").is_some();
        (access.unwrap_or_default(), text(&bundle, "services/order-service/package.json").contains("jose"), has_script)
    };
    for (way, holds, jose, script) in [
        ("jwt", "HS256", true, false),
        ("oidc", "createRemoteJWKSet", true, false),
        ("api-keys", "timingSafeEqual", false, true),
        ("none", "", false, false),
    ] {
        let (access, has_jose, has_script) = text_of(way);
        assert!(access.contains(holds) && access.is_empty() == (way == "none"), "{way}: {access}");
        assert_eq!((has_jose, has_script), (jose, script), "{way}");
    }
}
