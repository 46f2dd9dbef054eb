//! Filebeat: facts only.

use crate::catalog::{Probe, Technology};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "filebeat",
    name: "Filebeat",
    kinds: &[],
    standings: &[],
    icon: "waypoints",
    image: "elastic/filebeat",
    tag: "9.5.2",
    builder: None,
    // The configuration belongs to whoever unpacked the bundle, not to the user it runs as.
    args: &["-e", "--strict.perms=false"],
    port: 5066,
    extra_ports: &[],
    env: &[],
    config: Some("/usr/share/filebeat/filebeat.yml"),
    volume: Some("/usr/share/filebeat/data"),
    probe: Probe::Http {
        path: "/",
        port: 5066,
        command: &[
            "bash",
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/5066 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '",
        ],
    },
    uid: 1000,
    writable: &["/tmp", "/usr/share/filebeat/logs"],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 256,
    licence: "AGPL-3.0-only OR SSPL-1.0 OR Elastic-2.0",
    homepage: "https://www.elastic.co/beats/filebeat",
    supported_until: "",
    checked: super::SEEN,
    notes: "Reads what containers print and sends it to Elasticsearch. Of the same release as Elasticsearch, or an older one.",
    observes: None,
    companion_of: Some("elasticsearch"),
    language: None,
};
