//! nginx as a gateway: facts only.

use crate::catalog::{Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "nginx",
    name: "nginx",
    kinds: &[ElementKind::Gateway],
    standings: &[Standing::Realised],
    icon: "b-nginx",
    image: "nginxinc/nginx-unprivileged",
    tag: "1.30.4-alpine",
    builder: None,
    args: &[],
    port: 8080,
    extra_ports: &[],
    env: &[],
    config: Some("/etc/nginx/nginx.conf"),
    volume: None,
    probe: Probe::Http { path: "/livez", port: 8080, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:{port}/livez"] },
    uid: 101,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 128,
    licence: "BSD-2-Clause",
    homepage: "https://nginx.org",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Fast and known by everybody. Routing, limits and TLS live in one file; checking tokens needs a service or a module. The stable line is replaced every April.",
    observes: None,
    companion_of: None,
    language: None,
};
