//! Designs that once came out wrong, each with what is right.

use super::*;

/// The part of a compose file that is about one service.
fn service(generated: &Generated, id: &str) -> String {
    let compose: serde_json::Value = serde_saphyr::from_str(text(generated, "compose.yaml")).expect("YAML");
    let found = &compose["services"][id];
    assert!(found.is_object(), "no service {id}");
    found.to_string()
}

const LEAFLETS: &str = "platform: { target: kubernetes }
contexts: { pages: { name: Pages, entities: [{ name: pages, fields: { title: string } }] } }
elements:
  page-service: { kind: service, technology: node-express, context: pages }
  page-db: { kind: datastore, technology: postgresql, context: pages }
  cache: { kind: datastore, technology: redis, memory_mib: 128, context: pages }
  baskets: { kind: datastore, technology: redis, memory_mib: 128, context: pages }
links:
  o: { from: page-service, to: page-db, kind: owns }
  b: { from: page-service, to: baskets, kind: owns }
  c: { from: page-service, to: cache, kind: caches }
";

#[test]
fn a_cache_makes_room_and_a_store_of_the_same_product_keeps_what_it_has() {
    let leaflets = generated(&design(LEAFLETS));
    let (cache, baskets) = (service(&leaflets, "cache"), service(&leaflets, "baskets"));
    assert!(cache.contains("--maxmemory 96mb --maxmemory-policy allkeys-lru") && cache.contains("--appendonly no"), "{cache}");
    assert!(!cache.contains("cache-data"), "a cache has no disk: {cache}");
    assert!(baskets.contains("--maxmemory 96mb --maxmemory-policy noeviction") && baskets.contains("--appendonly yes"), "{baskets}");
    assert!(baskets.contains("baskets-data"), "{baskets}");
    let part = |id: &str| text(&leaflets, &format!("deploy/kubernetes/base/parts/{id}.yaml"));
    assert!(part("cache").contains("kind: Deployment") && !part("cache").contains("volumeClaimTemplates"));
    assert!(part("baskets").contains("kind: StatefulSet"));
}

