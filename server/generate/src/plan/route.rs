//! The routes of the gateways, from the links that leave them and the frontends that call them.

use super::{Access, Peer, Plan, Role, container::Names, contract::versioned, cors};
use domain::{
    design::{ElementKind, Link, LinkKind},
    ids::ElementId,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// A path at a gateway and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    pub gateway: String,
    /// Starts with `/` and, but for `/` itself, does not end with one. Letters, digits and `/_-.~` only.
    pub prefix: String,
    pub upstream: String,
    pub port: u16,
    pub kind: RouteKind,
    pub access: Access,
    /// How long the gateway waits for the upstream. It passes the path on unchanged.
    pub timeout_ms: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteKind {
    /// An interface for programs: limited in rate.
    Api,
    /// Where people sign in or up: open, but limited to a few attempts.
    SignIn,
    /// Kept open for messages both ways.
    Websocket,
    /// Pages and their files.
    Pages,
}

/// What a gateway waits for an upstream when its link says nothing.
const DEFAULT_TIMEOUT_MS: u32 = 15_000;
/// How long a silent WebSocket stays open.
const WEBSOCKET_TIMEOUT_MS: u32 = 3_600_000;
/// What the gateway and every service answer themselves.
const OWN_PREFIXES: &[&str] = &["/", "/livez", "/readyz", "/metrics"];

pub(super) fn add_routes(plan: &mut Plan, names: &Names) {
    let design = plan.design;
    let gateways: Vec<&ElementId> = design.elements_of(ElementKind::Gateway).map(|(id, _)| id).collect();
    for gateway in &gateways {
        let Some(gateway_name) = names.get(*gateway) else { continue };
        for wrong in cors::named(design, gateway.as_str()).1 {
            plan.warn(format!("“{gateway}”: {} names “{wrong}”, which is no origin such as https://shop.example.com.", cors::SETTING));
        }
        let mut routes: Vec<Route> = Vec::new();
        let mut taken: BTreeSet<String> = OWN_PREFIXES.iter().map(ToString::to_string).collect();
        for (_, link) in plan.links.from(gateway.as_str()).to_vec() {
            let Some(upstream) = names.get(&link.to) else { continue };
            if design.elements.get(&link.to).is_some_and(|e| e.kind == ElementKind::Frontend) {
                continue;
            }
            let version = design.elements.get(&link.to).and_then(|e| e.api_version.as_deref()).filter(|_| link.kind == LinkKind::Rest);
            match link.kind {
                LinkKind::Rest | LinkKind::Graphql | LinkKind::Websocket => {
                    for prefix in prefixes(link, upstream).iter().map(|prefix| versioned(prefix, version)) {
                        let fallback = versioned(&format!("{}/{upstream}", stem(link.kind)), version);
                        let Some(prefix) = [prefix.clone(), fallback].into_iter().find(|p| !is_inside(p) && taken.insert(p.clone())) else { continue };
                        routes.push(route(plan, gateway_name, &prefix, upstream, link));
                    }
                }
                LinkKind::Grpc => plan.warn(format!(
                    "“{gateway}” does not route to “{}”: gRPC from outside needs HTTP/2 with TLS at the gateway, which the bundle does not set up.",
                    link.to
                )),
                _ => {}
            }
        }
        let frontends = frontends_of(plan, gateway, gateways.first() == Some(gateway));
        for (i, frontend) in frontends.iter().filter_map(|f| names.get(f)).enumerate() {
            let prefix = if i == 0 { "/".to_owned() } else { format!("/{frontend}") };
            if i == 0 || taken.insert(prefix.clone()) {
                let port = plan.container(frontend).map_or(0, |c| c.port);
                routes.push(Route {
                    gateway: gateway_name.clone(),
                    prefix,
                    upstream: frontend.clone(),
                    port,
                    kind: RouteKind::Pages,
                    access: Access::Open,
                    timeout_ms: DEFAULT_TIMEOUT_MS,
                });
            }
        }
        if routes.is_empty() {
            plan.warn(format!("“{gateway}” leads nowhere yet: link it to the parts it should route to."));
        }
        routes.sort_by(|a, b| b.prefix.len().cmp(&a.prefix.len()).then_with(|| a.prefix.cmp(&b.prefix)));
        for route in &routes {
            if let Some(container) = plan.containers.named_mut(&route.upstream) {
                container.base_paths.push(route.prefix.clone());
            }
            if let Some(container) = plan.containers.named_mut(gateway_name) {
                container.peers.push(Peer { id: route.upstream.clone(), port: route.port });
            }
        }
        plan.routes.append(&mut routes);
    }
    for container in &mut plan.containers {
        container.base_paths.sort();
        container.base_paths.dedup();
    }
    if gateways.is_empty() && plan.of_role(Role::Service).next().is_some() {
        plan.warn("There is no gateway: parts are reached from outside only where they are exposed themselves.");
    }
}

fn route(plan: &Plan, gateway: &str, prefix: &str, upstream: &str, link: &Link) -> Route {
    let websocket = link.kind == LinkKind::Websocket;
    Route {
        gateway: gateway.to_owned(),
        prefix: prefix.to_owned(),
        upstream: upstream.to_owned(),
        port: plan.container(upstream).map_or(0, |c| c.port),
        kind: if websocket { RouteKind::Websocket } else { RouteKind::Api },
        access: Access::Open,
        timeout_ms: if websocket { WEBSOCKET_TIMEOUT_MS } else { link.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS) },
    }
}

