//! MongoDB: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "mongodb",
    name: "MongoDB",
    kinds: &[ElementKind::Datastore],
    standings: &[Standing::Realised],
    icon: "b-mongodb",
    image: "mongo",
    tag: "8.0.29",
    builder: None,
    args: &[],
    port: 27017,
    extra_ports: &[],
    env: &[
        EnvVar { name: "MONGO_INITDB_DATABASE", value: EnvValue::Plain("{name}") },
        EnvVar { name: "MONGO_INITDB_ROOT_USERNAME", value: EnvValue::Plain("app") },
        EnvVar { name: "MONGO_INITDB_ROOT_PASSWORD_FILE", value: EnvValue::SecretFile("password") },
        EnvVar { name: "HOME", value: EnvValue::Plain("/tmp") },
    ],
    config: None,
    volume: Some("/data/db"),
    probe: Probe::Command(&["mongosh", "--quiet", "--host", "127.0.0.1", "--eval", "quit(db.adminCommand('ping').ok ? 0 : 1)"]),
    uid: 999,
    writable: &["/tmp", "/data/configdb"],
    read_only_root: true,
    cpu_millicores: 1000,
    memory_mib: 1024,
    licence: "SSPL-1.0",
    homepage: "https://www.mongodb.com",
    supported_until: "2029-10-31",
    checked: super::CHECKED,
    notes: "Documents that change shape often. Transactions over several documents need a replica set. The licence forbids offering it as a service.",
    observes: None,
    companion_of: None,
    language: None,
};
