//! Python with FastAPI: facts only.

use crate::catalog::{Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "python-fastapi",
    name: "Python (FastAPI)",
    kinds: &[ElementKind::Service, ElementKind::Worker, ElementKind::Frontend],
    standings: &[
        Standing::Realised,
        Standing::Realised,
        Standing::Partial {
            lacks: "its folder holds one page served by Node; nothing of it is Python",
            by_hand: "serve the pages from Python, behind the same probes",
            absent: Absence::OwnCode,
        },
    ],
    icon: "b-python",
    image: "python",
    tag: "3.14.7-slim",
    builder: None,
    args: &[],
    port: 5000,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http {
        path: "/readyz",
        port: 5000,
        command: &["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/readyz', timeout=2)"],
    },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 256,
    licence: "PSF-2.0",
    homepage: "https://fastapi.tiangolo.com",
    supported_until: "2030-10-31",
    checked: super::CHECKED,
    notes: "Fast to write and the home of data and machine-learning libraries. One process uses one core, so add replicas for throughput.",
    observes: None,
    companion_of: None,
    language: Some(Language::Python),
};
