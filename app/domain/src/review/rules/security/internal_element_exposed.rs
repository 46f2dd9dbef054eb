//! `internal-element-exposed` (SEC101): A store, a broker or a worker can be reached from outside.

use crate::{
    design::ElementKind,
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC101",
    slug: "internal-element-exposed",
    group: Group::Security,
    severity: Severity::Error,
    summary: "A store, a broker or a worker can be reached from outside.",
    why: "Open databases are found by scanners within minutes and are read, wiped or held for ransom.",
    cure: "Only the gateway, or a frontend, faces the outside. Administrators come through a tunnel.",
    example: "\
orders -owns-> orders-db
orders-db: exposed
",
    sources: &[
        Source::at(
            "OWASP, “Database Security Cheat Sheet”",
            "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
        ),
        Source::book("CIS Docker Benchmark, “Sensitive host ports”"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let inner = [ElementKind::Datastore, ElementKind::Broker, ElementKind::Worker];
    let open = graph.nodes.iter().filter(|node| node.element.exposed && inner.contains(&node.element.kind));
    open.map(|node| {
        let name = graph.name(node.id);
        RULE.on_element(graph, node.id)
            .says(
                format!("{name} is open to the outside"),
                format!("Anybody can try passwords on {name} and use faults that are not mended yet. Scanners find it within minutes."),
            )
            .fixed("Close it to the outside", vec!["exposed: no".into()], set_element(node.id, ElementField::Exposed(false)))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -owns-> orders-db\norders-db: exposed", &["orders-db"]);
        expect(&RULE, "gateway: exposed\nweb: exposed\norders: exposed", &[]);
    }
}
