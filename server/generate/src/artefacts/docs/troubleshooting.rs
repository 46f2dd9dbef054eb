//! The model of troubleshooting.md: the three questions people have (it cannot reach the other, it does not start, it is slow) with the
//! names, networks and numbers of this system.

use super::Writer;
use crate::{
    GenerateError,
    artefacts::kubernetes,
    plan::{Plan, Role, SecretSource},
    render::render,
};
use domain::design::{Authentication, Link, LinkKind};
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    slug: &'a str,
    pairs: Vec<Pair<'a>>,
    starts: Vec<Start<'a>>,
    slowest: Vec<Slow<'a>>,
    caches: Vec<&'a str>,
    brokers: Vec<&'a str>,
    given: Vec<&'a str>,
    has_kubernetes: bool,
    /// Jobs in the cluster bring databases up to date.
    has_migrations: bool,
    has_traces: bool,
    has_sign_in: bool,
    sign_in_hint: &'static str,
    example: Option<&'a str>,
}

/// Two parts, and the network they share.
#[derive(Serialize)]
struct Pair<'a> {
    from: &'a str,
    to: &'a str,
    port: u16,
    networks: String,
}

#[derive(Serialize)]
struct Start<'a> {
    id: &'a str,
    after: String,
}

/// A chain of waits: the longest first.
#[derive(Serialize)]
struct Slow<'a> {
    from: &'a str,
    to: &'a str,
    longest_ms: u64,
}

/// More rows than this nobody reads.
const MOST_ROWS: usize = 12;

pub(super) fn page(plan: &Plan, out: &Writer) -> Result<Option<String>, GenerateError> {
    if plan.built().next().is_none() {
        return Ok(None);
    }
    let design = plan.design;
    let mut slowest: Vec<Slow> = design
        .links
        .values()
        .filter_map(|link| {
            Some(Slow { from: design.display_name(&link.from), to: design.display_name(&link.to), longest_ms: longest(link)? })
        })
        .collect();
    slowest.sort_by(|a, b| b.longest_ms.cmp(&a.longest_ms).then_with(|| (a.from, a.to).cmp(&(b.from, b.to))));
    slowest.truncate(MOST_ROWS);
    let page = Page {
        name: &plan.name,
        slug: &plan.slug,
        pairs: pairs(plan),
        starts: plan
            .containers
            .iter()
            .filter(|c| c.role != Role::Observer && !c.starts_after.is_empty())
            .map(|c| Start { id: &c.id, after: c.starts_after.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join(", ") })
            .collect(),
        slowest,
        caches: design.links.values().filter(|l| l.kind == LinkKind::Caches).map(|l| l.to.as_str()).collect(),
        brokers: plan.of_role(Role::Broker).map(|c| c.id.as_str()).collect(),
        given: plan.secrets.iter().filter(|s| s.source == SecretSource::Given).map(|s| s.id.as_str()).collect(),
        has_kubernetes: out.is_chosen("kubernetes"),
        has_migrations: out.is_chosen("kubernetes") && kubernetes::migrated(plan).next().is_some(),
        has_traces: design.platform.observability.traces.is_some(),
        has_sign_in: design.platform.authentication != Authentication::None,
        sign_in_hint: sign_in_hint(design.platform.authentication),
        example: plan.built().next().map(|c| c.id.as_str()),
    };
    render("docs/troubleshooting.md", &page).map(Some)
}

/// The longest a caller waits, all attempts counted, in milliseconds.
fn longest(link: &Link) -> Option<u64> {
    Some(u64::from(link.timeout_ms?) * (1 + u64::from(link.retries.unwrap_or(0))))
}

fn pairs<'a>(plan: &'a Plan<'a>) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for container in plan.containers.iter().filter(|c| c.role != Role::Observer) {
        for peer in &container.peers {
            let Some(other) = plan.container(&peer.id).filter(|other| other.role != Role::Observer) else { continue };
            let shared: Vec<&str> = container.networks.iter().filter(|n| other.networks.contains(n)).map(String::as_str).collect();
            pairs.push(Pair { from: &container.id, to: &other.id, port: peer.port, networks: shared.join(", ") });
        }
    }
    pairs
}
/// Why somebody may be refused, or let in by nobody.
fn sign_in_hint(way: Authentication) -> &'static str {
    match way {
        Authentication::None | Authentication::Jwt | Authentication::Sessions => {
            "The token is missing, has expired or was made for something else; the clocks of the machines differ."
        }
        Authentication::Oidc => {
            "The token is missing, has expired, names another audience than OIDC_AUDIENCE or lacks OIDC_SCOPE; OIDC_ISSUER is not, letter by letter, what the provider calls itself; the clocks of the machines differ. 503 instead: OIDC_ISSUER is not set, or the provider cannot be reached; the log says which."
        }
        Authentication::ApiKeys => {
            "The header X-API-Key is missing, or secrets/api-keys has no line for the key that the services have read at their start. 403: the line ends in “:read”."
        }
    }
}
