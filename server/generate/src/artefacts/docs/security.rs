//! The model of security.md: trust boundaries and what threatens each, by STRIDE, judged from the links that cross it; the inventory
//! of secrets; the data that needs protection. Every claim is read from what the bundle holds; what the Design chooses and the bundle does
//! not hold is told as planned. Must not claim what an option promises.

use crate::{
    GenerateError,
    artefacts::kubernetes,
    plan::{self, EnvValue, Plan, Role, RouteKind, SecretSource},
    render::render,
};
use domain::{
    Design,
    design::{Authentication, Element, ElementKind, Link, LinkKind, SecretStore, Sensitivity, ServiceAuthentication, Target},
    ids::ElementId,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    sign_in: &'static str,
    /// Who checks it, and how.
    checks: &'static str,
    /// Parts whose code asks nobody.
    unchecked: String,
    service_trust: String,
    boundaries: Vec<Boundary>,
    data: Vec<DataRow<'a>>,
    secrets: Vec<SecretRow<'a>>,
    secret_store: String,
    rotation: &'static str,
}

#[derive(Serialize)]
struct Boundary {
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

#[derive(Serialize)]
struct DataRow<'a> {
    entity: &'a str,
    protection: &'static str,
    context: &'a str,
    stores: String,
    encrypted: &'static str,
}

#[derive(Serialize)]
struct SecretRow<'a> {
    id: &'a str,
    owner: &'a str,
    readers: String,
    origin: &'static str,
}

pub(super) fn page(plan: &Plan) -> Result<Option<String>, GenerateError> {
    let design = plan.design;
    if plan.containers.is_empty() {
        return Ok(None);
    }
    let boundaries = [outside(plan), inside(plan), stores(plan), partners(design)];
    let readers = readers(plan);
    let page = Page {
        name: &plan.name,
        sign_in: design.platform.authentication.label(),
        checks: checks(plan),
        unchecked: plan::unchecked(plan).into_iter().collect::<Vec<_>>().join(", "),
        service_trust: service_trust(design.platform.service_authentication),
        boundaries: boundaries.into_iter().flatten().collect(),
        data: sensitive(design),
        secrets: plan
            .secrets
            .iter()
            .map(|secret| SecretRow {
                id: &secret.id,
                owner: &secret.owner,
                readers: readers.get(secret.id.as_str()).map(|by| by.join(", ")).unwrap_or_default(),
                origin: origin(secret.source),
            })
            .collect(),
        secret_store: secret_store(plan),
        rotation: rotation(plan),
    };
    render("docs/security.md", &page).map(Some)
}

/// Who checks how people and programs sign in.
fn checks(plan: &Plan) -> &'static str {
    match plan.design.platform.authentication {
        Authentication::None => "Nobody is asked.",
        Authentication::Jwt if plan.identity.is_some() => {
            "Before it passes a guarded request on, the gateway asks the part that keeps the accounts whether the token is good. Each service checks signature, issuer, audience and time again."
        }
        Authentication::Jwt => "The gateway passes tokens through. Each service checks signature, issuer, audience and time.",
        Authentication::Sessions => {
            "The gateway passes the cookie through. It holds a signed token, which scripts in pages cannot read; each service checks signature, issuer, audience and time."
        }
        Authentication::Oidc => {
            "The gateway passes the header Authorization through and asks nobody. Each service checks the token itself: its signature against the keys that the provider publishes (found by discovery from OIDC_ISSUER, kept for some minutes, asked for again when an unknown one appears, though not at every request), its algorithm against a list, issuer, audience (OIDC_AUDIENCE), time with half a minute for clocks that differ, and its scope where OIDC_SCOPE names one. A bad token gets 401, one without the scope 403; while the provider cannot be asked for keys that are not known yet, the answer is 503 and nobody gets in."
        }
        Authentication::ApiKeys => {
            "The gateway passes the header X-API-Key through and asks nobody. Each service compares the SHA-256 hash of the key with those in its file, all of them and in constant time, and writes the name of the key into each line of its log. An unknown key gets 401, one that may only read gets 403 for a change. scripts/add-api-key.sh makes a key and shows it once; to take one back, delete its line and restart the services."
        }
    }
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

