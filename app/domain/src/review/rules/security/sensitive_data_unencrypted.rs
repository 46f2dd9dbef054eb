//! `sensitive-data-unencrypted` (SEC103): personal, card or health data is stored without encryption.

use crate::{
    design::{ElementKind, Sensitivity},
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC103",
    slug: "sensitive-data-unencrypted",
    group: Group::Security,
    severity: Severity::Error,
    summary: "Personal, card or health data is stored without encryption.",
    why: "A lost disk, a copied backup or a careless snapshot gives the data away. For card and health data it is also against the rules.",
    cure: "Encrypt the stored data, and keep the keys somewhere else.",
    example: "\
orders -owns-> orders-db
[payments] orders orders-db entities=cards:card
",
    sources: &[
        Source::at("GDPR, article 32", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
        Source::at("PCI DSS 4.0, requirement 3", "https://www.pcisecuritystandards.org/document_library/"),
        Source::at("HIPAA, 45 CFR 164.312(a)(2)(iv)", "https://www.ecfr.gov/current/title-45/section-164.312"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for store in graph.of_kind(ElementKind::Datastore).filter(|store| !store.element.encrypted) {
        let (what, severity) = match graph.sensitivity(store) {
            Sensitivity::Plain => continue,
            Sensitivity::Personal => ("personal", Severity::Warning),
            Sensitivity::Card => ("card", Severity::Error),
            Sensitivity::Health => ("health", Severity::Error),
        };
        let name = graph.name(store.id);
        findings.push(
            RULE.on_element(graph, store.id)
                .says(
                    format!("{name} keeps {what} data unencrypted"),
                    format!("Whoever gets a disk or a backup of {name} can read the {what} data in it."),
                )
                .with_severity(severity)
                .fixed("Encrypt what it stores", vec!["encrypted: yes".into()], set_element(store.id, ElementField::Encrypted(true))),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -owns-> orders-db\n[payments] orders orders-db entities=cards:card", &["orders-db"]);
        expect(&RULE, "orders -owns-> orders-db\norders-db: encrypted\n[payments] orders entities=cards:card", &[]);
        expect(&RULE, "orders -owns-> orders-db\n[ordering] orders entities=people:personal", &["orders-db"]);
        expect(&RULE, "orders -owns-> orders-db\n[ordering] orders orders-db entities=orders", &[]);
    }
}
