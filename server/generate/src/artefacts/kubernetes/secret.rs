//! The Secrets that pods read, without their values.

use super::deployed;
use crate::plan::{Plan, SecretSource};
use serde::Serialize;
use std::collections::BTreeSet;

/// One Secret to be made by the operator. Its one key is `value`.
#[derive(Debug, Serialize)]
pub(super) struct Template<'a> {
    id: &'a str,
    owner: &'a str,
    source: SecretSource,
}

/// The secrets that something in the cluster reads.
pub(super) fn templates<'a>(plan: &'a Plan) -> Vec<Template<'a>> {
    let used: BTreeSet<&str> = deployed(plan).flat_map(|c| &c.secrets).map(String::as_str).collect();
    let needed = plan.secrets.iter().filter(|secret| used.contains(secret.id.as_str()));
    needed.map(|secret| Template { id: &secret.id, owner: &secret.owner, source: secret.source }).collect()
}
