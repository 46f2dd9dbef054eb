//! What brings the Secrets of production from the store that the platform chose: objects of the External Secrets Operator, and a script
//! that fills the store. Holds no value.

use crate::plan::Plan;
use domain::design::{SecretStore, Target};
use serde::Serialize;

/// A store outside the cluster, as its operator reads it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(in crate::artefacts) struct External {
    /// The operator's word for it.
    pub provider: &'static str,
    /// The one people read.
    pub title: &'static str,
    /// A slash stands between the name of the system and that of a secret; a hyphen otherwise.
    slashed: bool,
}

/// The store that production's Secrets come from; none where the cluster keeps them itself.
pub(in crate::artefacts) fn external(plan: &Plan) -> Option<External> {
    let platform = &plan.design.platform;
    let (provider, slashed) = match platform.secrets {
        SecretStore::Vault => ("vault", true),
        SecretStore::AwsSecretsManager => ("aws", true),
        // Their names know no slash.
        SecretStore::AzureKeyVault => ("azurekv", false),
        SecretStore::GcpSecretManager => ("gcpsm", false),
        SecretStore::Environment | SecretStore::DockerSecrets | SecretStore::KubernetesSecrets => return None,
    };
    (platform.target == Target::Kubernetes).then(|| External { provider, title: platform.secrets.label(), slashed })
}
