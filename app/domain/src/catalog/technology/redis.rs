//! Redis: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "redis",
    name: "Redis",
    kinds: &[ElementKind::Datastore, ElementKind::Broker],
    standings: &[
        Standing::Partial {
            lacks: "as a cache it is used by the code; of a store that a part owns, the generated code keeps the records in memory, where they end with the process",
            by_hand: "write what keeps records in Redis",
            absent: Absence::Records,
        },
        Standing::Realised,
    ],
    icon: "b-redis",
    image: "redis",
    tag: "8.10.1-alpine",
    builder: None,
    args: &["sh", "-c", "exec redis-server {purpose} --requirepass \"$REDISCLI_AUTH\""],
    port: 6379,
    extra_ports: &[],
    env: &[EnvVar { name: "REDISCLI_AUTH", value: EnvValue::Secret("password") }],
    config: None,
    volume: Some("/data"),
    probe: Probe::Command(&["redis-cli", "-e", "ping"]),
    uid: 999,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 256,
    licence: "AGPL-3.0-only OR SSPL-1.0 OR LicenseRef-RSALv2",
    homepage: "https://redis.io",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Cache, sessions, counters and small streams, all in memory. Valkey is a drop-in fork under the BSD licence.",
    observes: None,
    companion_of: None,
    language: None,
};
