//! RabbitMQ: facts only.

use crate::catalog::{EnvValue, EnvVar, Port, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "rabbitmq",
    name: "RabbitMQ",
    kinds: &[ElementKind::Broker],
    standings: &[Standing::Realised],
    icon: "b-rabbitmq",
    image: "rabbitmq",
    tag: "4.3.5-management-alpine",
    builder: None,
    args: &[],
    port: 5672,
    extra_ports: &[Port { name: "management", number: 15672 }, Port { name: "metrics", number: 15692 }],
    env: &[
        EnvVar { name: "RABBITMQ_DEFAULT_USER", value: EnvValue::Plain("app") },
        EnvVar { name: "RABBITMQ_DEFAULT_PASS", value: EnvValue::Secret("password") },
    ],
    config: None,
    volume: Some("/var/lib/rabbitmq"),
    probe: Probe::Command(&["rabbitmq-diagnostics", "-q", "ping"]),
    uid: 100,
    writable: &["/tmp", "/var/log/rabbitmq"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "MPL-2.0",
    homepage: "https://www.rabbitmq.com",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Queues, routing and dead letters: work shared between consumers. Old messages cannot be read again except from streams. Give it a fixed host name: data is stored under it.",
    observes: None,
    companion_of: None,
    language: None,
};
