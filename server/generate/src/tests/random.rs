//! Random Designs: every valid one gives a bundle, the same one every time, and its files are what they claim to be.

use super::*;
use domain::{arbitrary, work::Work};
use proptest::prelude::*;
use serde::de::IgnoredAny;

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_design_gives_a_bundle_whose_files_parse(design in arbitrary::designs()) {
        let generated = generated(&design);
        for (path, file) in generated.bundle.iter() {
            let name = path.as_str();
            let Ok(text) = std::str::from_utf8(&file.bytes) else { panic!("{name} is not text") };
            if name.ends_with(".json") {
                prop_assert!(serde_json::from_str::<IgnoredAny>(text).is_ok(), "{name}\n{text}");
            } else if name.ends_with(".yaml") || name.ends_with(".yml") {
                prop_assert!(serde_saphyr::from_multiple::<IgnoredAny>(text).is_ok(), "{name}\n{text}");
            }
            prop_assert!(text.is_empty() || text.ends_with('\n'), "{name} does not end its last line");
        }
        prop_assert_eq!(domain::file::read(text(&generated, "groundplan.yaml")).expect("a Design"), design);
    }

    #[test]
    fn the_same_design_has_the_same_bytes(design in arbitrary::designs()) {
        let packed = || {
            let mut bytes = Vec::new();
            zip(&design, &Options::default(), &Work::unlimited(), &mut bytes).expect("a zip");
            bytes
        };
        prop_assert!(packed() == packed());
    }

    #[test]
    fn settings_reach_the_container_unchanged(value in "\\PC{0,40}") {
        #[derive(serde::Deserialize)]
        struct Compose { services: BTreeMap<String, Service> }
        #[derive(serde::Deserialize)]
        struct Service { environment: BTreeMap<String, String> }
        let mut design = design("elements: { a: { kind: service } }\n");
        let element = design.elements.values_mut().next().expect("an element");
        element.settings.insert("GIVEN".into(), domain::design::Setting { value: value.clone(), secret: false });
        let compose: Compose = serde_saphyr::from_str(text(&generated(&design), "compose.yaml")).expect("YAML");
        prop_assert_eq!(compose.services["a"].environment["GIVEN"].replace("$$", "$"), value);
    }

    #[test]
    fn both_ends_of_every_link_share_a_network(design in arbitrary::designs()) {
        let plan = plan::Plan::new(&design, &Work::unlimited()).expect("a Plan");
        let of = |id: &domain::ids::ElementId| plan.container(id.as_str());
        for link in design.links.values() {
            if let (Some(from), Some(to)) = (of(&link.from), of(&link.to)) {
                prop_assert!(from.networks.iter().any(|n| to.networks.contains(n)), "{} and {}", from.id, to.id);
            }
        }
        for container in &plan.containers {
            let wide = plan.networks.iter().any(|n| !n.internal && container.networks.contains(&n.name));
            prop_assert_eq!(wide, container.host_port.is_some() || container.egress, "{}", container.id);
        }
    }
}

#[test]
fn a_large_design_gives_a_bundle() {
    assert!(generated(&arbitrary::sized(100)).bundle.len() > 1_000);
}
