//! Go: facts only.

use crate::catalog::{BaseImage, Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "go",
    name: "Go",
    kinds: &[ElementKind::Service, ElementKind::Worker, ElementKind::Frontend],
    standings: &[
        Standing::Partial {
            lacks: "its folder holds a program that starts, tells its health and stops; it has no routes, keeps nothing and speaks to no broker",
            by_hand: "write its routes, its store and its events",
            absent: Absence::OwnCode,
        },
        Standing::Partial {
            lacks: "its folder holds a program that starts, tells its health and stops; it has no routes, keeps nothing and speaks to no broker",
            by_hand: "write its routes, its store and its events",
            absent: Absence::OwnCode,
        },
        Standing::Partial {
            lacks: "its folder holds one page served by Node; nothing of it is Go",
            by_hand: "serve the pages from Go, behind the same probes",
            absent: Absence::OwnCode,
        },
    ],
    icon: "b-go",
    image: "alpine",
    tag: "3.24.1",
    builder: Some(BaseImage { image: "golang", tag: "1.27.0-alpine" }),
    args: &[],
    port: 8082,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http { path: "/readyz", port: 8082, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:{port}/readyz"] },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 64,
    licence: "BSD-3-Clause",
    homepage: "https://go.dev",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Small binaries, quick starts, an easy language for services. The two newest releases are supported, about a year each.",
    observes: None,
    companion_of: None,
    language: Some(Language::Go),
};
