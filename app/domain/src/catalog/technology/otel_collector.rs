//! The OpenTelemetry collector: facts only.

use crate::catalog::{Port, Probe, Technology};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "otel-collector",
    name: "OpenTelemetry collector",
    kinds: &[],
    standings: &[],
    icon: "b-opentelemetry",
    image: "otel/opentelemetry-collector-contrib",
    tag: "0.160.0",
    builder: None,
    args: &["--config=/etc/otelcol-contrib/config.yaml"],
    port: 4317,
    extra_ports: &[Port { name: "otlp-http", number: 4318 }, Port { name: "health", number: 13133 }],
    env: &[],
    config: Some("/etc/otelcol-contrib/config.yaml"),
    volume: None,
    probe: Probe::Http { path: "/", port: 13133, command: &[] },
    uid: 10001,
    writable: &[],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 256,
    licence: "Apache-2.0",
    homepage: "https://opentelemetry.io/docs/collector",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Receives traces, metrics and logs and passes them on. The image is empty but for the program, so compose cannot ask it; Kubernetes can.",
    observes: None,
    companion_of: Some("jaeger"),
    language: None,
};
