//! `secrets-in-environment` (SEC107): secrets are kept in a file of the environment, although the platform has a store for them.

use crate::{
    design::{SecretStore, Target},
    edit::{Edit, PlatformField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC107",
    slug: "secrets-in-environment",
    group: Group::Security,
    severity: Severity::Warning,
    summary: "Secrets are kept in a file of the environment, although the platform has a store for them.",
    why: "The file is copied to every machine, read by everybody who may log in there, and shows in every dump of a process. Nobody sees who read it, and changing a secret means visiting all copies.",
    cure: "Use the store of the platform. It keeps secrets encrypted, says who read them, and hands them to the part that needs them.",
    example: "\
orders: !STRIPE_KEY=sk
platform: target=kubernetes discovery=kubernetes-dns secrets=environment
",
    sources: &[
        Source::at(
            "OWASP, “Secrets Management Cheat Sheet”",
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        ),
        Source::at("Kubernetes documentation, “Secrets”", "https://kubernetes.io/docs/concepts/configuration/secret/"),
    ],
    check,
};

/// The store each target brings along. On one machine with Compose a file that only its owner may read is a fair start.
pub(in crate::review) fn store_of(target: Target) -> Option<SecretStore> {
    match target {
        Target::Compose => None,
        Target::Swarm => Some(SecretStore::DockerSecrets),
        Target::Kubernetes => Some(SecretStore::KubernetesSecrets),
        Target::Ecs => Some(SecretStore::AwsSecretsManager),
        Target::CloudRun => Some(SecretStore::GcpSecretManager),
        Target::ContainerApps => Some(SecretStore::AzureKeyVault),
    }
}

fn check(graph: &Graph) -> Vec<Finding> {
    let platform = &graph.design.platform;
    let Some(store) = store_of(platform.target).filter(|_| platform.secrets == SecretStore::Environment) else { return Vec::new() };
    if !graph.nodes.iter().any(|node| node.element.kind.is_deployed()) {
        return Vec::new();
    }
    let edit = Edit::ChangePlatform { change: PlatformField::Secrets(store) };
    let finding = RULE
        .on_design("the whole design")
        .says(
            "Secrets lie in a file",
            format!(
                "{} brings {} along, and still every secret is copied to every machine in a file.",
                platform.target.label(),
                store.label()
            ),
        )
        .fixed(format!("Use {}", store.label()), vec![format!("secrets: {}", store.label())], edit);
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: port=1\nplatform: target=kubernetes secrets=environment", &["design"]);
        expect(&RULE, "a: port=1\nplatform: target=kubernetes secrets=vault", &[]);
        expect(&RULE, "a: port=1\nplatform: target=compose secrets=environment", &[]);
        expect(&RULE, "platform: target=kubernetes secrets=environment", &[]);
    }
}
