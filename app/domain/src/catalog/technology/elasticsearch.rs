//! Elasticsearch: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "elasticsearch",
    name: "Elasticsearch",
    kinds: &[ElementKind::Datastore],
    standings: &[
        Standing::Partial {
            lacks: "Elasticsearch starts with its password; the generated code keeps the records of its owner in memory, where they end with the process",
            by_hand: "write what keeps records in Elasticsearch",
            absent: Absence::Records,
        },
        Standing::Partial {
            lacks: "Filebeat brings it what parts print on Compose and on Swarm; on Kubernetes nothing does",
            by_hand: "run Filebeat as a DaemonSet there, in a namespace that admits the files of nodes",
            absent: Absence::LogCollector,
        },
    ],
    icon: "b-elasticsearch",
    image: "elasticsearch",
    tag: "9.5.2",
    builder: None,
    args: &[],
    port: 9200,
    extra_ports: &[],
    env: &[
        EnvVar { name: "discovery.type", value: EnvValue::Plain("single-node") },
        EnvVar { name: "xpack.security.http.ssl.enabled", value: EnvValue::Plain("false") },
        EnvVar { name: "ES_JAVA_OPTS", value: EnvValue::Plain("-Xms1g -Xmx1g") },
        EnvVar { name: "ELASTIC_PASSWORD", value: EnvValue::Secret("password") },
    ],
    config: None,
    volume: Some("/usr/share/elasticsearch/data"),
    probe: Probe::Command(&["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9200"]),
    uid: 1000,
    writable: &["/tmp", "/usr/share/elasticsearch/logs"],
    read_only_root: false,
    cpu_millicores: 1000,
    memory_mib: 2048,
    licence: "AGPL-3.0-only OR SSPL-1.0 OR Elastic-2.0",
    homepage: "https://www.elastic.co/elasticsearch",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Search and analytics over much text, logs among them. A copy to search in, never the only place where something is kept. Writes its keystore at start, so its root file system stays writable.",
    observes: Some("logs"),
    companion_of: None,
    language: None,
};
