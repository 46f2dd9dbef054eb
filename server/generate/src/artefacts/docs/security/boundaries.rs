//! The trust boundaries of security.md and what threatens each, by STRIDE: judged from the links that cross it and from what the bundle
//! holds. Must not claim what an option promises.

use crate::plan::{Plan, Role, RouteKind};
use domain::{
    Design,
    design::{Authentication, Element, ElementKind, Link, LinkKind, Target},
    ids::ElementId,
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Boundary {
    title: &'static str,
    crossing: Vec<String>,
    threats: Vec<Threat>,
}

#[derive(Serialize)]
struct Threat {
    kind: &'static str,
    /// What somebody would do here.
    story: &'static str,
    /// What stands against it, or nothing.
    answer: Option<String>,
}

/// Those that a Design has.
pub(super) fn boundaries(plan: &Plan) -> Vec<Boundary> {
    [outside(plan), inside(plan), stores(plan), partners(plan.design)].into_iter().flatten().collect()
}

/// The links between two sorts of parts, as lines.
fn crossing(design: &Design, from: impl Fn(&Element) -> bool, to: impl Fn(&Element, &Link) -> bool) -> Vec<(&Link, String)> {
    let end = |id: &ElementId| design.elements.get(id);
    design
        .links
        .values()
        .filter(|link| end(&link.from).is_some_and(&from) && end(&link.to).is_some_and(|element| to(element, link)))
        .map(|link| (link, format!("{} to {} ({})", design.display_name(&link.from), design.display_name(&link.to), link.kind.label())))
        .collect()
}

fn lines(links: &[(&Link, String)]) -> Vec<String> {
    links.iter().map(|(_, line)| line.clone()).collect()
}

fn threat(kind: &'static str, story: &'static str, answer: Option<String>) -> Threat {
    Threat { kind, story, answer }
}

fn said(holds: bool, text: &str) -> Option<String> {
    holds.then(|| text.to_owned())
}

/// Every service that people reach checks bodies against its contract.
fn checks_bodies(plan: &Plan) -> bool {
    plan.routes.iter().filter(|r| r.kind == RouteKind::Api).all(|r| plan.contract(&r.upstream).is_some())
}

/// Between people's browsers, other systems and the way in.
fn outside(plan: &Plan) -> Option<Boundary> {
    let design = plan.design;
    let foreign = |e: &Element| matches!(e.kind, ElementKind::Frontend | ElementKind::External);
    let links = crossing(design, foreign, |to, _| matches!(to.kind, ElementKind::Gateway | ElementKind::Service));
    let open = |e: &Element| e.kind == ElementKind::Gateway || e.exposed;
    let mut ways: Vec<String> = lines(&links);
    let nobody_drawn = ways.is_empty();
    ways.extend(
        design
            .elements
            .iter()
            .filter(|(_, e)| open(e) && nobody_drawn)
            .map(|(id, _)| format!("the outside to {}", design.display_name(id))),
    );
    let platform = &design.platform;
    let gateway = design.elements_of(ElementKind::Gateway).next().is_some();
    let bypass = design.elements.values().any(|e| e.exposed && e.kind != ElementKind::Gateway);
    (!ways.is_empty()).then(|| Boundary {
        title: "The outside and the way in",
        crossing: ways,
        threats: vec![
            threat(
                "Spoofing",
                "Somebody acts in another's name.",
                match platform.authentication {
                    Authentication::None => None,
                    way @ (Authentication::Jwt | Authentication::Sessions) => {
                        Some(format!("{}. Strangers may sign in, register and read what belongs to nobody.", way.label()))
                    }
                    way => Some(format!("{}. Strangers may read what belongs to nobody.", way.label())),
                },
            ),
            threat(
                "Tampering",
                "Somebody changes requests on the way, or sends what no screen would send.",
                said(
                    gateway && checks_bodies(plan),
                    "Each service checks what it gets against its contract. TLS ends at the way in once it has a certificate.",
                ),
            ),
            threat(
                "Repudiation",
                "Somebody denies what they did.",
                said(platform.observability.correlation_ids, "Each request has an id that is in the logs of every part it reached."),
            ),
            threat(
                "Information disclosure",
                "Errors and headers tell how it is built.",
                said(gateway && !bypass, "Errors are problem documents without traces; only the gateway listens on the host."),
            ),
            threat(
                "Denial of service",
                "Somebody sends more than it can carry.",
                said(gateway, "The gateway limits requests for each client, their size and how long they may take."),
            ),
            threat(
                "Elevation of privilege",
                "Somebody reaches what only staff may do.",
                said(
                    platform.authentication != Authentication::None && !bypass,
                    "Records that belong to people are shown to their owners only, what belongs to nobody is changed by admins or keys of programs alone, and what only the service may say, such as a status, is refused from clients. Nothing is reachable past the gateway.",
                ),
            ),
        ],
    })
}

/// Between the parts on the platform.
fn inside(plan: &Plan) -> Option<Boundary> {
    let design = plan.design;
    let ours = |e: &Element| matches!(e.kind, ElementKind::Gateway | ElementKind::Service | ElementKind::Worker);
    let links = crossing(design, ours, |to, link| matches!(to.kind, ElementKind::Service | ElementKind::Worker) && link.kind.is_call());
    // Gateways have a limit for each of their routes too.
    let is_gateway = |id: &ElementId| design.elements.get(id).is_some_and(|e| e.kind == ElementKind::Gateway);
    let coded = |link: &Link| is_gateway(&link.from) || plan.contract(link.from.as_str()).is_some();
    let from_code: Vec<_> = links.iter().filter(|(link, _)| coded(link)).collect();
    let level = design.platform.resilience;
    let breakers = from_code.iter().filter(|(link, _)| link.critical && !is_gateway(&link.from)).all(|(link, _)| link.breaks(level));
    let roots: Vec<&str> = plan.containers.iter().filter(|c| c.root_in_compose).map(|c| c.id.as_str()).collect();
    let in_cluster = design.platform.target == Target::Kubernetes;
    let collector = match plan.containers.iter().find(|c| in_cluster && c.asks_cluster()) {
        Some(c) => format!(
            " {} may ask the cluster which pods its namespace has and what they print, and reach any address at the ports of the cluster's API.",
            c.title
        ),
        None => String::new(),
    };
    let logs_collected = plan.containers.iter().any(|c| c.collects.is_some() && (!in_cluster || c.runs_in_clusters()));
    (!links.is_empty()).then(|| Boundary {
        title: "Between the parts",
        crossing: lines(&links),
        threats: vec![
            threat(
                "Spoofing",
                "A part that was taken over asks in another's name.",
                None,
            ),
            threat(
                "Tampering",
                "Something on the network changes what parts tell each other.",
                Some("Parts share a network only with those they are linked to; what they say there is not encrypted.".to_owned()),
            ),
            threat(
                "Repudiation",
                "Nobody can tell which part asked.",
                said(logs_collected, "The logs of all parts are kept in one place, with the id of the request."),
            ),
            threat(
                "Information disclosure",
                "A part learns more than it needs.",
                Some(format!("Each part reads the secrets of its own links and no others.{collector}")),
            ),
            threat(
                "Denial of service",
                "One slow part makes all others wait.",
                (from_code.len() == links.len() && !links.is_empty())
                    .then(|| format!("Every call of gateways and generated code has a time limit{}.", if breakers { ", and those it needs have a breaker" } else { "" })),
            ),
            threat(
                "Elevation of privilege",
                "A part that was taken over takes the machine.",
                Some(match roots.as_slice() {
                    [] => "Containers run as a user without rights and without capabilities.".to_owned(),
                    roots => format!(
                        "Containers run as a user without rights and without capabilities, but for {}, which in compose runs as root, without capabilities.",
                        roots.join(", ")
                    ),
                }),
            ),
        ],
    })
}

/// Between the parts and what keeps data and messages.
fn stores(plan: &Plan) -> Option<Boundary> {
    let design = plan.design;
    let links = crossing(design, |_| true, |_, link| link.kind.is_data() || link.kind.is_event());
    let keeps = |e: &Element| e.kind == ElementKind::Datastore;
    let owners_alone = design
        .elements
        .iter()
        .filter(|(_, e)| keeps(e))
        .all(|(id, _)| plan.links.to(id.as_str()).iter().filter(|(_, l)| l.kind == LinkKind::Owns).count() <= 1);
    let outbox = plan.contracts.iter().flat_map(|c| &c.publishes).all(|p| p.outbox)
        && design.links.values().filter(|l| l.kind == LinkKind::Publish).all(|l| plan.contract(l.from.as_str()).is_some());
    let keeping = || plan.containers.iter().filter(|c| matches!(c.role, Role::Datastore | Role::Broker));
    let open: Vec<&str> = keeping().filter(|c| c.secrets.is_empty()).map(|c| c.id.as_str()).collect();
    (!links.is_empty()).then(|| Boundary {
        title: "Data stores and brokers",
        crossing: lines(&links),
        threats: vec![
            threat(
                "Spoofing",
                "Something that is not a part of ours signs in.",
                Some(match open.as_slice() {
                    [] => "Each has a password of its own, made at the first start; in production none has a port on the host.".to_owned(),
                    open => format!("In production none has a port on the host. {} asks for no password; the others have one of their own.", open.join(", ")),
                }),
            ),
            threat("Tampering", "A part changes data that is not its own.", said(owners_alone, "Each store has one writer.")),
            threat(
                "Repudiation",
                "A change cannot be traced, or its event is missing.",
                said(outbox, "Events leave in the transaction of the change they report."),
            ),
            // Disks are the platform's: nothing in the bundle encrypts one.
            threat("Information disclosure", "A disk or a backup is lost.", None),
            threat(
                "Denial of service",
                "A store fills up.",
                Some("Each has a planned size and limits of memory and processor. Nothing in the bundle watches how full its disk is.".to_owned()),
            ),
            threat(
                "Elevation of privilege",
                "An injected query does what the code never would.",
                Some("Generated code uses parameters, never text put together. It signs in with the account that the store's image makes, which may change everything in that store.".to_owned()),
            ),
        ],
    })
}

/// Between the parts and systems of others.
fn partners(design: &Design) -> Option<Boundary> {
    let links = crossing(design, |_| true, |to, _| to.kind == ElementKind::External);
    let guarded = links.iter().all(|(link, _)| link.timeout_ms.is_some() && link.fallback.is_some());
    let repeats = links.iter().all(|(link, _)| link.repetitions(design.platform.resilience) == 0 || link.idempotent);
    (!links.is_empty()).then(|| Boundary {
        title: "Systems of others",
        crossing: lines(&links),
        threats: vec![
            threat(
                "Spoofing",
                "Somebody answers in the partner's place.",
                Some("The addresses are yours to set: with https:// the partner's certificate is checked.".to_owned()),
            ),
            threat(
                "Tampering",
                "A request is sent twice and done twice.",
                said(repeats, "What is tried again carries a key that makes the second time harmless."),
            ),
            threat("Repudiation", "The partner says that nothing came.", None),
            threat("Information disclosure", "The partner learns more than it needs.", None),
            threat(
                "Denial of service",
                "The partner is slow or away.",
                said(guarded, "Every call has a timeout and a fallback; see the table of links."),
            ),
            threat(
                "Elevation of privilege",
                "A leaked key does more than it should.",
                Some("Keys are files that only the part that uses them can read; ask each partner for the narrowest one.".to_owned()),
            ),
        ],
    })
}
