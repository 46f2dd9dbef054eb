//! Where secrets are kept.

use crate::decision::{
    Theme,
    case::{Case, audited},
    operations::deployment::own_secrets,
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    design::{Cloud, ElementKind, SecretStore, Target},
    discovery::{
        brief::{Operations, SecretsWish},
        proposal::verdict::plural,
    },
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "secrets",
    subject: "Secrets",
    theme: Theme::Security,
    questions: &["secrets", "target", "compliance", "operations"],
    rules: &["SEC102"],
    about: |design| whole(design.elements.values().any(|e| e.kind.is_deployed())),
    choice: |case| slug(case.design.platform.secrets).to_owned(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        if let Some(store) = store_of(option) {
            design.platform.secrets = store;
        }
    },
};

fn slug(store: SecretStore) -> &'static str {
    match store {
        SecretStore::Environment => "environment",
        SecretStore::DockerSecrets => "docker-secrets",
        SecretStore::KubernetesSecrets => "kubernetes-secrets",
        SecretStore::Vault => "vault",
        SecretStore::AwsSecretsManager => "aws-secrets-manager",
        SecretStore::AzureKeyVault => "azure-key-vault",
        SecretStore::GcpSecretManager => "gcp-secret-manager",
    }
}

fn store_of(option: &str) -> Option<SecretStore> {
    SecretStore::ALL.iter().copied().find(|store| slug(*store) == option)
}

const CLOUDS: [SecretStore; 3] = [SecretStore::AwsSecretsManager, SecretStore::AzureKeyVault, SecretStore::GcpSecretManager];

/// The store of a cloud.
fn of_cloud(cloud: Cloud) -> SecretStore {
    match cloud {
        Cloud::Aws => SecretStore::AwsSecretsManager,
        Cloud::Google => SecretStore::GcpSecretManager,
        Cloud::Azure => SecretStore::AzureKeyVault,
    }
}

/// What can be had on a target, the plainest first.
fn possible(target: Target) -> Vec<SecretStore> {
    let mut all = vec![own_secrets(target)];
    match target {
        // A file on the machine only makes sense where there is one machine.
        Target::Compose => all.extend([SecretStore::Environment]),
        Target::Kubernetes => all.extend(CLOUDS),
        _ => {}
    }
    all.push(SecretStore::Vault);
    all
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let mut all = vec![
        criterion("Nothing more to run", if case.brief.operations == Operations::OnCall { 2 } else { 3 }),
        criterion("Says who read what", if audited(case) { 3 } else { 1 }),
        criterion("Replaces secrets by itself", if audited(case) { 2 } else { 1 }),
        criterion("Stays out of files and images", 2),
    ];
    if case.brief.secrets != SecretsWish::Platform {
        all.push(criterion("Your preference", WISH_WEIGHT));
    }
    all
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let target = case.design.platform.target;
    possible(target)
        .into_iter()
        .map(|store| {
            let mut marks = match store {
                SecretStore::Environment => vec![mark(4, "a file"), mark(0, "no"), mark(0, "no"), mark(1, "a file on the machine")],
                SecretStore::DockerSecrets => {
                    vec![mark(4, "comes with Docker"), mark(1, "no"), mark(0, "no"), mark(4, "mounted in memory")]
                }
                SecretStore::KubernetesSecrets => {
                    vec![mark(4, "comes with it"), mark(2, "audit log"), mark(1, "no"), mark(3, "mounted in memory")]
                }
                SecretStore::Vault => vec![mark(1, "three servers"), mark(4, "every access"), mark(4, "yes"), mark(4, "fetched at start")],
                // Of the cloud that runs the cluster: an operator brings them in.
                _ if case.design.platform.cloud().map(of_cloud) == Some(store) && target == Target::Kubernetes => {
                    vec![
                        mark(3, "run by the cloud, an operator"),
                        mark(4, "every access"),
                        mark(3, "many kinds"),
                        mark(4, "fetched at start"),
                    ]
                }
                // A cluster is not of one cloud by itself: an account and an operator come first.
                _ if target == Target::Kubernetes => {
                    vec![mark(2, "an account, an operator"), mark(4, "every access"), mark(3, "many kinds"), mark(4, "fetched at start")]
                }
                _ => vec![mark(3, "run by the cloud"), mark(4, "every access"), mark(3, "many kinds"), mark(4, "fetched at start")],
            };
            let wished = match case.brief.secrets {
                SecretsWish::Platform => None,
                SecretsWish::Vault => Some(store == SecretStore::Vault),
                SecretsWish::Cloud => Some(case.design.platform.cloud().map_or(CLOUDS.contains(&store), |cloud| of_cloud(cloud) == store)),
                SecretsWish::Environment => Some(store == SecretStore::Environment),
            };
            marks.extend(wished.map(|yes| if yes { mark(4, "yes") } else { mark(0, "no") }));
            let icon = if store == SecretStore::Environment {
                "file-text"
            } else if CLOUDS.contains(&store) {
                "cloud"
            } else {
                "lock"
            };
            Candidate::new(slug(store), store.label(), icon, marks, store.standing())
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let stores = case.design.elements.values().filter(|e| matches!(e.kind, ElementKind::Datastore | ElementKind::Broker)).count();
    let outside = case.design.elements_of(ElementKind::External).count();
    let consequences = match store_of(&chosen.slug) {
        Some(SecretStore::Environment) => vec![
            good("Nothing to install, and everybody understands it"),
            bad("Whoever reads the file has everything"),
            bad("Nobody can say who read it"),
        ],
        Some(SecretStore::Vault) => vec![
            good("Every access is written down"),
            good("Passwords can live for an hour"),
            bad("When it is sealed, nothing new starts"),
            bad("Servers of its own, to be kept open and safe"),
        ],
        Some(SecretStore::DockerSecrets | SecretStore::KubernetesSecrets) => vec![
            good("Mounted as files; in no image and in no environment"),
            good("Nothing more to run"),
            bad("Replacing one takes a new deployment"),
            bad("Who may deploy may read"),
        ],
        _ => vec![
            good("Every access is written down, and rights are the cloud's own"),
            good("Nothing of yours to run"),
            bad("Another cloud means another store"),
            bad("Each secret and each access costs a little"),
        ],
    };
    Words {
        title: format!("{} {} the secrets", chosen.name, if chosen.name.to_lowercase().ends_with("secrets") { "keep" } else { "keeps" }),
        context: format!(
            "Passwords and keys for {} and {} outside. None may stand in a file of the repository.",
            plural(stores as u64, "store"),
            plural(outside as u64, "system")
        ),
        consequences,
        revisit_when: "Somebody asks who read a secret, or one has leaked.".to_owned(),
        elements: Vec::new(),
    }
}
