//! `foreign-platform-choice` (OPS109): a platform choice belongs to another platform.

use crate::{
    design::{Discovery, SecretStore, Target},
    edit::{Edit, PlatformField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
        rules::security::secrets_in_environment::store_of,
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS109",
    slug: "foreign-platform-choice",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "A platform choice belongs to another platform.",
    why: "The names or the secrets that parts are started with do not exist where they run, so they stop at the first start. Often it is left over from a change of the target.",
    cure: "Choose what the target has of its own, or something that runs everywhere.",
    example: "\
orders: port=3001
platform: target=kubernetes discovery=compose-dns secrets=docker-secrets
",
    sources: &[
        Source::at(
            "Kubernetes documentation, “DNS for Services and Pods”",
            "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/",
        ),
        Source::at("Docker documentation, “Networking in Compose”", "https://docs.docker.com/compose/how-tos/networking/"),
        Source::at("Docker documentation, “Manage sensitive data with Docker secrets”", "https://docs.docker.com/engine/swarm/secrets/"),
    ],
    check,
};

/// Where something can be used; `None` for everywhere.
type Home = Option<&'static [Target]>;

fn home_of_discovery(discovery: Discovery) -> Home {
    match discovery {
        Discovery::ComposeDns => Some(&[Target::Compose, Target::Swarm]),
        Discovery::KubernetesDns => Some(&[Target::Kubernetes]),
        Discovery::CloudDns => Some(&[Target::Ecs, Target::CloudRun, Target::ContainerApps]),
        Discovery::Consul | Discovery::Eureka => None,
    }
}

/// The stores of the clouds have addresses that anybody can reach, so they work on machines of one's own too.
fn home_of_secrets(secrets: SecretStore) -> Home {
    match secrets {
        SecretStore::DockerSecrets => Some(&[Target::Compose, Target::Swarm]),
        SecretStore::KubernetesSecrets => Some(&[Target::Kubernetes]),
        SecretStore::AwsSecretsManager => Some(&[Target::Ecs, Target::Kubernetes, Target::Compose, Target::Swarm]),
        SecretStore::GcpSecretManager => Some(&[Target::CloudRun, Target::Kubernetes, Target::Compose, Target::Swarm]),
        SecretStore::AzureKeyVault => Some(&[Target::ContainerApps, Target::Kubernetes, Target::Compose, Target::Swarm]),
        SecretStore::Environment | SecretStore::Vault => None,
    }
}

fn discovery_of(target: Target) -> Discovery {
    match target {
        Target::Compose | Target::Swarm => Discovery::ComposeDns,
        Target::Kubernetes => Discovery::KubernetesDns,
        Target::Ecs | Target::CloudRun | Target::ContainerApps => Discovery::CloudDns,
    }
}

fn secrets_of(target: Target) -> SecretStore {
    store_of(target).unwrap_or(SecretStore::DockerSecrets)
}

fn check(graph: &Graph) -> Vec<Finding> {
    let platform = &graph.design.platform;
    let target = platform.target;
    if !graph.nodes.iter().any(|node| node.element.kind.is_deployed()) {
        return Vec::new();
    }
    let foreign = |home: Home| home.is_some_and(|home| !home.contains(&target));
    let choices = [
        (
            foreign(home_of_discovery(platform.discovery)),
            "discovery",
            platform.discovery.label(),
            discovery_of(target).label(),
            PlatformField::Discovery(discovery_of(target)),
        ),
        (
            foreign(home_of_secrets(platform.secrets)),
            "secrets",
            platform.secrets.label(),
            secrets_of(target).label(),
            PlatformField::Secrets(secrets_of(target)),
        ),
    ];
    let wrong = choices.into_iter().filter(|(foreign, ..)| *foreign);
    wrong
        .map(|(_, slot, chosen, own, change)| {
            RULE.on(slot, target.label())
                .says(
                    format!("No {chosen} on {}", target.label()),
                    format!("Parts ask for {chosen} when they start, and there is none on {}.", target.label()),
                )
                .fixed(format!("Use {own}"), vec![format!("{slot}: {own}, was {chosen}")], Edit::ChangePlatform { change })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: port=1\nplatform: target=kubernetes discovery=compose-dns secrets=docker-secrets", &["discovery", "secrets"]);
        expect(&RULE, "a: port=1\nplatform: target=kubernetes discovery=kubernetes-dns secrets=vault", &[]);
        expect(&RULE, "a: port=1\nplatform: target=ecs discovery=consul secrets=gcp-secret-manager", &["secrets"]);
        expect(&RULE, "a: port=1", &[]);
        expect(&RULE, "platform: target=kubernetes", &[]);
    }
}
