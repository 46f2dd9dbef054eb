//! A static site served by nginx: facts only.

use crate::catalog::{BaseImage, Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "static-site",
    name: "Static site",
    kinds: &[ElementKind::Frontend],
    standings: &[Standing::Realised],
    icon: "app-window",
    image: "nginxinc/nginx-unprivileged",
    tag: "1.30.4-alpine",
    builder: Some(BaseImage { image: "node", tag: "24.19.0-alpine" }),
    args: &[],
    port: 8084,
    extra_ports: &[],
    env: &[],
    config: Some("/etc/nginx/nginx.conf"),
    volume: None,
    probe: Probe::Http { path: "/livez", port: 8084, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:{port}/livez"] },
    uid: 101,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 100,
    memory_mib: 64,
    licence: "BSD-2-Clause",
    homepage: "https://nginx.org",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Files built once and served as they are: the cheapest thing to run, and it can move to a content delivery network later.",
    observes: None,
    companion_of: None,
    language: Some(Language::Static),
};
