//! The README and the architecture of one small Design, and what is not in them.

use crate::{Options, artefacts::fixture::shop, generate};
use domain::{
    Design,
    design::{Context, Entity, Target},
    discovery::{Answer, propose},
    ids::{ContextId, QuestionId},
    work::Work,
};
use std::collections::BTreeSet;

fn text(design: &Design, artefacts: Option<&str>, path: &str) -> String {
    let artefacts = artefacts.map(|slugs| slugs.split(' ').map(str::to_owned).collect::<BTreeSet<_>>());
    let generated = generate(design, &Options { artefacts }, &Work::unlimited()).expect("a bundle");
    String::from_utf8_lossy(&generated.bundle.get(path).expect("a file").bytes).into_owned()
}

fn with_context() -> Design {
    let mut design = shop();
    let id = ContextId::new("sales").expect("an id");
    let context = Context { name: "Sales [\"x\"]".into(), entities: vec![Entity::plain("orders")], ..Context::default() };
    design.contexts.insert(id.clone(), context);
    for part in ["orders", "orders-db"] {
        design.elements.get_mut(part).expect("a part").context = Some(id.clone());
    }
    design
}

#[test]
fn a_swarm_starts_from_its_stack_file() {
    let mut design = crate::artefacts::fixture::shop();
    design.platform.target = domain::design::Target::Swarm;
    let generated = crate::generate(&design, &crate::Options::default(), &Work::unlimited()).expect("a bundle");
    let page = generated.bundle.get("docs/deployment.md").expect("a page");
    let text = String::from_utf8_lossy(&page.bytes);
    assert!(generated.bundle.get("stack.yaml").is_some() && text.contains("--compose-file stack.yaml"), "{text}");
    assert!(!text.contains("> stack.yaml"), "it is there already:\n{text}");
}

#[test]
fn the_documents_of_a_small_design() {
    insta::assert_snapshot!("readme", text(&with_context(), None, "README.md"));
    insta::assert_snapshot!("architecture", text(&with_context(), None, "docs/architecture.md"));
}

/// A starter says something of everything, so that every page has something to show.
fn healthcare() -> Design {
    domain::starters::find("healthcare-appointments").expect("a starter").design().expect("a Design")
}

#[test]
fn the_pages_of_a_starter() {
    let design = healthcare();
    for page in [
        "journeys",
        "interfaces",
        "security",
        "deployment",
        "troubleshooting",
        "teams",
        "review",
        "runbooks/README",
        "runbooks/scheduling-service",
    ] {
        insta::assert_snapshot!(page.replace('/', "_"), text(&design, None, &format!("docs/{page}.md")));
    }
}

#[test]
fn every_part_that_runs_has_a_runbook_that_is_linked() {
    let design = healthcare();
    let index = text(&design, None, "docs/runbooks/README.md");
    for (id, _) in design.elements.iter().filter(|(_, element)| element.kind.is_deployed()) {
        assert!(index.contains(&format!("({id}.md)")), "{id}");
        assert!(text(&design, None, &format!("docs/runbooks/{id}.md")).starts_with(&format!("# Runbook: {id}\n")), "{id}");
    }
}

#[test]
fn security_names_every_secret_and_leaves_open_what_nothing_answers() {
    let mut design = healthcare();
    assert!(text(&design, None, "docs/security.md").contains("Mutual TLS is planned and not in this bundle"));
    design.platform.authentication = domain::design::Authentication::None;
    design.platform.service_authentication = domain::design::ServiceAuthentication::NetworkOnly;
    let page = text(&design, None, "docs/security.md");
    assert!(page.contains("| Spoofing | Somebody acts in another's name. | **Open** |"), "{page}");
    let secrets = text(&design, None, "scripts/init-secrets.sh");
    for line in secrets.lines().filter(|line| line.starts_with("random ") || line.starts_with("given ")) {
        let id = line.split(' ').nth(1).expect("an id").trim_matches('\'');
        assert!(page.contains(&format!("| `{id}` |")), "{id}");
    }
}

#[test]
fn a_design_without_journeys_and_events_has_no_pages_for_them() {
    let design = shop();
    let made = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
    assert!(made.bundle.get("docs/journeys.md").is_none());
    assert!(!text(&design, None, "README.md").contains("docs/journeys.md"));
    let nothing = generate(&Design::new("Nothing yet"), &Options::default(), &Work::unlimited()).expect("a bundle");
    assert!(!nothing.bundle.iter().any(|(path, _)| path.as_str().starts_with("docs/runbooks")));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, failure_persistence: None, ..proptest::prelude::ProptestConfig::default() })]

    /// Texts of people stay words: a row of a table has as many cells as its head, and code blocks end where they should.
    #[test]
    fn tables_and_blocks_keep_their_shape(design in domain::arbitrary::designs()) {
        let made = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
        for (path, file) in made.bundle.iter().filter(|(path, _)| path.as_str().starts_with("docs/") && path.as_str().ends_with(".md")) {
            let text = String::from_utf8_lossy(&file.bytes);
            let mut columns = None;
            let mut inside = false;
            for line in text.lines() {
                inside ^= line.trim_start().starts_with("```");
                let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
                columns = (line.starts_with('|') && !inside).then(|| columns.unwrap_or(cells));
                proptest::prop_assert!(columns.is_none_or(|columns| columns == cells), "{}: {}", path, line);
            }
            proptest::prop_assert!(!inside, "{}: a block does not end", path);
        }
    }
}

#[test]
fn the_readme_names_only_what_is_there() {
    let alone = text(&shop(), Some("docs"), "README.md");
    for absent in ["docker compose", "deploy/kubernetes", "docs/decisions", "services/"] {
        assert!(!alone.contains(absent), "{absent}\n{alone}");
    }
    let mut design = shop();
    design.platform.target = Target::Compose;
    assert!(!text(&design, None, "README.md").contains("Kubernetes 1."));
}

#[test]
fn an_empty_design_has_a_readme() {
    let text = text(&Design::new("Nothing yet"), None, "README.md");
    assert!(text.starts_with("# Nothing yet\n") && !text.contains("mermaid"), "{text}");
}

#[test]
fn a_monolith_has_a_way_out_and_nobody_else() {
    let proposed = |current: &str| {
        let answers = [("archetype", "e-commerce"), ("current-system", current)];
        let answers = answers.map(|(id, slug)| (QuestionId::new(id).expect("an id"), Answer::text(slug)));
        propose(Some("Shop"), &answers.into()).design
    };
    let plan = text(&proposed("monolith"), Some("docs"), "docs/migration-plan.md");
    for part in ["### Ordering", "/api/orders", "- [ ] ", "The way back", "## When all have moved"] {
        assert!(plan.contains(part), "{part}\n{plan}");
    }
    assert!(text(&proposed("monolith"), Some("docs"), "README.md").contains("docs/migration-plan.md"));
    assert!(!text(&proposed("none"), Some("docs"), "README.md").contains("docs/migration-plan.md"));
}
