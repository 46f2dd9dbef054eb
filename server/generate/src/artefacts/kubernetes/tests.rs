//! The manifests of one small Design, file by file, and what must not be in them.

use crate::{
    Generated, Options,
    artefacts::fixture::{change, part, shop},
    generate,
};
use domain::{
    Design,
    design::{ElementKind, Target},
    ids::TechnologyId,
    work::Work,
};

fn manifests(design: &Design) -> Generated {
    generate(design, &Options { artefacts: Some(["kubernetes".to_owned()].into()) }, &Work::unlimited()).expect("a bundle")
}

fn text(generated: &Generated, path: &str) -> String {
    let file = generated.bundle.get(&format!("deploy/kubernetes/{path}")).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.bytes.clone()).expect("UTF-8")
}

/// All manifests in one text.
fn everything(design: &Design) -> String {
    let generated = manifests(design);
    let files = generated.bundle.iter().filter(|(path, _)| path.as_str().starts_with("deploy/kubernetes/"));
    files.map(|(_, file)| String::from_utf8_lossy(&file.bytes).into_owned()).collect()
}

#[test]
fn the_files_of_a_small_design() {
    let generated = manifests(&shop());
    let files: Vec<&str> = generated.bundle.iter().map(|(path, _)| path.as_str()).filter(|p| p.starts_with("deploy/")).collect();
    insta::assert_snapshot!("files", files.join("\n"));
    insta::assert_snapshot!("service", text(&generated, "base/parts/orders.yaml"));
    insta::assert_snapshot!("migration", text(&generated, "base/migrations/orders.yaml"));
    insta::assert_snapshot!("store", text(&generated, "base/parts/orders-db.yaml"));
    insta::assert_snapshot!("links", text(&generated, "base/links.yaml"));
    insta::assert_snapshot!("base", text(&generated, "base/kustomization.yaml"));
    insta::assert_snapshot!("dev", text(&generated, "overlays/dev/kustomization.yaml"));
    insta::assert_snapshot!("prod", text(&generated, "overlays/prod/kustomization.yaml"));
    insta::assert_snapshot!("secrets", text(&generated, "create-secrets.sh"));
    insta::assert_snapshot!("readme", text(&generated, "README.md"));
}

#[test]
fn what_collects_logs_asks_the_cluster_and_nothing_else() {
    let mut design = shop();
    design.platform.observability.logs = TechnologyId::new("loki").ok();
    let generated = manifests(&design);
    let (alloy, links) = (text(&generated, "base/parts/alloy.yaml"), text(&generated, "base/links.yaml"));
    for object in ["kind: Role\n", "kind: RoleBinding\n", "- pods/log\n", "      automountServiceAccountToken: true\n"] {
        assert!(alloy.contains(object), "{alloy}");
    }
    assert!(links.contains("name: alloy.asks.cluster") && links.contains("name: alloy.loki.egress"), "{links}");
    insta::assert_snapshot!("alloy", text(&generated, "base/configuration/alloy/config.alloy"));
    assert_eq!(everything(&design).matches("automountServiceAccountToken: true").count(), 1);
    design.platform.observability.logs = TechnologyId::new("elasticsearch").ok();
    assert!(!everything(&design).contains("automountServiceAccountToken: true"));
    assert!(text(&manifests(&design), "README.md").contains("Filebeat reads logs through the engine of one machine"));
}

#[test]
fn a_job_brings_the_database_up_to_date_and_the_pods_wait_for_it() {
    let mut design = shop();
    for technology in ["node-express", "python-fastapi"] {
        change(&mut design, "orders", |orders| orders.technology = TechnologyId::new(technology).ok());
        let generated = manifests(&design);
        let (job, orders) = (text(&generated, "base/migrations/orders.yaml"), text(&generated, "base/parts/orders.yaml"));
        let of_python = technology == "python-fastapi";
        let (runs, waits) = if of_python { ("app.migrate", "- app.migrate") } else { ("src/store/migrate.js", "- src/store/migrate.js") };
        assert!(job.contains(runs) && !job.contains("--wait"), "{job}");
        assert!(orders.contains(&format!("{waits}\n            - \"--wait\"\n")), "{orders}");
        assert!(orders.contains("- name: MIGRATE_AT_START\n              value: \"false\""), "{orders}");
    }
    design.links.remove("orders-orders-db");
    assert!(!everything(&design).contains("migrat"), "nothing to bring up to date");
}

#[test]
fn mongodb_has_a_schema_in_python_alone() {
    let mut design = shop();
    change(&mut design, "orders-db", |store| store.technology = TechnologyId::new("mongodb").ok());
    assert!(!everything(&design).contains("kind: Job"));
    change(&mut design, "orders", |orders| orders.technology = TechnologyId::new("python-fastapi").ok());
    assert!(everything(&design).contains("kind: Job"));
}

#[test]
fn the_pods_of_a_job_are_no_part_s() {
    let mut design = shop();
    part(&mut design, "orders-migrate", ElementKind::Service, "node-express");
    let generated = manifests(&design);
    let job = text(&generated, "base/migrations/orders.yaml");
    assert!(job.matches("app.kubernetes.io/name: orders-migrate-2\n").count() == 2, "{job}");
    let selected = |file: &str| text(&generated, file).contains("app.kubernetes.io/name: orders-migrate-2\n");
    assert!(!selected("base/parts/orders.yaml") && !selected("base/parts/orders-migrate.yaml") && selected("base/links.yaml"));
}

