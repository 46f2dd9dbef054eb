//! What the Compose file promises: pinned images, closed networks, containers that may do nothing but their work.

use super::{folder, text};
use serde_json::Value;
use std::collections::BTreeSet;
use tests::bundles::toolbox::{accepts, python};

/// As Docker Compose understands it, with the example's settings.
fn read() -> Value {
    let mut command = python("docker-compose");
    command.env_clear().current_dir(folder()).args(["--env-file", ".env.example", "--profile", "*", "--file", "compose.yaml"]);
    serde_json::from_str(&accepts(command.args(["config", "--format", "json"]))).unwrap()
}

fn services(compose: &Value) -> impl Iterator<Item = (&str, &Value)> {
    compose["services"].as_object().unwrap().iter().map(|(name, service)| (name.as_str(), service))
}

fn networks(service: &Value) -> BTreeSet<&str> {
    service["networks"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn no_container_may_do_more_than_its_work() {
    let compose = read();
    for (name, service) in services(&compose) {
        assert_eq!(service["read_only"], true, "{name} can write into its image");
        assert_eq!(service["cap_drop"], serde_json::json!(["ALL"]), "{name}");
        assert_eq!(service["security_opt"], serde_json::json!(["no-new-privileges:true"]), "{name}");
        let limits = &service["deploy"]["resources"]["limits"];
        assert!(limits["memory"].is_string() && limits["pids"].is_number() && limits["cpus"].is_number(), "{name}: {limits}");
        // The studio's image brings its own check.
        assert!(name == "studio" || service["healthcheck"]["test"].is_array(), "{name} is not looked after");
        let added = if name == "proxy" { serde_json::json!(["NET_BIND_SERVICE"]) } else { Value::Null };
        assert_eq!(service["cap_add"], added, "{name}");
        let is_known_user = service["user"].as_str().is_some_and(|user| !user.starts_with('0'));
        assert!(is_known_user || ["proxy", "studio"].contains(&name), "{name} may run as root");
    }
    assert!(text("Dockerfile").contains("\nUSER 65532:65532\n"));
}

#[test]
fn only_the_proxy_is_open_to_others_and_postgresql_meets_only_the_studio() {
    let compose = read();
    for (name, service) in services(&compose) {
        let ports = service["ports"].as_array().map_or(&[][..], Vec::as_slice);
        let open = ports.iter().any(|port| port["host_ip"] != "127.0.0.1");
        assert_eq!(open, name == "proxy", "{name}: {ports:?}");
    }
    let closed = |name: &str| compose["networks"][name]["internal"] == true;
    let members =
        |network: &str| services(&compose).filter(|(_, s)| networks(s).contains(network)).map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!((closed("public"), members("public")), (false, vec!["proxy"]));
    assert_eq!((closed("front"), members("front")), (true, vec!["proxy", "studio"]));
    assert_eq!((closed("data"), members("data")), (true, vec!["db", "studio"]));
    assert_eq!((closed("watch"), members("watch")), (true, vec!["grafana", "prometheus", "studio"]));
    assert_eq!((closed("desk"), members("desk")), (false, vec!["grafana"]));
    assert_eq!(compose["networks"].as_object().unwrap().len(), 5, "a network that nothing is said of");
}

#[test]
fn images_are_pinned_and_of_the_catalogue() {
    let compose = read();
    let mut known = 0;
    for (name, service) in services(&compose).filter(|(name, _)| *name != "studio") {
        let image = service["image"].as_str().unwrap();
        let (of, tag) = image.split_once(':').unwrap_or_else(|| panic!("{name} has no tag"));
        assert!(tag.chars().filter(|c| *c == '.').count() >= 1 && tag != "latest", "{image} is not pinned");
        if let Some(technology) = domain::catalog::all().iter().find(|technology| technology.image == of) {
            assert_eq!(tag, technology.tag, "{of} is another one than generated systems get");
            known += 1;
        }
    }
    assert_eq!(known, 3, "PostgreSQL, Prometheus and Grafana");
    let dockerfile = text("Dockerfile");
    let bases: Vec<&str> = dockerfile.lines().filter_map(|line| line.strip_prefix("FROM ")).collect();
    assert_eq!(bases, ["rust:1.95.0-trixie AS build", "scratch"]);
}

#[test]
fn the_studio_knows_its_address_its_proxy_and_no_password() {
    let compose = read();
    let settings = &compose["services"]["studio"]["environment"];
    assert_eq!(settings["GROUNDPLAN_PUBLIC_URL"], "https://localhost");
    assert_eq!(settings["GROUNDPLAN_TRUSTED_PROXIES"], "1");
    assert_eq!(settings["GROUNDPLAN_DATABASE_URL_FILE"], "/run/secrets/database-url");
    assert_eq!(settings.get("GROUNDPLAN_DATABASE_URL"), None, "a password would stand in the configuration");
    let scraped = text("monitoring/prometheus.yml");
    assert!(
        settings["GROUNDPLAN_METRICS_LISTEN"] == "0.0.0.0:9464" && scraped.contains("port: 9464") && scraped.contains("names: [studio]")
    );
    for name in settings.as_object().unwrap().keys() {
        let help = include_str!("../../../server/OPERATING.md");
        assert!(help.contains(&format!("`{name}`")), "there is no setting {name}");
    }
}
