//! `latest-tag` (OPS106): an image is not pinned to a release.

use crate::{
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS106",
    slug: "latest-tag",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "An image is not pinned to a release.",
    why: "The same design starts different software tomorrow, and going back to what worked is not possible.",
    cure: "Name the release down to its patch level, or leave the image to the catalogue.",
    example: "\
orders-db: image=postgres:latest
",
    sources: &[
        Source::at("Docker documentation, “Building best practices”", "https://docs.docker.com/build/building/best-practices/"),
        Source::at("Kubernetes documentation, “Images”", "https://kubernetes.io/docs/concepts/containers/images/"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in &graph.nodes {
        let Some(image) = node.element.image.as_deref().filter(|image| floats(image)) else { continue };
        let mut finding = RULE.on_element(graph, node.id).says(
            format!("{image} is not pinned"),
            format!("{} may start different software tomorrow than it did today.", graph.name(node.id)),
        );
        let technology = node.element.technology.as_ref().and_then(|id| crate::catalog::find(id.as_str()));
        // The image of a part with code is the team's own: only they know its releases.
        if let Some(entry) = technology.filter(|_| !node.element.kind.has_code()) {
            let changes = vec![format!("image: {}:{}, from the catalogue", entry.image, entry.tag)];
            finding = finding.fixed("Use the pinned release", changes, set_element(node.id, ElementField::Image(None)));
        }
        findings.push(finding);
    }
    findings
}

/// No tag, `latest`, or a tag without any digit. A digest pins.
fn floats(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let name = image.rsplit('/').next().unwrap_or(image);
    let tag = name.split_once(':').map_or("latest", |(_, tag)| tag);
    tag.starts_with("latest") || !tag.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders-db: image=postgres:latest technology=postgresql", &["orders-db"]);
        expect(&RULE, "orders: image=registry.example:5000/orders", &["orders"]);
        expect(&RULE, "orders: image=registry.example:5000/orders:1.2.3\nstock: image=a/b@sha256:00", &[]);
    }
}
