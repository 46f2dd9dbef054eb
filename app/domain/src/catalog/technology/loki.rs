//! Grafana Loki: facts only.

use crate::catalog::{Probe, Technology};
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "loki",
    name: "Loki",
    kinds: &[],
    standings: &[Standing::Realised],
    icon: "list-tree",
    image: "grafana/loki",
    tag: "3.7.6",
    builder: None,
    args: &["-config.file=/etc/loki/loki.yaml"],
    port: 3100,
    extra_ports: &[],
    env: &[],
    config: Some("/etc/loki/loki.yaml"),
    volume: Some("/loki"),
    probe: Probe::Http { path: "/ready", port: 3100, command: &["/usr/bin/loki", "-health"] },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "AGPL-3.0-only",
    homepage: "https://grafana.com/oss/loki",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Keeps logs and indexes only their labels. The image holds no shell and no wget; the program checks itself.",
    observes: Some("logs"),
    companion_of: None,
    language: None,
};
