//! One typed model for all gateways: what is routed, limited, guarded and answered. The templates say the same in three languages.

use crate::{
    artefacts::Runtime,
    plan::{Access, Container, Plan, RouteKind, cors},
};
use domain::design::{Authentication, Resilience};
use serde::Serialize;

/// Where Docker's engine answers for the names of containers.
const DOCKER_RESOLVER: &str = "127.0.0.11";
/// How long a gateway tries to reach an upstream, in milliseconds.
const CONNECT_TIMEOUT_MS: u32 = 2_000;
/// The largest request body, in MiB.
const MAX_BODY_MIB: u32 = 10;
/// Requests of one client to interfaces for programs.
const API_LIMIT: Limit = Limit { name: "api", per_minute: 3_000, burst: 100 };
/// Attempts of one client to sign in or up.
const SIGN_IN_LIMIT: Limit = Limit { name: "sign-in", per_minute: 30, burst: 10 };

/// From where a hop in front of the gateway asks in a cluster: private addresses and, for a sidecar, the pod itself. What such a hop says of
/// the client counts; a client outside never has one of these addresses there, so it cannot say anything.
pub(in crate::artefacts) const HOPS: &[&str] =
    &["127.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// Sent with every answer.
const SECURITY_HEADERS: &[Header] = &[
    Header { name: "X-Content-Type-Options", value: "nosniff" },
    Header { name: "X-Frame-Options", value: "DENY" },
    Header { name: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
    Header { name: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
];
/// Sent with every answer that is no page. Pages bring the policy of their frontend, which alone knows its scripts.
const CONTENT_POLICY: Header =
    Header { name: "Content-Security-Policy", value: "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'" };
/// What pages of other origins may send.
const HEADERS: &[&str] = &["Authorization", "Content-Type", "Idempotency-Key", "X-Correlation-Id"];
const WITH_KEYS: &[&str] = &["Content-Type", "Idempotency-Key", "X-API-Key", "X-Correlation-Id"];
/// Sent as well where the gateway itself speaks TLS: browsers stay with HTTPS for a year.
const STRICT_TRANSPORT: Header = Header { name: "Strict-Transport-Security", value: "max-age=31536000" };

#[derive(Debug, Serialize)]
pub(super) struct Gateway<'a> {
    id: &'a str,
    port: u16,
    /// Speaks TLS itself at this port, and sends everybody there.
    tls: Option<Tls>,
    routes: Vec<Route<'a>>,
    /// Asked for an upstream when a request needs it; without one the names are looked up at start.
    resolver: Option<&'static str>,
    /// Whether `/` is answered with pages; otherwise with 404.
    has_root: bool,
    correlation_ids: bool,
    /// Addresses of what stands in front and says who the client is; nothing stands there when empty.
    hops: &'static [&'static str],
    headers: Vec<Header>,
    /// Sent as well with what is no page.
    content_policy: Header,
    cors: Option<Cors>,
    limits: Vec<Limit>,
    guard: Option<Guard<'a>>,
    connect_timeout_ms: u32,
    /// What never reached an upstream is sent once more.
    again: bool,
    max_body_mib: u32,
    max_body_bytes: u32,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Header {
    name: &'static str,
    value: &'static str,
}

#[derive(Debug, Serialize)]
struct Tls {
    port: u16,
    certificate: &'static str,
    key: &'static str,
}

/// How often one client may ask.
#[derive(Debug, Clone, Copy, Serialize)]
struct Limit {
    name: &'static str,
    per_minute: u32,
    /// Requests at once beyond the rate.
    burst: u32,
}

/// Pages of other origins that may call.
#[derive(Debug, Serialize)]
struct Cors {
    origins: Vec<String>,
    methods: &'static [&'static str],
    headers: &'static [&'static str],
    exposed_headers: &'static [&'static str],
    max_age_seconds: u32,
    /// Only for cookies: a token travels in a header.
    credentials: bool,
}

/// Who says whether a token is good.
#[derive(Debug, Serialize)]
struct Guard<'a> {
    host: &'a str,
    port: u16,
    path: &'a str,
    /// Some routes want a token for changes only.
    has_reading: bool,
}

#[derive(Debug, Serialize)]
struct Place {
    path: String,
    exact: bool,
}

#[derive(Debug, Serialize)]
struct Door {
    name: String,
    /// Higher for a longer prefix, which goes first, and for reading before everything else.
    priority: usize,
    /// Only for requests that change nothing.
    reading: bool,
    guarded: bool,
}

