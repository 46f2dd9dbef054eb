//! The model of deployment.md: how to bring this system to each target that its bundle has files for, step by step.

use super::{SUPPORTED_VERSIONS, Writer};
use crate::{
    GenerateError,
    artefacts::kubernetes,
    plan::{Plan, SecretSource},
    render::render,
};
use domain::design::Target;
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    slug: &'a str,
    target: &'static str,
    has_compose: bool,
    has_kubernetes: bool,
    /// Jobs in the cluster bring databases up to date.
    has_migrations: bool,
    has_chart: bool,
    has_delivery: bool,
    has_secrets: bool,
    /// Production's Secrets come from a store outside the cluster.
    has_external_secrets: bool,
    given: Vec<&'a str>,
    built: Vec<&'a str>,
    oldest_version: &'static str,
    newest_version: &'static str,
    is_swarm: bool,
    /// A managed platform, by name.
    cloud: Option<Cloud>,
    cpus: String,
    memory_gib: String,
    disk_gib: u32,
    volumes: Vec<&'a str>,
}

#[derive(Serialize)]
struct Cloud {
    name: &'static str,
    registry: &'static str,
    service: &'static str,
    stores: &'static str,
    secrets: &'static str,
}

pub(super) fn page(plan: &Plan, out: &Writer) -> Result<Option<String>, GenerateError> {
    if plan.containers.is_empty() {
        return Ok(None);
    }
    let target = plan.design.platform.target;
    let sum = |of: fn(&crate::plan::Container) -> u64| plan.containers.iter().map(of).sum::<u64>();
    let millicores = sum(|c| u64::from(c.cpu_millicores) * u64::from(c.replicas));
    let mib = sum(|c| u64::from(c.memory_mib) * u64::from(c.replicas));
    let page = Page {
        name: &plan.name,
        slug: &plan.slug,
        target: target.label(),
        has_compose: out.is_chosen("compose"),
        has_kubernetes: out.is_chosen("kubernetes"),
        has_migrations: kubernetes::migrated(plan).next().is_some(),
        has_chart: out.is_chosen("helm"),
        has_delivery: out.is_chosen("delivery") && plan.built().next().is_some(),
        has_secrets: !plan.secrets.is_empty(),
        has_external_secrets: kubernetes::external(plan).is_some(),
        given: plan.secrets.iter().filter(|s| s.source == SecretSource::Given).map(|s| s.id.as_str()).collect(),
        built: plan.built().map(|c| c.id.as_str()).collect(),
        oldest_version: SUPPORTED_VERSIONS.0,
        newest_version: SUPPORTED_VERSIONS.1,
        is_swarm: target == Target::Swarm,
        cloud: cloud(target),
        cpus: format!("{}.{}", millicores / 1000, millicores % 1000 / 100),
        memory_gib: format!("{}.{}", mib / 1024, mib % 1024 * 10 / 1024),
        disk_gib: plan.containers.iter().filter_map(|c| c.volume.as_ref()).map(|v| v.gib).fold(0, u32::saturating_add),
        volumes: plan.containers.iter().filter_map(|c| c.volume.as_ref()).map(|v| v.name.as_str()).collect(),
    };
    render("docs/deployment.md", &page).map(Some)
}

fn cloud(target: Target) -> Option<Cloud> {
    match target {
        Target::Compose | Target::Swarm | Target::Kubernetes => None,
        Target::Ecs => Some(Cloud {
            name: "AWS ECS on Fargate",
            registry: "Amazon ECR",
            service: "an ECS service in private subnets, found by Cloud Map; the gateway stands behind an application load balancer",
            stores: "Amazon RDS, ElastiCache, DocumentDB, MSK or Amazon MQ",
            secrets: "AWS Secrets Manager, named in the task definition",
        }),
        Target::CloudRun => Some(Cloud {
            name: "Google Cloud Run",
            registry: "Artifact Registry",
            service: "a Cloud Run service with internal ingress; only the gateway is open, and workers keep one instance running",
            stores: "Cloud SQL, Memorystore, Pub/Sub or a managed Kafka",
            secrets: "Secret Manager, mounted as files",
        }),
        Target::ContainerApps => Some(Cloud {
            name: "Azure Container Apps",
            registry: "Azure Container Registry",
            service: "a container app with internal ingress in one environment; only the gateway has external ingress",
            stores: "Azure Database, Azure Cache, Cosmos DB, Event Hubs or Service Bus",
            secrets: "Key Vault, by the identity of the app",
        }),
    }
}
