//! The model of security.md: trust boundaries and what threatens each, by STRIDE, judged from the links that cross it; the inventory
//! of secrets; the data that needs protection. Must not claim what the Design does not say.

use crate::{
    GenerateError,
    plan::{self, EnvValue, Plan, SecretSource},
    render::render,
};
use domain::{
    Design,
    design::{Authentication, Element, ElementKind, Link, LinkKind, SecretStore, Sensitivity, ServiceAuthentication},
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
    service_trust: &'static str,
    boundaries: Vec<Boundary>,
    data: Vec<DataRow<'a>>,
    secrets: Vec<SecretRow<'a>>,
    secret_store: &'static str,
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
    let boundaries = [outside(design), inside(design), stores(plan), partners(design)];
    let readers = readers(plan);
    let page = Page {
        name: &plan.name,
        sign_in: design.platform.authentication.label(),
        checks: checks(plan),
        unchecked: plan::unchecked(plan).into_iter().collect::<Vec<_>>().join(", "),
        service_trust: design.platform.service_authentication.label(),
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
        secret_store: design.platform.secrets.label(),
        rotation: rotation(design.platform.secrets),
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

/// Between people's browsers, other systems and the way in.
fn outside(design: &Design) -> Option<Boundary> {
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
                        Some(format!("{}. Strangers may sign in, register and read what is not sensitive, nothing else.", way.label()))
                    }
                    way => Some(format!("{}. Strangers may read what is not sensitive, nothing else.", way.label())),
                },
            ),
            threat(
                "Tampering",
                "Somebody changes requests on the way, or sends what no screen would send.",
                said(gateway, "TLS ends at the gateway; each service checks what it gets against its contract."),
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
                    "Records that belong to people are shown to their owners only; nothing is reachable past the gateway.",
                ),
            ),
        ],
    })
}

/// Between the parts on the platform.
fn inside(design: &Design) -> Option<Boundary> {
    let ours = |e: &Element| matches!(e.kind, ElementKind::Gateway | ElementKind::Service | ElementKind::Worker);
    let links = crossing(design, ours, |to, link| matches!(to.kind, ElementKind::Service | ElementKind::Worker) && link.kind.is_call());
    let trust = design.platform.service_authentication;
    let proven = trust != ServiceAuthentication::NetworkOnly;
    let guarded = links.iter().all(|(link, _)| link.timeout_ms.is_some());
    (!links.is_empty()).then(|| Boundary {
        title: "Between the parts",
        crossing: lines(&links),
        threats: vec![
            threat(
                "Spoofing",
                "A part that was taken over asks in another's name.",
                said(proven, &format!("{}: each part proves which one it is.", trust.label())),
            ),
            threat(
                "Tampering",
                "Something on the network changes what parts tell each other.",
                said(
                    matches!(trust, ServiceAuthentication::MutualTls | ServiceAuthentication::Istio | ServiceAuthentication::Linkerd),
                    "Everything between parts is encrypted and checked.",
                )
                .or_else(|| Some("Parts share a network only with those they are linked to.".to_owned())),
            ),
            threat(
                "Repudiation",
                "Nobody can tell which part asked.",
                said(
                    design.platform.observability.logs.is_some(),
                    "The logs of all parts are kept in one place, with the id of the request.",
                ),
            ),
            threat(
                "Information disclosure",
                "A part learns more than it needs.",
                Some("Each part reads the secrets of its own links and no others.".to_owned()),
            ),
            threat(
                "Denial of service",
                "One slow part makes all others wait.",
                said(guarded, "Every call has a timeout; critical ones have a breaker and a fallback."),
            ),
            threat(
                "Elevation of privilege",
                "A part that was taken over takes the machine.",
                Some("Containers run as a user without rights, on a read-only file system, without capabilities.".to_owned()),
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
    let encrypted = sensitive(design).iter().all(|row| row.encrypted == "yes");
    let outbox = design.links.values().filter(|l| l.kind == LinkKind::Publish).all(|l| l.outbox);
    (!links.is_empty()).then(|| Boundary {
        title: "Data stores and brokers",
        crossing: lines(&links),
        threats: vec![
            threat(
                "Spoofing",
                "Something that is not a part of ours signs in.",
                Some("Each store has a password of its own, made at the first start, and no port on the host.".to_owned()),
            ),
            threat("Tampering", "A part changes data that is not its own.", said(owners_alone, "Each store has one writer.")),
            threat(
                "Repudiation",
                "A change cannot be traced, or its event is missing.",
                said(outbox, "Events leave in the transaction of the change they report."),
            ),
            threat("Information disclosure", "A disk or a backup is lost.", said(encrypted, "Stores with sensitive data are encrypted.")),
            threat(
                "Denial of service",
                "A store fills up.",
                Some("Each has a planned size and limits; its disk is watched where metrics are.".to_owned()),
            ),
            threat(
                "Elevation of privilege",
                "An injected query does what the code never would.",
                Some("Parts use parameters, never text put together; each has its own account.".to_owned()),
            ),
        ],
    })
}

/// Between the parts and systems of others.
fn partners(design: &Design) -> Option<Boundary> {
    let links = crossing(design, |_| true, |to, _| to.kind == ElementKind::External);
    let guarded = links.iter().all(|(link, _)| link.timeout_ms.is_some() && link.fallback.is_some());
    let repeats = links.iter().all(|(link, _)| link.retries.unwrap_or(0) == 0 || link.idempotent);
    (!links.is_empty()).then(|| Boundary {
        title: "Systems of others",
        crossing: lines(&links),
        threats: vec![
            threat(
                "Spoofing",
                "Somebody answers in the partner's place.",
                Some("TLS with the partner's certificate; call-backs count only with a signature.".to_owned()),
            ),
            threat(
                "Tampering",
                "A request is sent twice and done twice.",
                said(repeats, "What is tried again carries a key that makes the second time harmless."),
            ),
            threat(
                "Repudiation",
                "The partner says that nothing came.",
                said(design.platform.observability.correlation_ids, "The request's id goes along and is kept."),
            ),
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
                encrypted: if encrypted { "yes" } else { "no" },
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

fn rotation(store: SecretStore) -> &'static str {
    match store {
        SecretStore::Environment | SecretStore::DockerSecrets => {
            "Change the value where it is used first (the database user, the partner's console), then in its file below secrets/, then restart its readers one after the other."
        }
        SecretStore::KubernetesSecrets => {
            "Change the value where it is used first, then in the cluster's Secret, then restart its readers with kubectl rollout restart."
        }
        SecretStore::Vault | SecretStore::AwsSecretsManager | SecretStore::AzureKeyVault | SecretStore::GcpSecretManager => {
            "Add the new value as a second version in the store, let readers take it at their next start, then end the first version."
        }
    }
}