#[test]
fn a_part_with_its_own_image_is_said_to_have_one() {
    let yaml = "elements:
  basket: { kind: service, image: 'registry.example.org/shop/basket:1.4.0', port: 7070, description: Written in C# by another team. }
";
    let generated = generated(&design(yaml));
    assert!(generated.warnings.iter().any(|w| w.contains("“basket” runs its own image")), "{:?}", generated.warnings);
    assert!(!generated.warnings.iter().any(|w| w.contains("Node.js")), "{:?}", generated.warnings);
    let made_of = generated.bundle.iter().filter(|(path, _)| path.as_str().ends_with(".md"));
    for (path, file) in made_of {
        let said: Vec<String> = String::from_utf8_lossy(&file.bytes).lines().filter(|l| l.contains("Node.js")).map(str::to_owned).collect();
        assert!(said.is_empty(), "{}: {said:?}", path.as_str());
    }
}

#[test]
fn every_part_that_is_asked_by_grpc_has_a_service_to_write() {
    let yaml = "elements:
  pages: { kind: frontend, technology: nextjs, exposed: true }
  prices: { kind: service, technology: go }
  orders: { kind: service, technology: node-express }
  stock: { kind: service, technology: node-express }
  basket: { kind: service, image: 'registry.example.org/shop/basket:1.4.0' }
links:
  a: { from: pages, to: prices, kind: grpc, label: Convert amount }
  b: { from: orders, to: stock, kind: grpc, label: Reserve }
  c: { from: pages, to: basket, kind: grpc }
";
    let generated = generated(&design(yaml));
    for (part, held) in [("prices", "rpc ConvertAmount("), ("stock", "POST /internal/reserve"), ("basket", "rpc Call(")] {
        let proto = text(&generated, &format!("contracts/proto/{part}/v1/{part}.proto"));
        assert!(proto.contains(held), "{proto}");
    }
    let told = generated.warnings.iter().filter(|w| w.contains(", gRPC: the bundle holds the .proto file")).count();
    assert_eq!(told, 3, "{:?}", generated.warnings);
}

const TWO_WRITERS: &str = "contexts:
  accounts: { name: Accounts, entities: [{ name: members, fields: { name: string } }, { name: contacts, fields: { label: string } }] }
elements:
  gateway: { kind: gateway }
  member-service: { kind: service, technology: python-fastapi, context: accounts }
  contact-service: { kind: service, technology: node-express, context: accounts }
  accounts-db: { kind: datastore, technology: postgresql, context: accounts }
links:
  g1: { from: gateway, to: member-service, kind: rest, label: /api/members }
  g2: { from: gateway, to: contact-service, kind: rest, label: /api/contacts }
  o1: { from: member-service, to: accounts-db, kind: owns }
  o2: { from: contact-service, to: accounts-db, kind: owns }
";

#[test]
fn two_that_share_a_database_each_keep_their_own_there() {
    let generated = generated(&design(TWO_WRITERS));
    let tables = text(&generated, "services/member-service/app/data/tables.py");
    assert!(tables.contains("\"members\"") && !tables.contains("\"contacts\""), "{tables}");
    for own in ["member_service_outbox", "member_service_inbox", "member_service_alembic_version"] {
        assert!(tables.contains(own), "{own}: {tables}");
    }
    let migration = text(&generated, "services/contact-service/migrations/0001_initial.sql");
    assert!(migration.contains("create table \"contacts\"") && !migration.contains("members"), "{migration}");
    assert!(migration.contains("\"contact_service_outbox\"") && !migration.contains("\"outbox\""), "{migration}");
    assert!(text(&generated, "services/contact-service/src/service.js").contains("prefix: \"contact_service_\""));
}

#[test]
fn timescale_is_postgresql_to_those_who_keep_records_in_it() {
    for technology in ["node-express", "python-fastapi"] {
        let yaml = format!(
            "contexts: {{ farm: {{ name: Farm, entities: [{{ name: readings }}] }} }}\nelements:\n  readings: {{ kind: service, technology: {technology}, context: farm }}\n  readings-db: {{ kind: datastore, technology: timescaledb }}\nlinks:\n  o: {{ from: readings, to: readings-db, kind: owns }}\n"
        );
        let generated = generated(&design(&yaml));
        let migrations = generated.bundle.iter().filter(|(path, _)| path.as_str().starts_with("services/readings/migrations/")).count();
        assert!(migrations > 1, "{technology}");
    }
}

#[test]
fn nats_needs_no_root() {
    let generated = generated(&design("elements: { bus: { kind: broker, technology: nats } }\n"));
    assert!(service(&generated, "bus").contains("\"user\":\"1000\""), "{}", service(&generated, "bus"));
}

#[test]
fn a_platform_says_how_far_parts_protect_themselves_and_how_caches_are_filled() {
    let yaml = |platform: &str| {
        design(&format!(
            "platform: {{ {platform} }}\ncontexts: {{ shop: {{ name: Shop, entities: [{{ name: orders }}] }} }}\nelements:\n  gateway: {{ kind: gateway }}\n  orders: {{ kind: service, context: shop }}\n  hot: {{ kind: datastore, technology: redis }}\n  bank: {{ kind: external }}\nlinks:\n  a: {{ from: orders, to: bank, kind: uses, label: POST /charge, retries: 2, idempotent: true, circuit_breaker: true }}\n  b: {{ from: orders, to: hot, kind: caches }}\n  c: {{ from: gateway, to: orders, kind: rest }}\n"
        ))
    };
    for (level, retries, breaks, again) in [("timeouts", 0, false, false), ("retries", 2, false, true), ("breakers", 2, true, true)] {
        let generated = generated(&yaml(&format!("resilience: {level}")));
        let client = text(&generated, "services/orders/src/clients/bank.js");
        assert!(client.contains(&format!("retries: {retries},")) && client.contains(&format!("breaks: {breaks},")), "{level}: {client}");
        assert_eq!(text(&generated, "gateway/gateway/nginx.conf").contains("proxy_next_upstream_tries"), again, "{level}");
    }
    let through = |platform: &str| text(&generated(&yaml(platform)), "services/orders/src/service.js").contains("writeThrough: true");
    assert!(through("caching: write-through") && !through("caching: aside"));
}
