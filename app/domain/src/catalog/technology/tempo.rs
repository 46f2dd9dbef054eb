//! Grafana Tempo: facts only.

use crate::catalog::{Port, Probe, Technology};
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "tempo",
    name: "Tempo",
    kinds: &[],
    standings: &[Standing::Realised],
    icon: "route",
    image: "grafana/tempo",
    tag: "2.10.8",
    builder: None,
    args: &["-config.file=/etc/tempo/tempo.yaml"],
    port: 3200,
    extra_ports: &[Port { name: "otlp-grpc", number: 4317 }, Port { name: "otlp-http", number: 4318 }],
    env: &[],
    config: Some("/etc/tempo/tempo.yaml"),
    volume: Some("/var/tempo"),
    probe: Probe::Http { path: "/ready", port: 3200, command: &[] },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "AGPL-3.0-only",
    homepage: "https://grafana.com/oss/tempo",
    supported_until: "",
    checked: super::SEEN,
    notes: "Keeps traces in plain files or in an object store. Has no page of its own: Grafana shows them.",
    observes: Some("traces"),
    companion_of: None,
    language: None,
};
