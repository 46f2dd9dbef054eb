//! Gateways that speak TLS themselves.

use super::{Environment, Published, reference};
use crate::{
    artefacts::gateway::tls_source,
    plan::{Container, HostPort, Plan, Role, cors::TLS_PORT},
};
use serde::Serialize;

/// A gateway that speaks TLS itself, with nothing in front of it.
#[derive(Serialize)]
pub(super) struct Door<'a> {
    id: &'a str,
    http: Published,
    https: Published,
    /// Variables that replace its own.
    environment: Vec<Environment<'a>>,
    /// Configuration files in their form for TLS.
    configs: Vec<TlsConfig<'a>>,
}

#[derive(Serialize)]
struct TlsConfig<'a> {
    name: &'a str,
    source: String,
}

pub(super) fn doors<'a>(plan: &'a Plan) -> Vec<Door<'a>> {
    let gateways = plan.of_role(Role::Gateway).filter_map(|c| Some((c, c.host_port.as_ref()?)));
    gateways
        .enumerate()
        .filter(|(_, (c, _))| !c.mounts.is_empty())
        .map(|(i, (c, port))| Door {
            id: &c.id,
            http: Published { container: port.container, reference: reference(&port.variable, &(80 + i).to_string()) },
            https: Published { container: TLS_PORT, reference: reference(&https_variable(port), &(443 + i).to_string()) },
            environment: if c.technology.slug == "kong" { kong_tls(c) } else { Vec::new() },
            configs: c.mounts.iter().map(|mount| TlsConfig { name: &mount.name, source: tls_source(c, mount) }).collect(),
        })
        .collect()
}

/// `GATEWAY_PORT` gives `GATEWAY_PORT_TLS`.
pub(super) fn https_variable(port: &HostPort) -> String {
    format!("{}_TLS", port.variable)
}

/// Kong is told where to speak TLS by its environment.
fn kong_tls(c: &Container) -> Vec<Environment<'_>> {
    let set = |name, value: String| Environment { name, value, reference: None };
    vec![
        set("KONG_PROXY_LISTEN", format!("0.0.0.0:{}, 0.0.0.0:{TLS_PORT} ssl", c.port)),
        set("KONG_SSL_CERT", "/run/secrets/tls-certificate".to_owned()),
        set("KONG_SSL_CERT_KEY", "/run/secrets/tls-key".to_owned()),
    ]
}
