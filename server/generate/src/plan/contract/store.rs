//! The data stores of a part, from its data links.

use super::{CachePattern, Holds, Store};
use crate::plan::{Plan, container::Names, environment};
use domain::{design::LinkKind, ids::ElementId};

/// Products that keep records, outbox and inbox.
pub(super) const PRIMARY: &[&str] = &["postgresql", "mysql", "mongodb"];

/// One for each store, the strongest link counting: owns before caches before reads.
pub(super) fn stores(plan: &Plan, names: &Names, element: &ElementId) -> Vec<Store> {
    let mut found: Vec<Store> = Vec::new();
    for holds in [Holds::Owns, Holds::Caches, Holds::Reads] {
        for (_, link) in plan.links.from(element.as_str()) {
            let kind = match link.kind {
                LinkKind::Owns => Holds::Owns,
                LinkKind::Reads => Holds::Reads,
                LinkKind::Caches => Holds::Caches,
                _ => continue,
            };
            let Some(container) = names.get(&link.to).and_then(|name| plan.container(name)) else { continue };
            if kind != holds || found.iter().any(|known| known.id == container.id) {
                continue;
            }
            found.push(Store {
                id: container.id.clone(),
                product: container.technology.slug,
                holds,
                stem: environment::variable_stem(&container.id),
                has_password: environment::has_password(container),
                pattern: pattern(&link.label),
                fallback: link.fallback.clone(),
            });
        }
    }
    found
}

fn pattern(label: &str) -> CachePattern {
    if label.to_lowercase().replace([' ', '_'], "-").contains("write-through") { CachePattern::WriteThrough } else { CachePattern::Aside }
}
