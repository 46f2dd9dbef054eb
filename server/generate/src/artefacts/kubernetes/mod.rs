//! The Kubernetes artefact: a kustomize base with one file a part, and overlays for development, staging and production. Holds no secret
//! value, and nothing that the restricted Pod Security Standard would refuse.

mod canary;
mod entrance;
mod external;
mod migration;
mod monitoring;
mod names;
mod placed;
mod policy;
mod secret;
mod size;
#[cfg(test)]
mod tests;
mod workload;

use super::{Artefact, Runtime, Writer, gateway, observability};
use crate::{
    GenerateError,
    names::in_path,
    origin::Mark,
    plan::{Container, EnvValue, Mount, Plan, Role},
    render::render,
};
pub(super) use canary::{Trial, canary, trial};
use domain::design::Target;
pub(super) use entrance::Entrance;
pub(super) use external::{External, external};
pub(super) use migration::{migrated, migrates, migration};
pub(super) use monitoring::{NAMESPACE as MONITORING_NAMESPACE, monitoring};
pub(super) use names::Names;
use placed::Placed;
pub(super) use placed::{Dialect, template};
use policy::Passages;
use serde::Serialize;
pub(super) use size::Size;
use size::{is_stateful, runs_several};
use std::collections::BTreeMap;
use workload::Workload;
pub(super) use workload::config_map;

pub static ARTEFACT: Artefact = Artefact {
    slug: "kubernetes",
    name: "Kubernetes",
    summary: "Kustomize base with overlays for development, staging and production",
    icon: "b-kubernetes",
    essential: false,
    applies: |design| design.platform.target == Target::Kubernetes,
    needs: &["compose"],
    templates: &[
        ("kubernetes/README.md", include_str!("README.md.tera")),
        ("kubernetes/base.yaml", include_str!("base.yaml.tera")),
        ("kubernetes/canary.yaml", include_str!("canary.yaml.tera")),
        ("kubernetes/canary-component.yaml", include_str!("canary-component.yaml.tera")),
        ("kubernetes/canary-overlay.yaml", include_str!("canary-overlay.yaml.tera")),
        ("kubernetes/component.yaml", include_str!("component.yaml.tera")),
        ("kubernetes/confinement.yaml", include_str!("confinement.yaml.tera")),
        ("kubernetes/create-secrets.sh", include_str!("create-secrets.sh.tera")),
        ("kubernetes/dev.yaml", include_str!("dev.yaml.tera")),
        ("kubernetes/entrance.yaml", include_str!("entrance.yaml.tera")),
        ("kubernetes/external.yaml", include_str!("external.yaml.tera")),
        ("kubernetes/external-secrets.yaml", include_str!("external-secrets.yaml.tera")),
        ("kubernetes/fill-secret-store.sh", include_str!("fill-secret-store.sh.tera")),
        ("kubernetes/environment.yaml", include_str!("environment.yaml.tera")),
        ("kubernetes/links.yaml", include_str!("links.yaml.tera")),
        ("kubernetes/migration.yaml", include_str!("migration.yaml.tera")),
        ("kubernetes/monitoring.yaml", include_str!("monitoring.yaml.tera")),
        ("kubernetes/network.yaml", include_str!("network.yaml.tera")),
        ("kubernetes/part.yaml", include_str!("part.yaml.tera")),
        ("kubernetes/pod.yaml", include_str!("pod.yaml.tera")),
        ("kubernetes/prod.yaml", include_str!("prod.yaml.tera")),
        ("kubernetes/redirect.yaml", include_str!("redirect.yaml.tera")),
        ("kubernetes/secret-store.yaml", include_str!("secret-store.yaml.tera")),
        ("kubernetes/secrets.yaml", include_str!("secrets.yaml.tera")),
        ("kubernetes/volumes.yaml", include_str!("volumes.yaml.tera")),
        ("kubernetes/workload.yaml", include_str!("workload.yaml.tera")),
    ],
    whole,
    rest: parts,
};

/// The oldest and the newest Kubernetes that the manifests are written for: the releases that its makers supported in November 2026.
pub const SUPPORTED_VERSIONS: (&str, &str) = ("1.35", "1.37");

const ROOT: &str = "deploy/kubernetes";
/// Stands for the operator's own.
pub(super) const REGISTRY: &str = "registry.example.com";

/// An overlay that runs images of a registry at full size.
#[derive(Debug, Clone, Copy, Serialize)]
struct Stage {
    overlay: &'static str,
    title: &'static str,
    /// What the namespace adds to the name of the system.
    namespace_suffix: &'static str,
}

const STAGING: Stage =
    Stage { overlay: "staging", title: "Staging: what production will run, in a namespace of its own", namespace_suffix: "staging" };
const PRODUCTION: Stage = Stage { overlay: "prod", title: "Production", namespace_suffix: "" };

