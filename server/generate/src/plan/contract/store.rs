//! The data stores of a part, from its data links.

use super::{CachePattern, Holds, Store};
use crate::plan::{Plan, container::Names, environment};
use domain::{
    design::{Caching, LinkKind},
    ids::ElementId,
};

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
                product: spoken(container.technology.slug),
                holds,
                stem: environment::variable_stem(&container.id),
                has_password: environment::has_password(container),
                pattern: pattern(plan, &link.label),
                fallback: link.fallback.clone(),
            });
        }
    }
    found
}

/// Several that own one store must not take each other's outbox, inbox or migrations for theirs.
pub(super) fn own_prefix(plan: &Plan, element: &ElementId) -> String {
    let owned = plan.links.from(element.as_str()).iter().filter(|(_, link)| link.kind == LinkKind::Owns);
    let is_shared =
        |store: &ElementId| plan.links.to(store.as_str()).iter().any(|(_, other)| other.kind == LinkKind::Owns && other.from != *element);
    let shared = owned.into_iter().any(|(_, link)| is_shared(&link.to));
    if shared { format!("{}_", element.as_str().replace('-', "_")) } else { String::new() }
}

/// What clients speak with it: `TimescaleDB` is PostgreSQL with more in it.
fn spoken(product: &'static str) -> &'static str {
    if product == "timescaledb" { "postgresql" } else { product }
}

/// What the platform says of all caches, or the label of this link.
fn pattern(plan: &Plan, label: &str) -> CachePattern {
    if plan.design.platform.caching == Caching::WriteThrough {
        return CachePattern::WriteThrough;
    }
    if label.to_lowercase().replace([' ', '_'], "-").contains("write-through") { CachePattern::WriteThrough } else { CachePattern::Aside }
}
