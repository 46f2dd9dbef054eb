//! NATS with JetStream: facts only.

use crate::catalog::{EnvValue, EnvVar, Port, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "nats",
    name: "NATS",
    kinds: &[ElementKind::Broker],
    standings: &[Standing::Realised],
    icon: "b-natsdotio",
    image: "nats",
    tag: "2.14.5-alpine",
    builder: None,
    args: &["sh", "-c", "exec nats-server --jetstream --store_dir /var/tmp --http_port 8222 --user app --pass \"$NATS_PASSWORD\""],
    port: 4222,
    extra_ports: &[Port { name: "monitoring", number: 8222 }],
    env: &[EnvVar { name: "NATS_PASSWORD", value: EnvValue::Secret("password") }],
    config: None,
    // A directory of the image that anybody may write to, and so may a fresh volume there: it needs no root.
    volume: Some("/var/tmp"),
    probe: Probe::Http { path: "/healthz", port: 8222, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8222/healthz"] },
    uid: 1000,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 128,
    licence: "Apache-2.0",
    homepage: "https://nats.io",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Light and fast; JetStream keeps messages on disk. A smaller world of tools than RabbitMQ or Kafka.",
    observes: None,
    companion_of: None,
    language: None,
};
