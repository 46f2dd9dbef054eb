//! Zipkin: facts only.

use crate::catalog::{Probe, Technology};
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "zipkin",
    name: "Zipkin",
    kinds: &[],
    standings: &[Standing::Realised],
    icon: "route",
    image: "openzipkin/zipkin",
    tag: "3.6.1",
    builder: None,
    args: &[],
    port: 9411,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http { path: "/health", port: 9411, command: &[] },
    uid: 1000,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "Apache-2.0",
    homepage: "https://zipkin.io",
    supported_until: "",
    checked: super::SEEN,
    notes: "One small program with a plain page. Without a store of its own it keeps traces in memory.",
    observes: Some("traces"),
    companion_of: None,
    language: None,
};
