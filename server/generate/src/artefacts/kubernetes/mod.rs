//! The Kubernetes artefact: a kustomize base with one file a part, and overlays for development, staging and production. Holds no secret
//! value, and nothing that the restricted Pod Security Standard would refuse.

mod entrance;
mod names;
mod policy;
mod secret;
#[cfg(test)]
mod tests;
mod workload;

use super::{Artefact, Runtime, Writer, gateway, observability};
use crate::{
    GenerateError,
    plan::{Container, EnvValue, Mount, Plan, Role},
    render::render,
};
use domain::design::Target;
use entrance::Entrance;
use names::Names;
use serde::Serialize;
use std::collections::BTreeMap;
use workload::Workload;

pub static ARTEFACT: Artefact = Artefact {
    slug: "kubernetes",
    name: "Kubernetes",
    summary: "Kustomize base with overlays for development, staging and production",
    icon: "b-kubernetes",
    applies: |design| design.platform.target == Target::Kubernetes,
    needs: &["compose"],
    templates: &[
        ("kubernetes/README.md", include_str!("README.md.tera")),
        ("kubernetes/base.yaml", include_str!("base.yaml.tera")),
        ("kubernetes/create-secrets.sh", include_str!("create-secrets.sh.tera")),
        ("kubernetes/dev.yaml", include_str!("dev.yaml.tera")),
        ("kubernetes/entrance.yaml", include_str!("entrance.yaml.tera")),
        ("kubernetes/network.yaml", include_str!("network.yaml.tera")),
        ("kubernetes/part.yaml", include_str!("part.yaml.tera")),
        ("kubernetes/prod.yaml", include_str!("prod.yaml.tera")),
        ("kubernetes/redirect.yaml", include_str!("redirect.yaml.tera")),
        ("kubernetes/secrets.yaml", include_str!("secrets.yaml.tera")),
    ],
    render: write,
};

/// The oldest and the newest Kubernetes that the manifests are written for: the releases that its makers supported in November 2026.
pub const SUPPORTED_VERSIONS: (&str, &str) = ("1.35", "1.37");

const ROOT: &str = "deploy/kubernetes";

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
    /// Stands for the operator's own.
    registry: &'static str,
    oldest_version: &'static str,
    newest_version: &'static str,
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
    /// Titles of parts that only compose starts.
    left_out: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Setting<'a> {
    name: &'a str,
    default: &'a str,
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
    name: &'a str,
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct Count<'a> {
    id: &'a str,
    replicas: u16,
}

/// What runs in a cluster: all but the parts that work through the engine of one machine.
fn deployed<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a Container> {
    plan.containers.iter().filter(|c| !c.docker_socket)
}

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let names = Names::new(plan);
    let mut workloads = Vec::new();
    for container in deployed(plan) {
        let workload = Workload::new(plan, container, &names);
        out.text(&format!("{ROOT}/base/parts/{}.yaml", container.id), render("kubernetes/part.yaml", &workload)?)?;
        for mount in &container.mounts {
            let text = match container.role {
                Role::Gateway => gateway::configuration(plan, container, mount, Runtime::Kubernetes),
                _ => observability::configuration(plan, mount),
            };
            out.text(&format!("{ROOT}/base/{}", config_path(container, mount)), text?)?;
        }
        workloads.push(workload);
    }
    let mut files = files(plan, &workloads);
    out.text(&format!("{ROOT}/base/kustomization.yaml"), render("kubernetes/base.yaml", &files)?)?;
    out.text(&format!("{ROOT}/base/network.yaml"), render("kubernetes/network.yaml", &files)?)?;
    out.text(&format!("{ROOT}/overlays/dev/kustomization.yaml"), render("kubernetes/dev.yaml", &files)?)?;
    for stage in [STAGING, PRODUCTION] {
        files.stage = stage;
        let overlay = format!("{ROOT}/overlays/{}", stage.overlay);
        out.text(&format!("{overlay}/kustomization.yaml"), render("kubernetes/prod.yaml", &files)?)?;
        if !files.entrances.is_empty() {
            out.text(&format!("{overlay}/https-redirect.yaml"), render("kubernetes/redirect.yaml", &files)?)?;
        }
    }
    if !files.entrances.is_empty() {
        out.text(&format!("{ROOT}/base/entrance.yaml"), render("kubernetes/entrance.yaml", &files)?)?;
    }
    if !files.secrets.is_empty() {
        out.text(&format!("{ROOT}/secrets.example.yaml"), render("kubernetes/secrets.yaml", &files)?)?;
        out.script(&format!("{ROOT}/create-secrets.sh"), render("kubernetes/create-secrets.sh", &files)?)?;
    }
    out.text(&format!("{ROOT}/README.md"), render("kubernetes/README.md", &files)?)
}

fn files<'a>(plan: &'a Plan, workloads: &[Workload<'a>]) -> Files<'a> {
    let settings: BTreeMap<&str, (&str, &str)> = deployed(plan)
        .flat_map(|c| &c.env)
        .filter_map(|env| match &env.value {
            EnvValue::Variable { name, default, comment } => Some((name.as_str(), (default.as_str(), comment.as_str()))),
            EnvValue::Plain(_) | EnvValue::SecretFile(_) => None,
        })
        .collect();
    Files {
        slug: &plan.slug,
        stage: PRODUCTION,
        registry: "registry.example.com",
        oldest_version: SUPPORTED_VERSIONS.0,
        newest_version: SUPPORTED_VERSIONS.1,
        parts: deployed(plan).map(|c| c.id.as_str()).collect(),
        settings: settings
            .into_iter()
            .map(|(name, (default, comment))| Setting { name, default, literal: format!("{name}={default}"), comment })
            .collect(),
        configs: deployed(plan)
            .filter(|c| !c.mounts.is_empty())
            .map(|c| ConfigFiles { map: workload::config_map(c), files: c.mounts.iter().map(|m| config_path(c, m)).collect() })
            .collect(),
        images: deployed(plan).filter(|c| c.stack.is_some()).map(|c| Image { name: &c.image, id: &c.id }).collect(),
        fixed: workloads
            .iter()
            .filter_map(|w| Some(Count { id: w.id, replicas: w.fixed_replicas().filter(|_| !w.is_stateful())? }))
            .collect(),
        has_autoscaling: workloads.iter().any(Workload::is_autoscaled),
        has_disruption_budgets: workloads.iter().any(Workload::has_disruption_budget),
        has_deployments: workloads.iter().any(|w| !w.is_stateful()),
        has_stateful_sets: workloads.iter().any(Workload::is_stateful),
        entrances: deployed(plan).filter(|c| entrance::is_entrance(c)).map(Entrance::new).collect(),
        secrets: secret::templates(plan),
        left_out: plan.containers.iter().filter(|c| c.docker_socket).map(|c| c.title.as_str()).collect(),
    }
}

/// Where a configuration file is, below `base`.
fn config_path(container: &Container, mount: &Mount) -> String {
    format!("configuration/{}/{}", container.id, workload::config_key(mount))
}

/// Speaks HTTP on its main port.
fn speaks_http(container: &Container) -> bool {
    !matches!(container.role, Role::Datastore | Role::Broker)
}
