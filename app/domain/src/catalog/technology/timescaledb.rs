//! TimescaleDB: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "timescaledb",
    name: "TimescaleDB",
    kinds: &[ElementKind::Datastore],
    standings: &[Standing::Realised],
    icon: "b-postgresql",
    image: "timescale/timescaledb",
    tag: "2.29.2-pg17",
    builder: None,
    args: &[],
    port: 5433,
    extra_ports: &[],
    env: &[
        EnvVar { name: "PGPORT", value: EnvValue::Plain("5433") },
        EnvVar { name: "POSTGRES_DB", value: EnvValue::Plain("{name}") },
        EnvVar { name: "POSTGRES_USER", value: EnvValue::Plain("app") },
        EnvVar { name: "POSTGRES_PASSWORD_FILE", value: EnvValue::SecretFile("password") },
    ],
    config: None,
    volume: Some("/var/lib/postgresql/data"),
    probe: Probe::Command(&["pg_isready", "-h", "127.0.0.1", "-p", "5433", "-U", "app", "-d", "{name}"]),
    uid: 70,
    writable: &["/tmp", "/var/run/postgresql"],
    read_only_root: true,
    cpu_millicores: 1000,
    memory_mib: 512,
    licence: "Apache-2.0 AND Timescale-Licence",
    homepage: "https://www.tigerdata.com/timescaledb",
    supported_until: "",
    checked: super::SEEN,
    notes: "PostgreSQL with tables cut by time: measurements, their sums, and rules that throw old ones away. Listens beside PostgreSQL, so that both can stand in one design.",
    observes: None,
    companion_of: None,
    language: None,
};
