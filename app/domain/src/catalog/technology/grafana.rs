//! Grafana: facts only.

use crate::catalog::{EnvValue, EnvVar, Probe, Technology};
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "grafana",
    name: "Grafana",
    kinds: &[],
    standings: &[Standing::Realised],
    icon: "b-grafana",
    image: "grafana/grafana",
    tag: "13.1.4",
    builder: None,
    args: &[],
    port: 3030,
    extra_ports: &[],
    env: &[
        EnvVar { name: "GF_SERVER_HTTP_PORT", value: EnvValue::Plain("3030") },
        EnvVar { name: "GF_SECURITY_ADMIN_PASSWORD__FILE", value: EnvValue::SecretFile("admin-password") },
        EnvVar { name: "GF_USERS_ALLOW_SIGN_UP", value: EnvValue::Plain("false") },
        EnvVar { name: "GF_ANALYTICS_REPORTING_ENABLED", value: EnvValue::Plain("false") },
        EnvVar { name: "GF_ANALYTICS_CHECK_FOR_UPDATES", value: EnvValue::Plain("false") },
    ],
    config: Some("/etc/grafana/provisioning"),
    volume: Some("/var/lib/grafana"),
    probe: Probe::Http { path: "/api/health", port: 3030, command: &["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3030/api/health"] },
    uid: 472,
    writable: &["/tmp"],
    read_only_root: true,
    cpu_millicores: 250,
    memory_mib: 256,
    licence: "AGPL-3.0-only",
    homepage: "https://grafana.com/oss/grafana",
    supported_until: "2027-03-20",
    checked: super::CHECKED,
    notes: "Draws metrics, logs and traces in one place. Moved from its usual port 3000, which web frontends use.",
    observes: Some("dashboards"),
    companion_of: None,
    language: None,
};
