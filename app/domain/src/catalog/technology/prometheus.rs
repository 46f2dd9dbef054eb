//! Prometheus: facts only.

use crate::catalog::{Probe, Technology};
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "prometheus",
    name: "Prometheus",
    kinds: &[],
    standings: &[Standing::Realised],
    icon: "b-prometheus",
    image: "prom/prometheus",
    tag: "v3.13.2",
    builder: None,
    args: &["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus", "--storage.tsdb.retention.time=15d"],
    port: 9090,
    extra_ports: &[],
    env: &[],
    config: Some("/etc/prometheus/prometheus.yml"),
    volume: Some("/prometheus"),
    probe: Probe::Http { path: "/-/ready", port: 9090, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9090/-/ready"] },
    uid: 65534,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "Apache-2.0",
    homepage: "https://prometheus.io",
    supported_until: "2027-07-31",
    checked: super::CHECKED,
    notes: "Long-term support release. Asks every part for its numbers and keeps them for 15 days.",
    observes: Some("metrics"),
    companion_of: None,
    language: None,
};