#[derive(Debug, Serialize)]
struct Route<'a> {
    /// Names it in configurations: `orders-1`.
    name: String,
    prefix: &'a str,
    /// The prefix as a regular expression that ends at a whole segment.
    pattern: String,
    /// The same for whoever does not look at the beginning of a path by itself.
    anchored: String,
    root: bool,
    /// The path itself and everything below it, but nothing that only begins with the same letters.
    places: Vec<Place>,
    /// For gateways that tell methods apart by route: one door, or one for reading and one for everything else.
    doors: Vec<Door>,
    upstream: &'a str,
    port: u16,
    /// The name of its limit.
    limit: Option<&'static str>,
    limit_burst: u32,
    limit_per_minute: u32,
    websocket: bool,
    /// Leads to a frontend, whose answers have the policy that it gives them.
    pages: bool,
    /// A token for everything.
    guarded: bool,
    /// A token for changes.
    reading: bool,
    timeout_ms: u32,
}

impl<'a> Gateway<'a> {
    /// `tls`: the form that speaks TLS itself, for one machine without anything in front of it.
    pub(super) fn new(plan: &'a Plan, container: &'a Container, runtime: Runtime, tls: bool) -> Self {
        let guard = plan.identity.as_ref();
        let routes: Vec<Route> = plan.routes_of(&container.id).enumerate().map(|(i, route)| entry(i, route, guard.is_some())).collect();
        let has_reading = routes.iter().any(|r| r.reading);
        let is_guarded = has_reading || routes.iter().any(|r| r.guarded);
        let mut headers = SECURITY_HEADERS.to_vec();
        headers.extend(tls.then_some(STRICT_TRANSPORT));
        Self {
            id: &container.id,
            port: container.port,
            tls: tls.then_some(Tls { port: cors::TLS_PORT, certificate: "/run/secrets/tls-certificate", key: "/run/secrets/tls-key" }),
            resolver: (runtime == Runtime::Compose).then_some(DOCKER_RESOLVER),
            has_root: routes.iter().any(|r| r.root),
            correlation_ids: plan.design.platform.observability.correlation_ids,
            hops: if runtime == Runtime::Kubernetes { HOPS } else { &[] },
            headers,
            content_policy: CONTENT_POLICY,
            cors: cors(plan, container, runtime),
            limits: [API_LIMIT, SIGN_IN_LIMIT].into_iter().filter(|l| routes.iter().any(|r| r.limit == Some(l.name))).collect(),
            guard: guard.filter(|_| is_guarded).map(|identity| Guard {
                host: &identity.id,
                port: identity.port,
                path: &identity.check_path,
                has_reading,
            }),
            connect_timeout_ms: CONNECT_TIMEOUT_MS,
            again: plan.design.platform.resilience >= Resilience::Retries,
            max_body_mib: MAX_BODY_MIB,
            max_body_bytes: MAX_BODY_MIB * 1024 * 1024,
            routes,
        }
    }
}

fn entry(index: usize, route: &crate::plan::Route, has_guard: bool) -> Route<'_> {
    let limit = match route.kind {
        RouteKind::Api => Some(API_LIMIT),
        RouteKind::SignIn => Some(SIGN_IN_LIMIT),
        RouteKind::Websocket | RouteKind::Pages => None,
    };
    let name = format!("{}-{}", route.upstream, index + 1);
    let guarded = has_guard && route.access == Access::Token;
    let reading = has_guard && route.access == Access::Reading;
    let priority = 10 * route.prefix.len();
    let whole_segments = format!("{}(/|$)", route.prefix.replace('.', "\\."));
    let mut doors = vec![Door { name: name.clone(), priority, reading: false, guarded: guarded || reading }];
    if reading {
        doors.push(Door { name: format!("{name}-reading"), priority: priority + 1, reading, guarded });
    }
    Route {
        name,
        prefix: &route.prefix,
        pattern: format!("~{whole_segments}"),
        anchored: format!("~^{whole_segments}"),
        root: route.prefix == "/",
        places: places(&route.prefix),
        doors,
        upstream: &route.upstream,
        port: route.port,
        limit: limit.map(|l| l.name),
        limit_burst: limit.map_or(0, |l| l.burst),
        limit_per_minute: limit.map_or(0, |l| l.per_minute),
        websocket: route.kind == RouteKind::Websocket,
        pages: route.kind == RouteKind::Pages,
        guarded,
        reading,
        timeout_ms: route.timeout_ms,
    }
}

fn places(prefix: &str) -> Vec<Place> {
    if prefix == "/" {
        return vec![Place { path: prefix.to_owned(), exact: false }];
    }
    vec![Place { path: prefix.to_owned(), exact: true }, Place { path: format!("{prefix}/"), exact: false }]
}

fn cors(plan: &Plan, container: &Container, runtime: Runtime) -> Option<Cors> {
    let mut origins = cors::named(plan.design, &container.id).0;
    if runtime == Runtime::Compose {
        origins.extend(cors::on_this_machine(plan));
    }
    let api_keys = plan.design.platform.authentication == Authentication::ApiKeys;
    (!origins.is_empty()).then_some(Cors {
        origins,
        methods: &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        headers: if api_keys { WITH_KEYS } else { HEADERS },
        exposed_headers: &["X-Correlation-Id"],
        max_age_seconds: 600,
        credentials: plan.design.platform.authentication == Authentication::Sessions,
    })
}
