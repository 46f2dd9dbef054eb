//! The delivery files of one small Design, what is not in them, and what no value may do to a workflow.

use crate::{Generated, Options, artefacts::fixture::shop, generate};
use domain::{
    Design, arbitrary,
    design::{Element, ElementKind, Target},
    discovery::Answer,
    ids::{ElementId, QuestionId},
    work::Work,
};
use proptest::prelude::*;

fn generated(design: &Design) -> Generated {
    generate(design, &Options::default(), &Work::unlimited()).unwrap_or_else(|error| panic!("{error}"))
}

fn text<'a>(generated: &'a Generated, path: &str) -> &'a str {
    std::str::from_utf8(&generated.bundle.get(path).unwrap_or_else(|| panic!("{path} is missing")).bytes).expect("text")
}

#[test]
fn the_files_of_a_small_design() {
    let mut design = shop();
    design.brief.insert(QuestionId::new("peak-rps").expect("an id"), Answer::Number(300));
    let made = generated(&design);
    for (name, path) in [
        ("build_a_part", ".github/workflows/build.yml"),
        ("orders", ".github/workflows/service-orders.yml"),
        ("system", ".github/workflows/system.yml"),
        ("updates", ".github/dependabot.yml"),
        ("makefile", "Makefile"),
        ("smoke", "scripts/smoke.sh"),
        ("load", "tests/load/journeys.js"),
    ] {
        insta::assert_snapshot!(name, text(&made, path));
    }
    let (script, job) = (text(&made, "scripts/deploy.sh"), text(&made, "deploy/kubernetes/base/migrations/orders.yaml"));
    assert!(script.contains("rollout undo"));
    // The script finds a part's Job by its file and its labels.
    assert!(script.contains("[ -f \"deploy/kubernetes/base/migrations/$PART.yaml\" ]"), "{script}");
    assert!(script.contains("\"app.kubernetes.io/component=migration,migrates=$PART\""), "{script}");
    assert!(job.contains("app.kubernetes.io/component: migration\n        migrates: orders\n"), "{job}");
}

#[test]
fn every_target_has_its_way_and_proves_who_asks() {
    for target in Target::ALL {
        let mut design = shop();
        design.platform.target = *target;
        let made = generated(&design);
        let workflow = text(&made, ".github/workflows/service-orders.yml");
        let cloud = matches!(target, Target::Ecs | Target::CloudRun | Target::ContainerApps);
        assert_eq!(workflow.contains("id-token: write"), cloud, "{target:?}");
        // Every variable that the script insists on is in the workflow.
        let script = text(&made, "scripts/deploy.sh");
        let asked = script.lines().filter(|line| line.starts_with(": \"${")).flat_map(|line| line.split("${").skip(1));
        for name in asked.filter_map(|rest| rest.split(":?").next()) {
            assert!(workflow.contains(&format!("          {name}: ")), "{target:?} asks for {name}");
        }
    }
}

#[test]
fn nothing_is_delivered_where_nothing_is_built() {
    let mut design = Design::new("Stores");
    design.elements.insert(ElementId::new("a-db").expect("an id"), Element::new(ElementKind::Datastore));
    let made = generated(&design);
    let delivered = |path: &str| path.starts_with(".github/") || path == "Makefile" || path.starts_with("tests/load");
    assert!(!made.bundle.iter().any(|(path, _)| delivered(path.as_str())));
}

#[test]
fn without_a_way_in_there_is_no_load_test() {
    let mut design = shop();
    design.elements.retain(|id, _| id.as_str() != "gateway");
    design.links.retain(|_, link| link.from.as_str() != "gateway");
    let made = generated(&design);
    assert!(made.bundle.get("tests/load/journeys.js").is_none() && !text(&made, "Makefile").contains("load.sh"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// GitHub replaces `${{ … }}` before any shell or parser sees it: only what stands in our templates may be one.
    #[test]
    fn no_text_of_a_design_becomes_an_expression(design in arbitrary::designs()) {
        let made = generated(&design);
        let known = ["inputs.", "github.", "steps.", "needs.", "vars.", "secrets.", "jobs."];
        for (path, file) in made.bundle.iter().filter(|(path, _)| path.as_str().starts_with(".github/")) {
            let text = String::from_utf8_lossy(&file.bytes);
            for expression in text.split("${{").skip(1) {
                let inside = expression.split("}}").next().unwrap_or_default().trim();
                prop_assert!(known.iter().any(|start| inside.starts_with(start)) && inside.len() < 60, "{}: {}", path, inside);
            }
        }
    }
}
