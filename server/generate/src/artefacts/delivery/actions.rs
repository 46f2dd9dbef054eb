//! The actions that the workflows use, each pinned by the hash of a release: a tag can be moved, a hash cannot. Looked at in
//! November 2026; Dependabot keeps them up to date in the bundle.

use serde::Serialize;

/// An action at one release.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Action {
    /// `owner/name@hash`.
    pub uses: &'static str,
    /// The release with that hash, for people.
    pub release: &'static str,
}

macro_rules! actions {
    ($($name:ident = $uses:literal $release:literal),+ $(,)?) => {
        $(pub(super) const $name: Action = Action { uses: $uses, release: $release };)+
        #[cfg(test)]
        const ALL: &[Action] = &[$($name),+];
    };
}

actions! {
    CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1" "v7.0.1",
    NODE = "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020" "v7.0.0",
    PYTHON = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97" "v7.0.0",
    GO = "actions/setup-go@b7ad1dad31e06c5925ef5d2fc7ad053ef454303e" "v7.0.0",
    BUILDX = "docker/setup-buildx-action@37fe631027851001ddb9b187196cc803df7f5f0e" "v4.3.0",
    BUILD = "docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a" "v7.3.0",
    LOGIN = "docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121" "v4.1.0",
    SCAN = "aquasecurity/trivy-action@ed142fd0673e97e23eac54620cfb913e5ce36c25" "v0.36.0",
    AWS = "aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c" "v6.2.3",
    GOOGLE = "google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093" "v3.0.0",
    AZURE = "azure/login@532459ea530d8321f2fb9bb10d1e0bcf23869a43" "v3.0.0",
}

/// What every workflow may use, by the names that the templates know.
#[derive(Debug, Serialize)]
pub(super) struct Actions {
    checkout: Action,
    node: Action,
    python: Action,
    go: Action,
    buildx: Action,
    build: Action,
    login: Action,
    scan: Action,
}

pub(super) const ACTIONS: Actions =
    Actions { checkout: CHECKOUT, node: NODE, python: PYTHON, go: GO, buildx: BUILDX, build: BUILD, login: LOGIN, scan: SCAN };

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_action_is_pinned_by_a_hash_and_names_its_release() {
        for action in ALL {
            let (name, hash) = action.uses.split_once('@').expect("a reference");
            assert!(name.split('/').count() == 2 && hash.len() == 40, "{name}");
            assert!(hash.bytes().all(|b| b.is_ascii_hexdigit()) && action.release.starts_with('v'), "{name}");
        }
    }
}