#[test]
fn the_operator_gets_the_rules_of_prometheus() {
    let mut design = shop();
    assert!(!everything(&design).contains("monitoring.coreos.com"), "nobody measures");
    design.platform.observability.metrics = TechnologyId::new("prometheus").ok();
    let generated = manifests(&design);
    let objects = text(&generated, "components/prometheus-operator/monitoring.yaml");
    insta::assert_snapshot!("monitoring", objects);
    assert!(!text(&generated, "base/kustomization.yaml").contains("monitoring.yaml"), "clusters without its definitions apply the base");
}

#[test]
fn a_design_that_decided_on_canaries_can_try_a_release_on_a_few() {
    let mut design = shop();
    assert!(!everything(&design).contains("track"), "a rolling release needs no canary");
    design.platform.release = domain::design::ReleaseStrategy::Canary;
    part(&mut design, "orders-canary", ElementKind::Service, "node-express");
    change(&mut design, "orders", |orders| orders.exposed = true);
    let generated = manifests(&design);
    insta::assert_snapshot!("canary", text(&generated, "components/canary/orders/canary.yaml"));
    insta::assert_snapshot!("canary_component", text(&generated, "components/canary/orders/kustomization.yaml"));
    assert!(
        text(&generated, "base/parts/orders.yaml").matches("track: stable").count() == 4,
        "Deployment, selector, pods, disruption budget"
    );
    assert!(!text(&generated, "base/parts/orders-db.yaml").contains("track"), "what keeps data is not tried on a few");
    assert!(text(&generated, "components/canary/orders-canary/kustomization.yaml").contains("shop/orders-canary.canary"));
}

#[test]
fn nobody_asked_for_scaling() {
    let mut design = shop();
    change(&mut design, "orders", |orders| (orders.replicas, orders.max_replicas) = (None, None));
    let all = everything(&design);
    for absent in ["HorizontalPodAutoscaler", "PodDisruptionBudget", "topologySpreadConstraints"] {
        assert!(!all.contains(absent), "{absent}");
    }
}

#[test]
fn no_gateway_no_way_in() {
    let mut design = shop();
    design.links.remove("gateway-orders");
    design.elements.remove("gateway");
    let all = everything(&design);
    for absent in ["gateway.networking.k8s.io", "HTTPRoute", "https-redirect"] {
        assert!(!all.contains(absent), "{absent}");
    }
    change(&mut design, "orders", |orders| orders.exposed = true);
    assert!(everything(&design).contains("kind: HTTPRoute"), "an exposed part is its own way in");
}

#[test]
fn a_store_is_never_opened_to_the_world() {
    let mut design = shop();
    change(&mut design, "orders-db", |store| store.exposed = true);
    assert!(!text(&manifests(&design), "base/entrance.yaml").contains("orders-db"));
}

#[test]
fn what_keeps_no_data_has_no_disk_and_no_secret() {
    let gateway = text(&manifests(&shop()), "base/parts/gateway.yaml");
    for absent in ["StatefulSet", "volumeClaimTemplates", "secret:"] {
        assert!(!gateway.contains(absent), "{absent}");
    }
}

#[test]
fn no_link_no_traffic() {
    let mut design = shop();
    design.links.remove("orders-stripe");
    let links = text(&manifests(&design), "base/links.yaml");
    assert!(!links.contains("0.0.0.0/0"), "{links}");
    assert!(text(&manifests(&shop()), "base/links.yaml").contains("0.0.0.0/0"));
}

#[test]
fn names_of_parts_do_not_meet_names_of_ours() {
    let mut design = shop();
    part(&mut design, "orders-db-headless", ElementKind::Service, "node-express");
    part(&mut design, "kustomization", ElementKind::Service, "node-express");
    let store = text(&manifests(&design), "base/parts/orders-db.yaml");
    assert!(store.contains("serviceName: orders-db-headless-2"), "{store}");
}

#[test]
fn another_target_has_no_manifests() {
    let mut design = shop();
    design.platform.target = Target::Compose;
    let generated = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
    assert!(generated.bundle.iter().all(|(path, _)| !path.as_str().starts_with("deploy/kubernetes")));
}

#[test]
fn a_store_outside_the_cluster_brings_every_secret_that_a_pod_reads() {
    use domain::design::SecretStore::{AwsSecretsManager, AzureKeyVault, GcpSecretManager, KubernetesSecrets, Vault};
    let mut design = shop();
    let stores = [
        (Vault, "shop/orders-db-password\n        property: value", "vault kv put"),
        (AwsSecretsManager, "shop/orders-db-password", "aws secretsmanager"),
        (AzureKeyVault, "shop-orders-db-password", "az keyvault"),
        (GcpSecretManager, "shop-orders-db-password", "gcloud secrets"),
    ];
    for (store, key, filled_by) in stores {
        design.platform.secrets = store;
        let generated = manifests(&design);
        let secrets = text(&generated, "external-secrets/external-secrets.yaml");
        let made = text(&generated, "secrets.example.yaml");
        assert_eq!(secrets.matches("kind: ExternalSecret").count(), made.matches("kind: Secret").count());
        assert!(secrets.contains(&format!("key: {key}")), "{secrets}");
        assert!(text(&generated, "fill-secret-store.sh").contains(filled_by));
        assert!(text(&generated, "README.md").contains("kubectl apply --namespace shop -k deploy/kubernetes/external-secrets"));
    }
    design.platform.secrets = KubernetesSecrets;
    let generated = manifests(&design);
    assert!(!generated.bundle.iter().any(|(path, _)| path.as_str().contains("external-secrets")));
    assert!(text(&generated, "README.md").contains("deploy/kubernetes/create-secrets.sh shop"));
}
