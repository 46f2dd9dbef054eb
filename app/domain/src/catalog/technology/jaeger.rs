//! Jaeger: facts only.

use crate::catalog::{Port, Probe, Technology};
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "jaeger",
    name: "Jaeger",
    kinds: &[],
    standings: &[Standing::Realised],
    icon: "b-jaeger",
    image: "jaegertracing/jaeger",
    tag: "2.20.0",
    builder: None,
    args: &[],
    port: 16686,
    extra_ports: &[
        Port { name: "otlp-grpc", number: 4317 },
        Port { name: "otlp-http", number: 4318 },
        Port { name: "health", number: 13133 },
    ],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http { path: "/status", port: 13133, command: &[] },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "Apache-2.0",
    homepage: "https://www.jaegertracing.io",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Shows the path of one request through all parts. Version 1 ended in December 2025; this is version 2. Without a store of its own it keeps traces in memory.",
    observes: Some("traces"),
    companion_of: None,
    language: None,
};
