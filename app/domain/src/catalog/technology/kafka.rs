//! Apache Kafka: facts only.

use crate::catalog::{EnvValue, EnvVar, Port, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "kafka",
    name: "Apache Kafka",
    kinds: &[ElementKind::Broker],
    standings: &[Standing::Realised],
    icon: "b-apachekafka",
    image: "apache/kafka",
    tag: "4.3.1",
    builder: None,
    args: &[],
    port: 9092,
    extra_ports: &[Port { name: "controller", number: 9093 }],
    env: &[
        EnvVar { name: "KAFKA_NODE_ID", value: EnvValue::Plain("1") },
        EnvVar { name: "KAFKA_PROCESS_ROLES", value: EnvValue::Plain("broker,controller") },
        EnvVar { name: "KAFKA_LISTENERS", value: EnvValue::Plain("PLAINTEXT://:9092,CONTROLLER://:9093") },
        EnvVar { name: "KAFKA_ADVERTISED_LISTENERS", value: EnvValue::Plain("PLAINTEXT://{id}:9092") },
        EnvVar { name: "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", value: EnvValue::Plain("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT") },
        EnvVar { name: "KAFKA_CONTROLLER_LISTENER_NAMES", value: EnvValue::Plain("CONTROLLER") },
        EnvVar { name: "KAFKA_CONTROLLER_QUORUM_VOTERS", value: EnvValue::Plain("1@localhost:9093") },
        EnvVar { name: "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", value: EnvValue::Plain("1") },
        EnvVar { name: "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", value: EnvValue::Plain("1") },
        EnvVar { name: "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", value: EnvValue::Plain("1") },
        EnvVar { name: "KAFKA_LOG_DIRS", value: EnvValue::Plain("/var/lib/kafka/data") },
        EnvVar { name: "KAFKA_HEAP_OPTS", value: EnvValue::Plain("-Xms512m -Xmx512m") },
    ],
    config: None,
    volume: Some("/var/lib/kafka/data"),
    probe: Probe::Command(&["/opt/kafka/bin/kafka-broker-api-versions.sh", "--bootstrap-server", "localhost:9092"]),
    uid: 1000,
    writable: &["/tmp", "/opt/kafka/config", "/opt/kafka/logs"],
    read_only_root: true,
    cpu_millicores: 1000,
    memory_mib: 1024,
    licence: "Apache-2.0",
    homepage: "https://kafka.apache.org",
    supported_until: "",
    checked: super::CHECKED,
    notes: "A log that keeps events for days, so that new consumers can read old ones. Runs without ZooKeeper. More to operate than a queue.",
    observes: None,
    companion_of: None,
    language: None,
};
