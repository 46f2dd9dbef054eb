//! What must hold for every row of the table.

use super::*;
use crate::ids::{ElementId, EventId};
use std::collections::BTreeSet;

#[test]
fn slugs_services_and_contexts_are_distinct_and_valid() {
    for names in [|c: &Capability| c.slug, |c: &Capability| c.service, |c: &Capability| c.context] {
        assert_eq!(ALL.iter().map(|c| names(c)).collect::<BTreeSet<_>>().len(), COUNT);
    }
    for capability in ALL {
        assert!(ElementId::new(capability.service).is_ok(), "{}", capability.slug);
        assert!(!capability.purpose.is_empty() && !capability.icon.is_empty(), "{}", capability.slug);
        assert_eq!(capability.path.is_empty(), capability.kind == ElementKind::Worker, "{}", capability.slug);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let emitted: BTreeSet<_> = ALL.iter().flat_map(|c| c.emits).map(|event| event.name).collect();
    for capability in ALL {
        for event in capability.consumes {
            assert!(emitted.contains(event), "{} hears {event}", capability.slug);
        }
        for call in capability.calls {
            assert!(find(call.to).is_some(), "{} asks {}", capability.slug, call.to);
        }
        for slug in capability.externals {
            assert!(external::find(slug).is_some(), "{} uses {slug}", capability.slug);
        }
        for event in capability.emits {
            assert!(EventId::new(event.name).is_ok() && !event.fields.is_empty(), "{}", event.name);
        }
    }
    for external in external::ALL {
        assert!(external.callers.iter().all(|slug| find(slug).is_some()), "{}", external.slug);
    }
}

#[test]
fn an_event_has_one_publisher() {
    let names: Vec<_> = ALL.iter().flat_map(|c| c.emits).map(|event| event.name).collect();
    assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
}

/// Two capabilities that ask each other would stand and fall together.
#[test]
fn nobody_waits_for_himself() {
    fn reaches(from: &Capability, goal: &str) -> bool {
        from.calls.iter().any(|call| call.to == goal || find(call.to).is_some_and(|next| reaches(next, goal)))
    }
    for capability in ALL {
        assert!(!reaches(capability, capability.slug), "{}", capability.slug);
    }
}

#[test]
fn every_capability_says_what_it_owns_does_and_touches() {
    const COVERED: &[&str] = &[
        "accounts",
        "access",
        "profiles",
        "catalog",
        "search",
        "inventory",
        "cart",
        "orders",
        "payments",
        "billing",
        "subscriptions",
        "tenants",
        "shipping",
        "notifications",
        "mailings",
        "messaging",
        "voice",
        "reservations",
        "appointments",
        "rota",
        "reviews",
        "recommendations",
        "content",
        "media",
        "files",
        "analytics",
        "reporting",
        "audit",
        "feature-flags",
        "workflow",
        "ingestion",
        "devices",
        "telemetry",
        "geolocation",
        "pricing",
        "promotions",
        "loyalty",
        "support",
        "integrations",
        "identity-verification",
        "fraud",
        "ledger",
    ];
    assert!(COUNT >= 40 && COVERED.iter().all(|slug| find(slug).is_some()));
    for capability in ALL {
        assert!((2..=5).contains(&capability.operations.len()), "{} has operations", capability.slug);
        assert!(!capability.neighbours().is_empty() || capability.emits.is_empty(), "{} has neighbours", capability.slug);
        assert_eq!(capability.entities.is_empty(), capability.shape == Shape::Nothing, "{}", capability.slug);
        for entity in capability.entities {
            assert!((3..=8).contains(&entity.fields.len()), "{}.{}", capability.slug, entity.name);
            let names: BTreeSet<_> = entity.fields.iter().map(|(name, _)| *name).collect();
            assert_eq!(names.len(), entity.fields.len(), "{} names a field twice", entity.name);
            assert!(["id", "created_at", "updated_at"].iter().all(|name| !names.contains(name)), "{}", entity.name);
            let snake = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(names.iter().all(|name| snake(name)) && snake(entity.name), "{}", entity.name);
        }
    }
}

#[test]
fn neighbours_are_mutual() {
    for capability in ALL {
        for other in capability.neighbours() {
            assert!(other.neighbours().iter().any(|back| back.slug == capability.slug), "{} and {}", capability.slug, other.slug);
        }
    }
    let near: Vec<_> = find("orders").unwrap().neighbours().iter().map(|c| c.slug).collect();
    assert!(["catalog", "payments", "cart", "notifications"].iter().all(|slug| near.contains(slug)), "{near:?}");
}

#[test]
fn every_character_of_load_comes_up() {
    let loads: BTreeSet<_> = ALL.iter().map(|c| c.load().label()).collect();
    assert_eq!(loads.len(), 5, "every character of load comes up: {loads:?}");
}
