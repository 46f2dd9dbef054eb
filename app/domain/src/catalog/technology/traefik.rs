//! Traefik as a gateway: facts only.

use crate::catalog::{Port, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "traefik",
    name: "Traefik",
    kinds: &[ElementKind::Gateway],
    standings: &[Standing::Realised],
    icon: "b-traefikproxy",
    image: "traefik",
    tag: "v3.7.11",
    builder: None,
    args: &["traefik", "--configFile=/etc/traefik/traefik.yml"],
    port: 8088,
    extra_ports: &[Port { name: "ping", number: 8089 }],
    env: &[],
    config: Some("/etc/traefik/traefik.yml"),
    volume: None,
    probe: Probe::Http { path: "/ping", port: 8089, command: &["traefik", "healthcheck", "--configFile=/etc/traefik/traefik.yml"] },
    uid: 65532,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 192,
    licence: "MIT",
    homepage: "https://traefik.io/traefik",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Finds routes by itself from labels or Kubernetes objects and renews certificates. Its configuration must name an entry point “traefik” on port 8089 for the health check.",
    observes: None,
    companion_of: None,
    language: None,
};
