//! Java with Spring Boot: facts only.

use crate::catalog::{BaseImage, Language, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::{Absence, Standing};

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "java-spring",
    name: "Java (Spring Boot)",
    kinds: &[ElementKind::Service, ElementKind::Worker, ElementKind::Frontend],
    standings: &[
        Standing::Partial {
            lacks: "its folder holds the Node skeleton with the same probes and routes; nothing of it is Java",
            by_hand: "write it in Java",
            absent: Absence::OwnCode,
        },
        Standing::Partial {
            lacks: "its folder holds the Node skeleton with the same probes and routes; nothing of it is Java",
            by_hand: "write it in Java",
            absent: Absence::OwnCode,
        },
        Standing::Partial {
            lacks: "its folder holds one page served by Node; nothing of it is Java",
            by_hand: "serve the pages from Java, behind the same probes",
            absent: Absence::OwnCode,
        },
    ],
    icon: "b-spring",
    image: "eclipse-temurin",
    tag: "25.0.4_7-jre-alpine",
    builder: Some(BaseImage { image: "eclipse-temurin", tag: "25.0.4_7-jdk-alpine" }),
    args: &[],
    port: 8083,
    extra_ports: &[],
    env: &[],
    config: None,
    volume: None,
    probe: Probe::Http { path: "/readyz", port: 8083, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:{port}/readyz"] },
    uid: 10001,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 1000,
    memory_mib: 768,
    licence: "GPL-2.0-only WITH Classpath-exception-2.0",
    homepage: "https://spring.io/projects/spring-boot",
    supported_until: "2031-09-30",
    checked: super::CHECKED,
    notes: "A library for everything and long support. Needs more memory and starts slower than the others.",
    observes: None,
    companion_of: None,
    language: Some(Language::Java),
};
