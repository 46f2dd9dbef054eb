//! The fields of the platform, each of their values tried on every target.

use super::*;
use domain::{
    catalog,
    design::{
        ApiVersioning, Authentication, Caching, Cluster, Configuration, Consistency, Discovery, InfrastructureCode, ManagedBroker,
        ManagedGateway, Messaging, Observability, Pipeline, Platform, Protection, Queries, ReleaseStrategy, Resilience, SecretStore,
        ServiceAuthentication, Sidecar, Target,
    },
    edit::{Edit, PlatformField},
    ids::TechnologyId,
};

/// The shop on each target, with what the target brings along.
pub(super) fn shops() -> Vec<Design> {
    let shop = domain::file::read(include_str!("shop.yaml")).unwrap_or_else(|error| panic!("{:#?}", error.problems));
    let on = |(target, discovery, secrets): (Target, Discovery, SecretStore)| {
        let mut design = shop.clone();
        (design.platform.target, design.platform.discovery, design.platform.secrets) = (target, discovery, secrets);
        design
    };
    [
        (Target::Compose, Discovery::ComposeDns, SecretStore::DockerSecrets),
        (Target::Kubernetes, Discovery::KubernetesDns, SecretStore::KubernetesSecrets),
        (Target::Swarm, Discovery::ComposeDns, SecretStore::DockerSecrets),
    ]
    .map(on)
    .to_vec()
}

/// The Design after a change, if it may be made.
pub(super) fn after(design: &Design, edit: Edit) -> Option<Design> {
    let mut changed = design.clone();
    changed.apply(edit).ok()?;
    Some(changed)
}

pub(super) fn platform() -> Vec<Value> {
    PlatformField::all(&Platform::default()).into_iter().flat_map(values_of).collect()
}

/// The values of one field. A new field does not compile until it is here.
fn values_of(field: PlatformField) -> Vec<Value> {
    macro_rules! each {
        ($variant:ident, $choice:ident) => {
            $choice::ALL.iter().map(|value| value_of(&field, value.label(), value.standing(), PlatformField::$variant(*value))).collect()
        };
    }
    match field {
        PlatformField::Target(_) => each!(Target, Target),
        PlatformField::Discovery(_) => each!(Discovery, Discovery),
        PlatformField::Secrets(_) => each!(Secrets, SecretStore),
        PlatformField::Authentication(_) => each!(Authentication, Authentication),
        PlatformField::ServiceAuthentication(_) => each!(ServiceAuthentication, ServiceAuthentication),
        PlatformField::Release(_) => each!(Release, ReleaseStrategy),
        PlatformField::Cluster(_) => each!(Cluster, Cluster),
        PlatformField::ManagedGateway(_) => each!(ManagedGateway, ManagedGateway),
        PlatformField::ManagedBroker(_) => each!(ManagedBroker, ManagedBroker),
        PlatformField::Messaging(_) => each!(Messaging, Messaging),
        PlatformField::Consistency(_) => each!(Consistency, Consistency),
        PlatformField::Queries(_) => each!(Queries, Queries),
        PlatformField::Caching(_) => each!(Caching, Caching),
        PlatformField::Resilience(_) => each!(Resilience, Resilience),
        PlatformField::ApiVersioning(_) => each!(ApiVersioning, ApiVersioning),
        PlatformField::Configuration(_) => each!(Configuration, Configuration),
        PlatformField::Sidecar(_) => each!(Sidecar, Sidecar),
        PlatformField::Protection(_) => each!(Protection, Protection),
        PlatformField::Pipeline(_) => each!(Pipeline, Pipeline),
        PlatformField::Infrastructure(_) => each!(Infrastructure, InfrastructureCode),
        // Its slots hold technologies: see `watching`.
        PlatformField::Observability(_) => Vec::new(),
    }
}

fn value_of(field: &PlatformField, label: &str, standing: Standing, change: PlatformField) -> Value {
    let trial = |shop: &Design| Some(Trial::of(shop, after(shop, Edit::ChangePlatform { change: change.clone() })?, "orders"));
    let trials: Vec<Trial> = shops().iter().filter_map(trial).collect();
    let (default, trials) = trials.into_iter().partition::<Vec<_>, _>(|trial| trial.after[0] == trial.before);
    Value { place: format!("platform, {}", field.name()), name: label.to_owned(), standing, is_default: !default.is_empty(), trials }
}

/// What watches: every technology in its slot, compared with an empty one, and the ids that follow a request.
pub(super) fn watching() -> Vec<Value> {
    let slot = |observability: &mut Observability, slot: &str, technology: Option<TechnologyId>| match slot {
        "metrics" => observability.metrics = technology,
        "dashboards" => observability.dashboards = technology,
        "logs" => observability.logs = technology,
        _ => observability.traces = technology,
    };
    let put = |shop: &Design, name: &str, technology: Option<&str>| {
        let mut design = shop.clone();
        slot(&mut design.platform.observability, name, technology.and_then(|slug| TechnologyId::new(slug).ok()));
        design
    };
    let watches = catalog::all().iter().filter_map(|entry| Some((entry, entry.observes?, entry.standing_in_slot()?)));
    let mut all: Vec<Value> = watches
        .map(|(entry, name, standing)| Value {
            place: format!("platform, {name}"),
            name: entry.name.to_owned(),
            standing,
            is_default: false,
            trials: shops().iter().map(|shop| Trial::of(&put(shop, name, None), put(shop, name, Some(entry.slug)), "orders")).collect(),
        })
        .collect();
    let without = |shop: &Design| {
        let mut design = shop.clone();
        design.platform.observability.correlation_ids = false;
        Trial::of(shop, design, "orders")
    };
    all.push(Value {
        place: "platform, correlation_ids".to_owned(),
        name: "off".to_owned(),
        standing: Observability::CORRELATION_IDS,
        is_default: false,
        trials: shops().iter().map(without).collect(),
    });
    all
}
