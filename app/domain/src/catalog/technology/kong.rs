//! Kong as a gateway: facts only.

use crate::catalog::{EnvValue, EnvVar, Port, Probe, Technology};
use crate::design::ElementKind;
use crate::standing::Standing;

pub(super) static TECHNOLOGY: Technology = Technology {
    slug: "kong",
    name: "Kong",
    kinds: &[ElementKind::Gateway],
    standings: &[Standing::Realised],
    icon: "b-kong",
    image: "kong",
    tag: "3.9.3",
    builder: None,
    args: &[],
    port: 8000,
    extra_ports: &[Port { name: "status", number: 8100 }],
    env: &[
        EnvVar { name: "KONG_DATABASE", value: EnvValue::Plain("off") },
        EnvVar { name: "KONG_DECLARATIVE_CONFIG", value: EnvValue::Plain("/etc/kong/kong.yml") },
        EnvVar { name: "KONG_PREFIX", value: EnvValue::Plain("/kong_prefix") },
        EnvVar { name: "KONG_PROXY_LISTEN", value: EnvValue::Plain("0.0.0.0:{port}") },
        EnvVar { name: "KONG_ADMIN_LISTEN", value: EnvValue::Plain("off") },
        EnvVar { name: "KONG_STATUS_LISTEN", value: EnvValue::Plain("0.0.0.0:8100") },
        EnvVar { name: "KONG_PROXY_ACCESS_LOG", value: EnvValue::Plain("/dev/stdout") },
        EnvVar { name: "KONG_PROXY_ERROR_LOG", value: EnvValue::Plain("/dev/stderr") },
        EnvVar { name: "KONG_HEADERS", value: EnvValue::Plain("off") },
        // What a route that wants a token calls the part with the accounts with.
        EnvVar { name: "KONG_UNTRUSTED_LUA_SANDBOX_REQUIRES", value: EnvValue::Plain("resty.http") },
        EnvVar { name: "KONG_NGINX_WORKER_PROCESSES", value: EnvValue::Plain("2") },
    ],
    config: Some("/etc/kong/kong.yml"),
    volume: None,
    probe: Probe::Http { path: "/status/ready", port: 8100, command: &["kong", "health"] },
    uid: 1000,
    writable: &["/kong_prefix", "/tmp"],
    read_only_root: true,
    cpu_millicores: 500,
    memory_mib: 512,
    licence: "Apache-2.0",
    homepage: "https://konghq.com",
    supported_until: "",
    checked: super::CHECKED,
    notes: "Plugins for tokens, limits and caching, set in one declarative file. 3.9 is the last line with free ready-made images; newer ones ask for a licence.",
    observes: None,
    companion_of: None,
    language: None,
};