/// What the files share beside the parts.
#[derive(Debug, Serialize)]
struct Files<'a> {
    slug: &'a str,
    /// What the overlay is for that is being written.
    stage: Stage,
    registry: &'static str,
    oldest_version: &'static str,
    newest_version: &'static str,
    /// Parts whose next release can be tried on a few.
    canaries: Vec<&'a str>,
    /// Whether Prometheus watches.
    is_measured: bool,
    monitoring_namespace: &'static str,
    /// Parts whose database a Job brings up to date.
    migrated: Vec<&'a str>,
    /// Whether any part may talk to anybody.
    has_links: bool,
    /// Names of the files in `base/parts`.
    parts: Vec<&'a str>,
    /// Operator's variables with their defaults.
    settings: Vec<Setting<'a>>,
    configs: Vec<ConfigFiles>,
    images: Vec<Image<'a>>,
    /// Deployments without autoscaling, with the number that runs in production.
    fixed: Vec<Count<'a>>,
    /// Whether there is anything that one replica makes meaningless.
    has_autoscaling: bool,
    has_disruption_budgets: bool,
    has_deployments: bool,
    has_stateful_sets: bool,
    entrances: Vec<Entrance<'a>>,
    secrets: Vec<secret::Template<'a>>,
    /// Where production's Secrets come from, if not from create-secrets.sh.
    external: Option<External>,
    /// Titles of parts that only compose starts.
    left_out: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Setting<'a> {
    pub name: &'a str,
    pub default: &'a str,
    /// `NAME=value`, as kustomize reads it.
    literal: String,
    comment: &'a str,
}

/// The configuration files of one part.
#[derive(Debug, Serialize)]
struct ConfigFiles {
    /// The name of their ConfigMap.
    map: String,
    /// Below `base`.
    files: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Image<'a> {
    /// In the base.
    unset: String,
    name: &'a str,
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct Count<'a> {
    id: &'a str,
    replicas: u16,
}

/// What runs in a cluster: all but the parts that work through the engine of one machine and no other way.
pub(super) fn deployed<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a Container> {
    plan.containers.iter().filter(|c| c.runs_in_clusters())
}

/// The manifest of a part.
pub(super) fn manifest(plan: &Plan, container: &Container, names: &Names, dialect: Dialect) -> Result<String, GenerateError> {
    render("kubernetes/part.yaml", &Workload::new(plan, container, names, dialect))
}

/// The configuration files that pods read: the part, the path below `configuration/`, the text.
pub(super) fn configurations<'a>(plan: &'a Plan) -> Result<Vec<(&'a Container, String, String)>, GenerateError> {
    let mounts = deployed(plan).flat_map(|c| c.mounts.iter().map(move |mount| (c, mount)));
    mounts
        .map(|(container, mount)| {
            let text = match container.role {
                Role::Gateway => gateway::configuration(plan, container, mount, Runtime::Kubernetes),
                _ => observability::configuration(plan, mount, Runtime::Kubernetes),
            };
            Ok((container, config_path(container, mount), text?))
        })
        .collect()
}

/// The network policies, by file: nobody talks to anybody, and who does nevertheless.
pub(super) fn policies(plan: &Plan) -> Result<Vec<(&'static str, String)>, GenerateError> {
    let mut policies = vec![("network.yaml", render("kubernetes/network.yaml", &files(plan))?)];
    // Parts that talk to nobody need none; a file without objects would be refused.
    let passages = Passages::new(plan);
    if !passages.is_empty() {
        policies.push(("links.yaml", render("kubernetes/links.yaml", &passages)?));
    }
    Ok(policies)
}

/// A part's own files, one part after the other: the Job comes right after the part that waits for it.
fn parts(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let names = Names::new(plan);
    for container in deployed(plan) {
        let file = in_path(&container.id);
        out.about(Some(Mark::Part(container.id.clone())));
        out.text(format!("{ROOT}/base/parts/{file}.yaml"), manifest(plan, container, &names, Dialect::Kustomize)?)?;
        if let Some(job) = migration(plan, container, &names, Dialect::Kustomize)? {
            out.text(format!("{ROOT}/base/migrations/{file}.yaml"), job)?;
        }
    }
    out.about(None);
    canary::write(plan, &names, out)
}

