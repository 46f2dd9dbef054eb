//! Rust with axum: facts only.

use crate::catalog::{BaseImage, Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "rust-axum",
    name: "Rust (axum)",
    kinds: &[ElementKind::Service, ElementKind::Worker, ElementKind::Frontend],
    standings: &[
        Standing::Partial {
            lacks: "its folder holds the Node skeleton with the same probes and routes; nothing of it is Rust",
            by_hand: "write it in Rust",
            absent: Absence::OwnCode,
        },
        Standing::Partial {
            lacks: "its folder holds the Node skeleton with the same probes and routes; nothing of it is Rust",
            by_hand: "write it in Rust",
            absent: Absence::OwnCode,
        },
        Standing::Partial {
            lacks: "its folder holds one page served by Node; nothing of it is Rust",
            by_hand: "serve the pages from Rust, behind the same probes",
            absent: Absence::OwnCode,
        },
    ],
    icon: "b-rust",
    image: "alpine",
    tag: "3.24.1",
    builder: Some(BaseImage { image: "rust", tag: "1.98.0-alpine" }),
    args: &[],
    port: 8081,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http { path: "/readyz", port: 8081, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:{port}/readyz"] },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 64,
    licence: "MIT OR Apache-2.0",
    homepage: "https://github.com/tokio-rs/axum",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Small, fast and predictable under load. Compiling and learning it take longer. The compiler is released every six weeks; only the newest is supported.",
    observes: None,
    companion_of: None,
    language: Some(Language::Rust),
};
