//! How many copies run and how large each may get: from load, availability and what the platform can do.

use super::flood;
use crate::{
    Design,
    analysis::{BESIDE_FLOOD_PERCENT, FLOOD_BATCH, GROWTH, MOST_COPIES, per_second},
    catalog,
    design::{Element, ElementKind, Target},
    discovery::{
        Brief,
        proposal::{Found, group::Deployable},
    },
};

/// Copies that a part may add which takes what devices wrote to the broker.
const IN_RESERVE: u16 = 2;

/// Copies that must run so that one may stop.
fn least_copies(brief: &Brief, target: Target) -> u64 {
    match brief.availability.percent() {
        a if a >= 99.95 => 3,
        a if a >= 99.9 => 2,
        a if a >= 99.5 && target != Target::Compose => 2,
        _ => 1,
    }
}

/// Sets replicas and limits.
pub fn scale(design: &mut Design, brief: &Brief, found: &[Found], parts: &[Deployable]) {
    let target = design.platform.target;
    let least = least_copies(brief, target);
    let all: u32 = found.iter().map(Found::load_percent).sum::<u32>().max(1);
    // Where devices write to the broker themselves, the doors see people only.
    let takers = flood::takers(design);
    let asked = if takers.is_empty() { brief.peak_rps } else { brief.peak_rps * BESIDE_FLOOD_PERCENT / 100 };
    let grows = matches!(target, Target::Kubernetes | Target::Ecs | Target::CloudRun | Target::ContainerApps);
    for (id, element) in &mut design.elements {
        let technology = element.technology.as_ref().and_then(|t| catalog::find(t.as_str()));
        let Some(technology) = technology else { continue };
        let part = parts.iter().find(|part| part.id == id.as_str());
        let copies = match element.kind {
            ElementKind::Service | ElementKind::Worker => {
                let share = part.map_or(0, |part| part.load_percent(found));
                let rps =
                    if takers.contains(id) { asked + brief.peak_rps / FLOOD_BATCH } else { asked * u64::from(share) / u64::from(all) };
                Some(rps.div_ceil(per_second(technology.slug)).max(least))
            }
            ElementKind::Frontend | ElementKind::Gateway => Some(asked.div_ceil(per_second(technology.slug)).max(least)),
            // A second copy of a store is a cluster, with a cluster's work; the availability decision says when.
            _ => None,
        };
        if let Some(copies) = copies {
            let copies = u16::try_from(copies).unwrap_or(MOST_COPIES).min(MOST_COPIES);
            element.replicas = Some(copies);
            // What waits in a log is late and not lost, so few in reserve catch up.
            let most = if takers.contains(id) { copies.saturating_add(IN_RESERVE) } else { copies.saturating_mul(GROWTH) };
            element.max_replicas = (grows && element.kind.has_code()).then_some(most.max(2));
        }
        limits(element, technology, part.map_or(0, |part| part.contexts.len()));
    }
    if !takers.is_empty() {
        flood::size(design, brief.peak_rps);
    }
}

/// The technology's own limits; more for a deployable with several modules.
fn limits(element: &mut Element, technology: &catalog::Technology, modules: usize) {
    let factor = if modules > 1 { 2 } else { 1 };
    element.cpu_millicores = Some(technology.cpu_millicores * factor);
    element.memory_mib = Some(technology.memory_mib * factor);
}
