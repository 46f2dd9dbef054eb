//! PostgreSQL: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "postgresql",
    name: "PostgreSQL",
    kinds: &[ElementKind::Datastore],
    standings: &[Standing::Realised],
    icon: "b-postgresql",
    image: "postgres",
    tag: "18.6-alpine",
    builder: None,
    args: &[],
    port: 5432,
    extra_ports: &[],
    env: &[
        EnvVar { name: "POSTGRES_DB", value: EnvValue::Plain("{name}") },
        EnvVar { name: "POSTGRES_USER", value: EnvValue::Plain("app") },
        EnvVar { name: "POSTGRES_PASSWORD_FILE", value: EnvValue::SecretFile("password") },
    ],
    config: None,
    volume: Some("/var/lib/postgresql"),
    probe: Probe::Command(&["pg_isready", "-h", "127.0.0.1", "-U", "app", "-d", "{name}"]),
    uid: 70,
    writable: &["/tmp", "/var/run/postgresql"],
    read_only_root: true,
    cpu_millicores: 1000,
    memory_mib: 512,
    licence: "PostgreSQL",
    homepage: "https://www.postgresql.org",
    supported_until: "2030-11-14",
    checked: super::CHECKED,
    notes: "The safe default: transactions, JSON, full-text search and extensions. From version 18 on the volume is mounted one level higher than before.",
    observes: None,
    companion_of: None,
    language: None,
};
