//! SeaweedFS: facts only.

use crate::catalog::{Port, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "seaweedfs",
    name: "SeaweedFS",
    kinds: &[ElementKind::Datastore],
    standings: &[Standing::Partial {
        lacks: "SeaweedFS starts with its password; the generated code keeps the records of its owner in memory, where they end with the process",
        by_hand: "write what keeps records in SeaweedFS",
        absent: Absence::Records,
    }],
    icon: "layers",
    image: "chrislusf/seaweedfs",
    tag: "3.99",
    builder: None,
    args: &["server", "-dir=/data", "-s3", "-ip.bind=0.0.0.0"],
    port: 8333,
    extra_ports: &[Port { name: "master", number: 9333 }, Port { name: "filer", number: 8888 }],
    env: &[],
    config: None,
    volume: Some("/data"),
    probe: Probe::Http { path: "/status", port: 8333, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8333/status"] },
    uid: 1000,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "Apache-2.0",
    homepage: "https://seaweedfs.com",
    supported_until: "",
    checked: super::SEEN,
    notes: "Files of any size by name, over the S3 interface. The last release of series 3; series 4 is current. Without an identity file everybody on its network may read and write, so it belongs behind a fence.",
    observes: None,
    companion_of: None,
    language: None,
};
