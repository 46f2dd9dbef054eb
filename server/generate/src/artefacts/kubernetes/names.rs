//! Names of objects that no part has itself. Two parts may be called `orders` and `orders-headless`; their Services must differ.

use crate::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// The headless Service of each part that keeps data.
#[derive(Debug)]
pub(in crate::artefacts) struct Names {
    headless: BTreeMap<String, String>,
    /// Parts and headless Services.
    taken: BTreeSet<String>,
}

impl Names {
    pub(in crate::artefacts) fn new(plan: &Plan) -> Self {
        let mut taken: BTreeSet<String> = plan.containers.iter().map(|c| c.id.clone()).collect();
        let mut headless = BTreeMap::new();
        for container in plan.containers.iter().filter(|c| c.volume.is_some()) {
            // An id has at most 40 characters and a label 63: every suffix fits.
            let wanted = format!("{}-headless", container.id);
            let numbered = (2..).map(|n: u32| format!("{wanted}-{n}"));
            if let Some(name) = std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken.contains(name)) {
                taken.insert(name.clone());
                headless.insert(container.id.clone(), name);
            }
        }
        Self { headless, taken }
    }
    /// A name for something beside a part: `orders-canary`, with a number when a part or a headless Service is called so.
    pub(super) fn beside(&self, id: &str, what: &str) -> String {
        domain::ids::first_free(&format!("{id}-{what}"), |name| self.taken.contains(name))
    }
    /// `None` for a part that keeps no data.
    pub(super) fn headless(&self, id: &str) -> Option<&str> {
        self.headless.get(id).map(String::as_str)
    }
}
