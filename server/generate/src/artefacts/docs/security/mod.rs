//! The model of security.md: trust boundaries and what threatens each; the inventory of secrets; the data that needs protection. Every claim is read from what the bundle holds; what the Design chooses and the bundle does
//! not hold is told as planned. Must not claim what an option promises.

mod boundaries;

use crate::{
    GenerateError,
    artefacts::kubernetes,
    plan::{self, EnvValue, Plan, SecretSource},
    render::render,
};
use boundaries::{Boundary, boundaries};
use domain::{
    Design,
    design::{Authentication, SecretStore, Sensitivity, ServiceAuthentication, Target},
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
    let readers = readers(plan);
    let page = Page {
        name: &plan.name,
        sign_in: design.platform.authentication.label(),
        checks: checks(plan),
        unchecked: plan::unchecked(plan).into_iter().collect::<Vec<_>>().join(", "),
        service_trust: service_trust(design.platform.service_authentication),
        boundaries: boundaries(plan),
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