fn whole(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for (_, path, text) in configurations(plan)? {
        out.text(format!("{ROOT}/base/configuration/{path}"), text)?;
    }
    let mut files = files(plan);
    out.text(format!("{ROOT}/base/kustomization.yaml"), render("kubernetes/base.yaml", &files)?)?;
    for (file, text) in policies(plan)? {
        out.text(format!("{ROOT}/base/{file}"), text)?;
    }
    out.text(format!("{ROOT}/overlays/dev/kustomization.yaml"), render("kubernetes/dev.yaml", &files)?)?;
    if let Some(text) = monitoring(plan, Dialect::Kustomize)? {
        let component = format!("{ROOT}/components/prometheus-operator");
        out.text(format!("{component}/kustomization.yaml"), render("kubernetes/component.yaml", &files)?)?;
        out.text(format!("{component}/monitoring.yaml"), text)?;
    }
    for stage in [STAGING, PRODUCTION] {
        files.stage = stage;
        let overlay = format!("{ROOT}/overlays/{}", stage.overlay);
        out.text(format!("{overlay}/kustomization.yaml"), render("kubernetes/prod.yaml", &files)?)?;
        if !files.entrances.is_empty() {
            out.text(format!("{overlay}/https-redirect.yaml"), render("kubernetes/redirect.yaml", &files)?)?;
        }
    }
    if !files.entrances.is_empty() {
        out.text(format!("{ROOT}/base/entrance.yaml"), render("kubernetes/entrance.yaml", &files)?)?;
    }
    if !files.secrets.is_empty() {
        out.text(format!("{ROOT}/secrets.example.yaml"), render("kubernetes/secrets.yaml", &files)?)?;
        out.script(format!("{ROOT}/create-secrets.sh"), render("kubernetes/create-secrets.sh", &files)?)?;
        if files.external.is_some() {
            let folder = format!("{ROOT}/external-secrets");
            out.text(format!("{folder}/kustomization.yaml"), render("kubernetes/external.yaml", &files)?)?;
            for file in ["secret-store.yaml", "external-secrets.yaml"] {
                out.text(format!("{folder}/{file}"), render(&format!("kubernetes/{file}"), &files)?)?;
            }
            out.script(format!("{ROOT}/fill-secret-store.sh"), render("kubernetes/fill-secret-store.sh", &files)?)?;
        }
    }
    out.text(format!("{ROOT}/README.md"), render("kubernetes/README.md", &files)?)
}

/// The operator's variables, each once, by name.
pub(super) fn settings<'a>(plan: &'a Plan) -> Vec<Setting<'a>> {
    let by_name: BTreeMap<&str, (&str, &str)> = deployed(plan)
        .flat_map(|c| &c.env)
        .filter_map(|env| match &env.value {
            EnvValue::Variable { name, default, comment } => Some((name.as_str(), (default.as_str(), comment.as_str()))),
            EnvValue::Plain(_) | EnvValue::SecretFile(_) => None,
        })
        .collect();
    let setting = |(name, (default, comment))| Setting { name, default, literal: format!("{name}={default}"), comment };
    by_name.into_iter().map(setting).collect()
}

/// The ways in from outside.
pub(super) fn entrances<'a>(plan: &'a Plan) -> Vec<Entrance<'a>> {
    let names = Names::new(plan);
    deployed(plan).filter(|c| entrance::is_entrance(c)).map(|c| Entrance::new(c, canary::sides(plan, c, &names))).collect()
}

fn files<'a>(plan: &'a Plan) -> Files<'a> {
    let fixed = |c: &&Container| !is_stateful(c) && c.max_replicas.is_none();
    Files {
        slug: &plan.slug,
        stage: PRODUCTION,
        registry: REGISTRY,
        oldest_version: SUPPORTED_VERSIONS.0,
        newest_version: SUPPORTED_VERSIONS.1,
        canaries: canary::tried(plan).map(|c| c.id.as_str()).collect(),
        is_measured: observability::is_measured(plan),
        monitoring_namespace: MONITORING_NAMESPACE,
        migrated: migration::migrated(plan).map(|c| c.id.as_str()).collect(),
        has_links: !Passages::new(plan).is_empty(),
        parts: deployed(plan).map(|c| c.id.as_str()).collect(),
        settings: settings(plan),
        configs: deployed(plan)
            .filter(|c| !c.mounts.is_empty())
            .map(|c| ConfigFiles {
                map: config_map(c),
                files: c.mounts.iter().map(|mount| format!("configuration/{}", config_path(c, mount))).collect(),
            })
            .collect(),
        images: deployed(plan)
            .filter(|c| c.stack.is_some())
            .map(|c| Image { unset: placed::unset(&c.image), name: &c.image, id: &c.id })
            .collect(),
        fixed: deployed(plan).filter(fixed).map(|c| Count { id: &c.id, replicas: c.replicas }).collect(),
        has_autoscaling: deployed(plan).any(|c| Size::of(c).autoscaling.is_some()),
        has_disruption_budgets: deployed(plan).any(runs_several),
        has_deployments: deployed(plan).any(|c| !is_stateful(c)),
        has_stateful_sets: deployed(plan).any(is_stateful),
        entrances: entrances(plan),
        secrets: secret::templates(plan),
        external: external(plan),
        left_out: plan.containers.iter().filter(|c| !c.runs_in_clusters()).map(|c| c.title.as_str()).collect(),
    }
}

/// Where a configuration file is, below `configuration`.
fn config_path(container: &Container, mount: &Mount) -> String {
    format!("{}/{}", in_path(&container.id), workload::config_key(mount))
}

/// Speaks HTTP on its main port.
fn speaks_http(container: &Container) -> bool {
    !matches!(container.role, Role::Datastore | Role::Broker)
}
