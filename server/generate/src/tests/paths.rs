//! Names that some disk cannot hold: every Design gives paths that Windows, macOS and Linux can all unpack.

use super::*;
use domain::{Edit, arbitrary, design::Entity, ids::ElementId, work::Work};
use proptest::prelude::*;

/// Ids that mean something to a disk, or to our own files.
const HOSTILE: &[&str] = &[
    "con",
    "prn",
    "aux",
    "nul",
    "com1",
    "com9",
    "lpt0",
    "lpt1",
    "readme",
    "license",
    "makefile",
    "dockerfile",
    "verification",
    "compose",
    "base",
    "tls",
    "parts",
    "migrations",
    "services",
    "gateway",
    "build",
    "system",
    "src",
    "index",
    "main",
    "con-db",
    "nul-2",
    "a-very-long-name-of-forty-letters-in-all",
];

/// Every artefact, not only those that fit.
fn whole(design: &Design) -> Generated {
    let artefacts = Some(artefacts::ALL.iter().map(|artefact| artefact.slug.to_owned()).collect());
    let generated = generate(design, &Options { artefacts }, &Work::unlimited());
    generated.unwrap_or_else(|error| panic!("{error}\n{}", domain::file::write(design)))
}

/// What Windows calls a device, written down a second time.
fn is_kept_by_windows(segment: &str) -> bool {
    let stem = segment.to_lowercase();
    let stem = stem.split('.').next().unwrap_or_default();
    let numbered = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem.ends_with(|c: char| c.is_ascii_digit());
    ["con", "prn", "aux", "nul", "clock$", "conin$", "conout$"].contains(&stem) || numbered
}

fn check_paths(generated: &Generated) {
    let mut files = BTreeSet::new();
    let mut folders = BTreeSet::new();
    for (path, _) in generated.bundle.iter() {
        let path = path.as_str();
        for segment in path.split('/') {
            assert!(!is_kept_by_windows(segment), "{path}");
            assert!(
                !segment.ends_with('.') && !segment.ends_with(' ') && !segment.contains(['<', '>', ':', '"', '|', '?', '*', '\\']),
                "{path}"
            );
        }
        assert!(path.len() <= 180, "{path}");
        let folded = path.to_lowercase();
        folders.extend(folded.match_indices('/').map(|(at, _)| folded[..at].to_owned()));
        assert!(files.insert(folded), "{path} is there twice for some disk");
    }
    assert_eq!(files.intersection(&folders).collect::<Vec<_>>(), Vec::<&String>::new(), "files that are folders too");
}

fn renamed(mut design: Design, names: &[usize]) -> Design {
    let ids: Vec<ElementId> = design.elements.keys().cloned().collect();
    for (from, name) in ids.into_iter().zip(names) {
        let to = ElementId::new(HOSTILE[name % HOSTILE.len()]).expect("an id");
        // An id that is taken stays with whoever has it.
        let _ = design.apply(Edit::RenameElement { from, to });
    }
    design
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_disk_can_hold_a_bundle_with_hostile_ids(
        design in arbitrary::designs(),
        names in proptest::collection::vec(0..HOSTILE.len(), 1..20),
    ) {
        check_paths(&whole(&renamed(design, &names)));
    }
}

const DEVICES: &str = "
platform: { target: kubernetes, release: canary, observability: { metrics: prometheus } }
contexts: { sales: { name: Sales, entities: [{ name: aux }, { name: orders }] } }
events: { nul: { description: Nothing. } }
elements:
  readme: { kind: gateway, technology: nginx }
  con: { kind: service, technology: node-express, context: sales }
  aux: { kind: service, technology: python-fastapi }
  nul: { kind: datastore, technology: postgresql }
  prn: { kind: broker, technology: rabbitmq }
  com1: { kind: worker, technology: node-express }
links:
  a: { from: readme, to: con, kind: rest }
  b: { from: con, to: nul, kind: owns }
  c: { from: con, to: aux, kind: grpc, label: Com2 }
  d: { from: con, to: prn, kind: publish, events: [nul] }
  e: { from: com1, to: prn, kind: subscribe, events: [nul] }
  f: { from: readme, to: aux, kind: rest }
";

#[test]
fn what_refers_to_a_renamed_folder_names_it_as_it_is() {
    let mut design = design(DEVICES);
    design.contexts.values_mut().for_each(|context| context.entities.push(Entity::plain("nul")));
    let generated = whole(&design);
    check_paths(&generated);
    for (file, says) in [
        ("compose.override.yaml", "context: ./services/con_\n"),
        ("compose.yaml", "file: ./gateway/readme_/nginx.conf"),
        ("Makefile", "cd services/con_ &&"),
        (".github/workflows/service-con.yml", "- services/con_/**"),
        (".github/workflows/service-con.yml", "part: con\n      folder: con_\n"),
        (".github/dependabot.yml", "/services/con_"),
        ("deploy/kubernetes/base/kustomization.yaml", "- parts/con_.yaml"),
        ("deploy/kubernetes/base/kustomization.yaml", "- migrations/con_.yaml"),
        ("deploy/kubernetes/overlays/canary/kustomization.yaml", "components/canary/con_"),
        ("docs/runbooks/README.md", "[con](con_.md)"),
        ("services/con_/src/service.js", "\"./resources/aux_.js\""),
        ("services/com1_/src/service.js", "\"./events/handlers/nul_.js\""),
        ("VERIFICATION.md", "| con | con\\_ |"),
        ("VERIFICATION.md", "| readme | readme\\_ |"),
    ] {
        assert!(text(&generated, file).contains(says), "{file} does not say {says}:\n{}", text(&generated, file));
    }
    for file in
        ["docs/runbooks/README.md", "docs/runbooks/readme_.md", "contracts/proto/aux_part/v1/aux_part.proto", "services/con_/Dockerfile"]
    {
        assert!(generated.bundle.get(file).is_some(), "{file} is missing");
    }
    // Outside of paths the names stay: hosts, services, images.
    assert!(text(&generated, "compose.yaml").contains("\n  con:\n"));
}

#[test]
fn a_bundle_without_such_names_does_not_speak_of_them() {
    let generated = whole(&domain::starters::find("e-commerce").expect("a starter").design().expect("a Design"));
    assert!(!text(&generated, "VERIFICATION.md").contains("Names in paths"));
}
