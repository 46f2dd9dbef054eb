//! How one image gets to where the system runs: a script for each target, and what the pipeline must know and prove for it.

use super::actions::{self, Action};
use domain::design::Target;
use serde::Serialize;

/// What differs between targets.
#[derive(Debug)]
pub(super) struct Way {
    /// The text of `scripts/deploy.sh`.
    pub script: &'static str,
    pub sign_in: Option<SignIn>,
    /// Variables of the script and where GitHub keeps their values.
    pub variables: &'static [Input],
    /// Variables whose value is the system's own name.
    pub named: Option<&'static str>,
}

/// Proves to a cloud who asks, without a long-lived key.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct SignIn {
    pub action: Action,
    pub inputs: &'static [Input],
}

/// A name and the GitHub expression of its value.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Input {
    pub name: &'static str,
    pub source: &'static str,
}

const fn input(name: &'static str, source: &'static str) -> Input {
    Input { name, source }
}

const KUBERNETES: Way = Way {
    script: include_str!("kubernetes.sh"),
    sign_in: None,
    variables: &[input("KUBECONFIG_CONTENT", "secrets.KUBECONFIG"), input("OVERLAY", "vars.OVERLAY")],
    // The overlay says it: staging has one of its own.
    named: None,
};
const COMPOSE: Way = Way {
    script: include_str!("compose.sh"),
    sign_in: None,
    variables: &[
        input("TAG", "github.sha"),
        input("FOLDER", "vars.FOLDER"),
        input("SSH_HOST", "vars.SSH_HOST"),
        input("SSH_KNOWN_HOSTS", "vars.SSH_KNOWN_HOSTS"),
        input("SSH_KEY", "secrets.SSH_KEY"),
    ],
    named: None,
};
const SWARM: Way =
    Way { script: include_str!("swarm.sh"), sign_in: None, variables: &[input("DOCKER_HOST", "vars.DOCKER_HOST")], named: Some("STACK") };
const ECS: Way = Way {
    script: include_str!("ecs.sh"),
    sign_in: Some(SignIn {
        action: actions::AWS,
        inputs: &[input("role-to-assume", "vars.AWS_ROLE"), input("aws-region", "vars.AWS_REGION")],
    }),
    variables: &[input("CLUSTER", "vars.ECS_CLUSTER")],
    named: None,
};
const CLOUD_RUN: Way = Way {
    script: include_str!("cloud-run.sh"),
    sign_in: Some(SignIn {
        action: actions::GOOGLE,
        inputs: &[
            input("workload_identity_provider", "vars.GOOGLE_IDENTITY_PROVIDER"),
            input("service_account", "vars.GOOGLE_SERVICE_ACCOUNT"),
        ],
    }),
    variables: &[input("PROJECT", "vars.GOOGLE_PROJECT"), input("REGION", "vars.GOOGLE_REGION")],
    named: None,
};
const CONTAINER_APPS: Way = Way {
    script: include_str!("container-apps.sh"),
    sign_in: Some(SignIn {
        action: actions::AZURE,
        inputs: &[
            input("client-id", "vars.AZURE_CLIENT_ID"),
            input("tenant-id", "vars.AZURE_TENANT_ID"),
            input("subscription-id", "vars.AZURE_SUBSCRIPTION_ID"),
        ],
    }),
    variables: &[input("RESOURCE_GROUP", "vars.AZURE_RESOURCE_GROUP")],
    named: None,
};

/// The way to a target.
pub(super) fn way(target: Target) -> &'static Way {
    match target {
        Target::Compose => &COMPOSE,
        Target::Swarm => &SWARM,
        Target::Kubernetes => &KUBERNETES,
        Target::Ecs => &ECS,
        Target::CloudRun => &CLOUD_RUN,
        Target::ContainerApps => &CONTAINER_APPS,
    }
}
