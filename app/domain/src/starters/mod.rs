//! Ready-made Designs to begin with: ordinary `groundplan.yaml` files beside this one.

use crate::Design;

/// A ready-made Design.
#[derive(Debug, Clone, Copy)]
pub struct Starter {
    pub slug: &'static str,
    /// The text of its file.
    pub yaml: &'static str,
}

impl Starter {
    /// Reads the file. A test shows that every starter is valid.
    pub fn design(&self) -> Result<Design, crate::file::ReadError> {
        crate::file::read(self.yaml)
    }
}

const ALL: &[Starter] = &[
    Starter { slug: "e-commerce", yaml: include_str!("e-commerce.yaml") },
    Starter { slug: "saas", yaml: include_str!("saas.yaml") },
    Starter { slug: "bella-italia", yaml: include_str!("bella-italia.yaml") },
];

/// All starters, in gallery order.
pub fn all() -> &'static [Starter] {
    ALL
}

/// A starter by its slug.
pub fn find(slug: &str) -> Option<&'static Starter> {
    all().iter().find(|starter| starter.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decision, design::ElementKind, file, review};

    fn designs() -> impl Iterator<Item = (&'static str, Design)> {
        all().iter().map(|starter| (starter.slug, starter.design().unwrap()))
    }
    fn parts(slug: &str) -> Vec<String> {
        let design = find(slug).unwrap().design().unwrap();
        let code = design.elements.iter().filter(|(_, e)| matches!(e.kind, ElementKind::Service | ElementKind::Worker));
        code.map(|(id, _)| id.to_string()).collect()
    }

    #[test]
    fn every_starter_is_valid_in_its_canonical_form_and_placed() {
        for (slug, design) in designs() {
            assert_eq!(design.problems(), [], "{slug}");
            assert_eq!(file::write(&design), find(slug).unwrap().yaml, "{slug}: write it with `file::write`");
            assert!(design.elements.keys().all(|id| design.layout.contains_key(id)), "{slug}");
            assert!(!design.summary.is_empty() && design.journeys.len() >= 2, "{slug}");
        }
    }

    #[test]
    fn the_review_has_nothing_to_say_about_a_starter_but_what_was_accepted_with_a_reason() {
        for (slug, design) in designs() {
            let open = |f: &review::Finding| f.severity != review::Severity::Note && f.waived.is_none();
            let findings: Vec<_> = review::review(&design).findings.into_iter().filter(open).map(|f| f.key.to_string()).collect();
            assert!(findings.is_empty(), "{slug}: {findings:?}");
        }
    }

    #[test]
    fn what_a_starter_decided_is_what_it_shows() {
        for (slug, design) in designs() {
            let records = decision::records(&design);
            assert_eq!(records.len(), design.decisions.len(), "{slug}");
            for record in records {
                assert_eq!(design.decisions[record.topic.as_str()].choice, record.choice, "{slug} {}", record.topic);
                assert_eq!(record.choice, record.proposed, "{slug} {}", record.topic);
            }
        }
    }

    #[test]
    fn the_starters_have_the_services_people_expect() {
        assert_eq!(parts("e-commerce"), ["notification-service", "order-service", "payment-service", "product-service", "user-service"]);
        assert_eq!(parts("saas"), ["analytics-service", "auth-service", "billing-service", "notification-service", "tenant-service"]);
        assert_eq!(parts("bella-italia"), ["backend", "voice-service"]);
    }
}
