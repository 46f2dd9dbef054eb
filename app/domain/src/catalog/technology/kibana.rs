//! Kibana: facts only.

use crate::catalog::{Probe, Technology};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "kibana",
    name: "Kibana",
    kinds: &[],
    standings: &[],
    icon: "list-tree",
    image: "kibana",
    tag: "9.5.2",
    builder: None,
    args: &[],
    port: 5601,
    extra_ports: &[],
    env: &[],
    config: Some("/usr/share/kibana/config/kibana.yml"),
    volume: None,
    probe: Probe::Http {
        path: "/api/status",
        port: 5601,
        command: &[
            "bash",
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/5601 && printf 'GET /api/status HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '",
        ],
    },
    uid: 1000,
    writable: &["/tmp", "/usr/share/kibana/data"],
    read_only_root: false,
    cpu_millicores: 500,
    memory_mib: 1024,
    licence: "AGPL-3.0-only OR SSPL-1.0 OR Elastic-2.0",
    homepage: "https://www.elastic.co/kibana",
    supported_until: "",
    checked: super::SEEN,
    notes: "Searches and draws what lies in Elasticsearch. Of the same release as Elasticsearch, always.",
    observes: None,
    companion_of: Some("elasticsearch"),
    language: None,
};
