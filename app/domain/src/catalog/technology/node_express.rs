//! Node.js with Express: facts only.

use crate::catalog::{Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "node-express",
    name: "Node.js (Express)",
    kinds: &[ElementKind::Service, ElementKind::Worker, ElementKind::Frontend],
    standings: &[Standing::Realised, Standing::Realised, Standing::Realised],
    icon: "b-nodedotjs",
    image: "node",
    tag: "24.19.0-alpine",
    builder: None,
    args: &[],
    port: 3001,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http {
        path: "/readyz",
        port: 3001,
        command: &["node", "-e", "fetch('http://127.0.0.1:{port}/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"],
    },
    uid: 1000,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 256,
    licence: "MIT",
    homepage: "https://nodejs.org",
    supported_until: "2028-04-30",
    checked: super::CHECKED,
    notes: "Long-term support release. Good at many small requests at once; keep heavy computing in a worker.",
    observes: None,
    companion_of: None,
    language: Some(Language::Node),
};
