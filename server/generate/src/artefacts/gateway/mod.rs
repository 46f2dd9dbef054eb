//! The gateway artefact: the configuration of the way in, from the routes of the Plan.

use super::{Artefact, Runtime, Writer};
use crate::{
    GenerateError,
    plan::{Container, Mount, Plan, Role, RouteKind},
    render::render,
};
use domain::design::ElementKind;
use serde::Serialize;

/// Where Docker's engine answers for the names of containers.
const DOCKER_RESOLVER: &str = "127.0.0.11";

pub static ARTEFACT: Artefact = Artefact {
    slug: "gateway",
    name: "Gateway",
    summary: "Routes, limits, time-outs and headers of the way in",
    icon: "waypoints",
    applies: |design| design.elements_of(ElementKind::Gateway).next().is_some(),
    needs: &[],
    templates: &[
        ("gateway/nginx.conf", include_str!("nginx.conf.tera")),
        ("gateway/kong.yml", include_str!("kong.yml.tera")),
        ("gateway/traefik.yml", include_str!("traefik.yml.tera")),
        ("gateway/dynamic.yml", include_str!("dynamic.yml.tera")),
    ],
    render: write,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for container in plan.of_role(Role::Gateway) {
        for mount in &container.mounts {
            out.text(&mount.source, configuration(plan, container, mount, Runtime::Compose)?)?;
        }
    }
    Ok(())
}

/// One configuration file of a gateway.
pub(super) fn configuration(plan: &Plan, container: &Container, mount: &Mount, runtime: Runtime) -> Result<String, GenerateError> {
    let file = mount.source.rsplit('/').next().unwrap_or_default();
    render(&format!("gateway/{file}"), &Gateway::new(plan, container, runtime))
}

#[derive(Serialize)]
struct Gateway<'a> {
    id: &'a str,
    port: u16,
    routes: Vec<Route<'a>>,
    /// Asked for an upstream when a request needs it; without one the names are looked up at start.
    resolver: Option<&'static str>,
    /// Whether `/` is answered with pages; otherwise with 404.
    has_root: bool,
}

#[derive(Serialize)]
struct Route<'a> {
    /// Names it in configurations: `orders-1`.
    name: String,
    prefix: &'a str,
    /// The prefix as a regular expression that ends at a whole segment.
    pattern: String,
    /// Higher for a longer prefix, which goes first.
    priority: usize,
    root: bool,
    upstream: &'a str,
    port: u16,
    pages: bool,
    websocket: bool,
    timeout_ms: u32,
}

impl<'a> Gateway<'a> {
    fn new(plan: &'a Plan, container: &'a Container, runtime: Runtime) -> Self {
        let routes: Vec<Route> = plan
            .routes_of(&container.id)
            .enumerate()
            .map(|(i, route)| Route {
                name: format!("{}-{}", route.upstream, i + 1),
                prefix: &route.prefix,
                pattern: format!("~{}(/|$)", route.prefix.replace('.', "\\.")),
                priority: route.prefix.len(),
                root: route.prefix == "/",
                upstream: &route.upstream,
                port: route.port,
                pages: route.kind == RouteKind::Pages,
                websocket: route.kind == RouteKind::Websocket,
                timeout_ms: route.timeout_ms,
            })
            .collect();
        let resolver = (runtime == Runtime::Compose).then_some(DOCKER_RESOLVER);
        Self { resolver, id: &container.id, port: container.port, has_root: routes.iter().any(|r| r.root), routes }
    }
}