/// Below this path parts answer each other only.
fn is_inside(prefix: &str) -> bool {
    prefix == "/internal" || prefix.starts_with("/internal/")
}

/// The frontends a gateway serves: those that link to it, those it links to, and for the first gateway those that belong to none.
fn frontends_of(plan: &Plan, gateway: &ElementId, first: bool) -> Vec<ElementId> {
    let design = plan.design;
    let is_gateway = |id: &ElementId| design.elements.get(id).is_some_and(|e| e.kind == ElementKind::Gateway);
    let (mut frontends, mut unlinked): (Vec<ElementId>, Vec<ElementId>) = (Vec::new(), Vec::new());
    for (id, _) in design.elements_of(ElementKind::Frontend) {
        let mut ends: Vec<&ElementId> = plan.links.from(id.as_str()).iter().map(|(_, l)| &l.to).filter(|to| is_gateway(to)).collect();
        ends.extend(plan.links.to(id.as_str()).iter().map(|(_, l)| &l.from).filter(|from| is_gateway(from)));
        if ends.contains(&gateway) {
            frontends.push(id.clone());
        } else if first && ends.is_empty() {
            unlinked.push(id.clone());
        }
    }
    // The first one is served at `/`.
    frontends.append(&mut unlinked);
    frontends
}

fn stem(kind: LinkKind) -> &'static str {
    if kind == LinkKind::Websocket { "/ws" } else { "/api" }
}

/// The paths a label names (`/api/orders`, `GET /api/orders/{id}`), up to their first parameter; one made from the id otherwise.
fn prefixes(link: &Link, upstream: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in link.label.split(|c: char| c.is_whitespace() || c == ',').filter(|word| word.starts_with('/')) {
        let fixed: Vec<&str> = word.split('/').skip(1).take_while(|s| is_plain_segment(s)).collect();
        let prefix = format!("/{}", fixed.join("/"));
        // What parts ask of each other is not for the world.
        let internal = fixed.first() == Some(&"internal");
        if prefix != "/" && !internal && !found.contains(&prefix) {
            found.push(prefix);
        }
    }
    if found.is_empty() {
        found.push(if link.kind == LinkKind::Graphql { "/graphql".to_owned() } else { format!("{}/{upstream}", stem(link.kind)) });
    }
    found
}

fn is_plain_segment(segment: &str) -> bool {
    !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::ElementId;

    fn of_label(label: &str) -> Vec<String> {
        let id = |text: &str| ElementId::new(text).expect("an id");
        prefixes(&Link::new(id("gateway"), id("orders"), LinkKind::Rest).labelled(label), "orders")
    }

    #[test]
    fn a_label_names_prefixes() {
        assert_eq!(of_label("/api/orders"), ["/api/orders"]);
        assert_eq!(of_label("GET /api/orders/{id}, POST /api/carts/*"), ["/api/orders", "/api/carts"]);
        assert_eq!(of_label("places an order"), ["/api/orders"]);
        assert_eq!(of_label("/"), ["/api/orders"]);
        assert_eq!(of_label("/a;proxy_pass http://evil"), ["/api/orders"]);
        assert_eq!(of_label("/../etc"), ["/api/orders"]);
    }
}