/// Networks and policies are what the bundle sets between parts; anything beyond them it does not set up.
fn service_trust(chosen: ServiceAuthentication) -> String {
    let network = "the network, which joins only parts that are linked";
    match chosen {
        ServiceAuthentication::NetworkOnly => network.to_owned(),
        planned => format!("{network} ({} is planned and not in this bundle)", planned.label()),
    }
}

/// Where values lie when the files of this bundle are used as they are.
pub(super) fn secret_store(plan: &Plan) -> String {
    let design = plan.design;
    if let Some(external) = kubernetes::external(plan) {
        return format!("{}; the External Secrets Operator keeps Kubernetes Secrets in step with it", external.title);
    }
    let (here, own): (&str, &[SecretStore]) = match design.platform.target {
        Target::Kubernetes => ("Kubernetes Secrets, made by deploy/kubernetes/create-secrets.sh", &[SecretStore::KubernetesSecrets]),
        Target::Swarm => ("Docker secrets of the swarm", &[SecretStore::DockerSecrets]),
        _ => ("files below secrets/ on the machine, which containers read as Docker secrets", &[SecretStore::DockerSecrets]),
    };
    if own.contains(&design.platform.secrets) {
        return here.to_owned();
    }
    format!("{here} ({} is planned and not in this bundle)", design.platform.secrets.label())
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
    let logs_collected =
        plan.containers.iter().any(|c| c.collects.is_some() && (design.platform.target != Target::Kubernetes || c.runs_in_clusters()));
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
                Some("Each part reads the secrets of its own links and no others.".to_owned()),
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

fn sensitive(design: &Design) -> Vec<DataRow<'_>> {
    let mut rows = Vec::new();
    let owning = super::owning(design, true);
    for (id, context) in &design.contexts {
        let mut stores: Vec<&ElementId> = owning.get(id).into_iter().flatten().map(|link| &link.to).collect();
        stores.sort();
        stores.dedup();
        let encrypted = stores.iter().all(|store| design.elements.get(*store).is_some_and(|e| e.encrypted));
        for entity in context.entities.iter().filter(|entity| entity.sensitivity != Sensitivity::Plain) {
            rows.push(DataRow {
                entity: &entity.name,
                protection: entity.sensitivity.label(),
                context: &context.name,
                stores: stores.iter().map(|store| store.as_str()).collect::<Vec<_>>().join(", "),
                encrypted: if encrypted { "to be set up by you" } else { "no" },
            });
        }
    }
    rows
}

/// The parts that read each secret, in order of the Plan.
fn readers<'a>(plan: &'a Plan<'_>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut readers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for container in &plan.containers {
        let in_files = container.env.iter().filter_map(|env| match &env.value {
            EnvValue::SecretFile(id) => Some(id.as_str()),
            EnvValue::Plain(_) | EnvValue::Variable { .. } => None,
        });
        let read: BTreeSet<&str> = container.secrets.iter().map(String::as_str).chain(in_files).collect();
        read.into_iter().for_each(|secret| readers.entry(secret).or_default().push(&container.id));
    }
    readers
}

fn origin(source: SecretSource) -> &'static str {
    match source {
        SecretSource::Random => "made at random by scripts/init-secrets.sh",
        SecretSource::Given => "given by its owner: you fill it in",
        SecretSource::ApiKeys => "scripts/add-api-key.sh, a line for each key",
    }
}

fn rotation(plan: &Plan) -> &'static str {
    match plan.design.platform.target {
        Target::Kubernetes if kubernetes::external(plan).is_some() => {
            "Change the value where it is used first, then in the store; within an hour it is in the cluster. Then restart its readers with kubectl rollout restart."
        }
        Target::Kubernetes => {
            "Change the value where it is used first, then in the cluster's Secret, then restart its readers with kubectl rollout restart."
        }
        _ => {
            "Change the value where it is used first (the database user, the partner's console), then in its file below secrets/, then restart its readers one after the other."
        }
    }
}
