//! Grafana Alloy: facts only.

use crate::catalog::{Probe, Technology};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "alloy",
    name: "Alloy",
    kinds: &[],
    standings: &[],
    icon: "waypoints",
    image: "grafana/alloy",
    tag: "v1.19.1",
    builder: None,
    args: &[
        "run",
        "/etc/alloy/config.alloy",
        "--storage.path=/var/lib/alloy/data",
        "--server.http.listen-addr=0.0.0.0:12345",
        "--disable-reporting",
    ],
    port: 12345,
    extra_ports: &[],
    env: &[],
    config: Some("/etc/alloy/config.alloy"),
    volume: Some("/var/lib/alloy/data"),
    probe: Probe::Http {
        path: "/-/ready",
        port: 12345,
        command: &[
            "bash",
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/12345 && printf 'GET /-/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '",
        ],
    },
    uid: 473,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 256,
    licence: "Apache-2.0",
    homepage: "https://grafana.com/oss/alloy-opentelemetry-collector",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Collects logs and sends them to Loki, in place of Promtail, which ended in March 2026.",
    observes: None,
    companion_of: Some("loki"),
    language: None,
};
