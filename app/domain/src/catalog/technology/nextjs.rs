//! Next.js, rendered by Node.js: facts only.

use crate::catalog::{Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "nextjs",
    name: "Next.js",
    kinds: &[ElementKind::Frontend],
    standings: &[Standing::Partial {
        lacks: "its folder holds one page served by Node; nothing of it is Next.js",
        by_hand: "add the framework; the routes to the rest stay",
        absent: Absence::Framework,
    }],
    icon: "b-nextdotjs",
    image: "node",
    tag: "24.19.0-alpine",
    builder: None,
    args: &[],
    port: 3000,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http {
        path: "/livez",
        port: 3000,
        command: &["node", "-e", "fetch('http://127.0.0.1:{port}/livez').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"],
    },
    uid: 1000,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 384,
    licence: "MIT",
    homepage: "https://nextjs.org",
    supported_until: "2028-04-30",
    checked: super::CHECKED,
    notes: "Pages rendered on the server with React. Choose a static site when pages are the same for everyone.",
    observes: None,
    companion_of: None,
    language: Some(Language::Node),
};
