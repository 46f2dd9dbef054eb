//! The README and the architecture of one small Design, and what is not in them.

use crate::{Options, artefacts::fixture::shop, generate};
use domain::{
    Design,
    design::{Context, Entity, Target},
    ids::ContextId,
};
use std::collections::BTreeSet;

fn text(design: &Design, artefacts: Option<&str>, path: &str) -> String {
    let artefacts = artefacts.map(|slugs| slugs.split(' ').map(str::to_owned).collect::<BTreeSet<_>>());
    let generated = generate(design, &Options { artefacts }).expect("a bundle");
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
fn the_documents_of_a_small_design() {
    insta::assert_snapshot!("readme", text(&with_context(), None, "README.md"));
    insta::assert_snapshot!("architecture", text(&with_context(), None, "docs/architecture.md"));
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
