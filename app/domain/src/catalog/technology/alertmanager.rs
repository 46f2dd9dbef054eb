//! Alertmanager: facts only.

use crate::catalog::{Probe, Technology};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "alertmanager",
    name: "Alertmanager",
    kinds: &[],
    standings: &[],
    icon: "triangle-alert",
    image: "prom/alertmanager",
    tag: "v0.33.1",
    builder: None,
    args: &[
        "--config.file=/etc/alertmanager/alertmanager.yml",
        "--storage.path=/alertmanager",
        // One copy: it has nobody to gossip with.
        "--cluster.listen-address=",
    ],
    port: 9093,
    extra_ports: &[],
    env: &[],
    config: Some("/etc/alertmanager/alertmanager.yml"),
    volume: Some("/alertmanager"),
    probe: Probe::Http { path: "/-/ready", port: 9093, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9093/-/ready"] },
    uid: 65534,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 100,
    memory_mib: 128,
    licence: "Apache-2.0",
    homepage: "https://prometheus.io/docs/alerting/latest/alertmanager",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Groups the alerts of Prometheus, keeps quiet about what follows from another one, and tells people.",
    observes: None,
    companion_of: Some("prometheus"),
    language: None,
};
