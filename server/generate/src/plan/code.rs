//! Which stack the code of a part is generated in. Must not generate it.

use super::Stack;
use domain::{
    catalog::{Language, Technology},
    design::ElementKind,
};

/// The technology a part is given when it names none.
pub(super) fn default_technology(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Service | ElementKind::Worker => "node-express",
        ElementKind::Frontend => "static-site",
        ElementKind::Gateway => "nginx",
        ElementKind::Broker => "rabbitmq",
        ElementKind::Datastore | ElementKind::External | ElementKind::Note => "postgresql",
    }
}

/// The stack whose code is generated for a technology, and what to say when it is not that technology's own.
pub(super) fn stack(kind: ElementKind, technology: &Technology) -> (Stack, Option<&'static str>) {
    match (kind, technology.language) {
        (ElementKind::Frontend, Some(Language::Static)) => (Stack::Static, None),
        (ElementKind::Frontend, _) if technology.slug == stack_technology(Stack::Node) => (Stack::Node, None),
        (ElementKind::Frontend, Some(Language::Node)) => {
            (Stack::Node, Some("starts as one page served by Node; add the framework to it, the interface to the rest stays the same"))
        }
        (ElementKind::Frontend, _) => (
            Stack::Node,
            Some("has no page server of its own yet: its folder holds one page served by Node, which answers the same probes"),
        ),
        (_, Some(Language::Python)) => (Stack::Python, None),
        (_, Some(Language::Go)) => (Stack::Go, None),
        (_, Some(Language::Rust | Language::Java)) => (
            Stack::Node,
            Some("has no service skeleton of its own yet: its folder holds the Node one, which answers the same probes and routes"),
        ),
        _ => (Stack::Node, None),
    }
}

/// The catalogue entry whose image runs a stack.
pub(super) fn stack_technology(stack: Stack) -> &'static str {
    match stack {
        Stack::Node => "node-express",
        Stack::Python => "python-fastapi",
        Stack::Go => "go",
        Stack::Static => "static-site",
    }
}
