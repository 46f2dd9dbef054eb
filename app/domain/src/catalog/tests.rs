//! Every entry of the catalogue is complete, pinned and distinct.

use super::*;
use std::collections::BTreeSet;

#[test]
fn what_is_mostly_of_a_kind_comes_first() {
    let slugs: Vec<&str> = of_kind(ElementKind::Frontend).iter().map(|technology| technology.slug).collect();
    assert_eq!(slugs[..2], ["nextjs", "static-site"]);
    assert!(slugs.contains(&"go") && !slugs.contains(&"nginx"));
}

#[test]
fn every_tag_is_pinned_to_a_patch_level() {
    for t in all() {
        let tags = [Some((t.image, t.tag)), t.builder.map(|b| (b.image, b.tag))];
        for (image, tag) in tags.into_iter().flatten() {
            assert!(!image.is_empty() && !image.contains(':'), "{}: {image}", t.slug);
            assert!(!tag.contains("latest"), "{}: {tag}", t.slug);
            let version = tag.trim_start_matches('v').split('-').next().unwrap_or_default();
            let numbers = version.split(['.', '_']).filter(|part| part.parse::<u32>().is_ok()).count();
            // PostgreSQL and SeaweedFS number their releases with two parts.
            let wanted = if ["postgres", "chrislusf/seaweedfs"].contains(&image) { 2 } else { 3 };
            assert!(numbers >= wanted, "{}: {tag} has no patch level", t.slug);
        }
    }
}

#[test]
fn slugs_and_default_ports_are_unique() {
    let slugs: BTreeSet<_> = all().iter().map(|t| t.slug).collect();
    let ports: BTreeSet<_> = all().iter().map(|t| t.port).collect();
    assert_eq!(slugs.len(), all().len());
    assert_eq!(ports.len(), all().len());
    for t in all() {
        assert_eq!(find(t.slug), Some(*t));
        assert!(crate::ids::TechnologyId::new(t.slug).is_ok());
    }
}

#[test]
fn every_entry_is_complete() {
    let icon = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    for t in all() {
        let why = t.slug;
        assert!(!t.name.is_empty() && !t.notes.is_empty() && !t.licence.is_empty(), "{why}");
        assert!(!t.icon.is_empty() && t.icon.chars().all(icon), "{why}");
        assert!(t.homepage.starts_with("https://"), "{why}");
        assert!(is_date(t.checked) && (t.supported_until.is_empty() || is_date(t.supported_until)), "{why}");
        assert!(t.supported_until.is_empty() || t.supported_until > t.checked, "{why}: out of support");
        assert!(t.uid > 0, "{why}: runs as root");
        assert!(t.cpu_millicores >= 50 && t.memory_mib >= 32, "{why}");
        for path in t.writable.iter().copied().chain(t.volume).chain(t.config) {
            assert!(path.starts_with('/') && !path.ends_with('/'), "{why}: {path}");
        }
        assert!(t.volume.is_none_or(|volume| !t.writable.contains(&volume)), "{why}: the volume is writable anyway");
        assert!(t.extra_ports.iter().all(|port| port.number != t.port), "{why}: a port stands twice");
    }
}

#[test]
fn every_entry_has_a_place() {
    let slots = ["metrics", "dashboards", "logs", "traces"];
    for t in all() {
        let places = usize::from(!t.kinds.is_empty()) + usize::from(t.observes.is_some()) + usize::from(t.companion_of.is_some());
        // Elasticsearch is a store of the design as well as one of logs.
        assert!(places == 1 || (t.slug == "elasticsearch" && places == 2), "{}", t.slug);
        assert!(t.observes.is_none_or(|slot| slots.contains(&slot)), "{}", t.slug);
        assert!(t.companion_of.is_none_or(|other| find(other).is_some()), "{}", t.slug);
        assert_eq!(t.language.is_some(), t.kinds.iter().any(|kind| kind.has_code()), "{}", t.slug);
    }
    for slot in slots {
        assert!(all().iter().any(|t| t.observes == Some(slot)), "{slot}");
    }
}

#[test]
fn what_keeps_data_names_a_volume_and_a_probe_without_curl() {
    for t in all() {
        let keeps = t.kinds.iter().any(|kind| matches!(kind, ElementKind::Datastore | ElementKind::Broker));
        assert!(!keeps || t.volume.is_some(), "{}", t.slug);
        let (command, http_port) = match t.probe {
            Probe::Command(command) => (command, None),
            Probe::Http { path, port, command } => {
                assert!(path.starts_with('/'), "{}", t.slug);
                (command, Some(port))
            }
        };
        assert!(!command.iter().any(|word| word.contains("curl")), "{}: images rarely hold curl", t.slug);
        assert!(http_port.is_none_or(|port| port == t.port || t.extra_ports.iter().any(|extra| extra.number == port)), "{}", t.slug);
        assert!(http_port.is_some() || !command.is_empty(), "{}: nothing asks it", t.slug);
    }
}

#[test]
fn secrets_never_stand_in_the_catalogue() {
    for t in all() {
        for variable in t.env {
            if let EnvValue::Plain(value) = variable.value {
                let upper = variable.name.to_uppercase();
                assert!(!["PASSWORD", "SECRET", "TOKEN"].iter().any(|word| upper.contains(word)), "{}: {}={value}", t.slug, variable.name);
            }
        }
    }
}

#[test]
fn marks_are_filled() {
    assert_eq!(fill("{id} {name} {port}", "orders-db", 5432), "orders-db orders_db 5432");
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts[..], [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2 && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())))
}
