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
    Starter { slug: "marketplace", yaml: include_str!("marketplace.yaml") },
    Starter { slug: "iot-telemetry", yaml: include_str!("iot-telemetry.yaml") },
    Starter { slug: "media-streaming", yaml: include_str!("media-streaming.yaml") },
    Starter { slug: "banking-ledger", yaml: include_str!("banking-ledger.yaml") },
    Starter { slug: "healthcare-appointments", yaml: include_str!("healthcare-appointments.yaml") },
    Starter { slug: "logistics-tracking", yaml: include_str!("logistics-tracking.yaml") },
    Starter { slug: "social-feed", yaml: include_str!("social-feed.yaml") },
    Starter { slug: "internal-platform", yaml: include_str!("internal-platform.yaml") },
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
    use crate::{decision, design::ElementKind, file, review, work::Work};

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
    fn a_starter_is_told_what_events_its_parts_exchange_and_who_owns_what() {
        for (slug, design) in designs() {
            assert!(design.events.values().all(|event| !event.description.is_empty() && !event.fields.is_empty()), "{slug}");
            let targets = |j: &crate::design::Journey| j.latency_p95_ms.is_some() && j.availability.is_some() && j.steps.len() >= 3;
            assert!(design.journeys.values().all(targets), "{slug}");
            assert!(design.elements.values().all(|e| !e.description.is_empty()), "{slug}");
            assert!(design.contexts.values().all(|context| !context.purpose.is_empty()), "{slug}");
        }
    }

    #[test]
    fn the_review_has_nothing_to_say_about_a_starter_but_what_was_accepted_with_a_reason() {
        for (slug, design) in designs() {
            // What the bundle does not hold is said of starters as of every design.
            let open = |f: &review::Finding| f.waived.is_none() && !f.is_gap() && f.code != "OPS111";
            let findings: Vec<_> =
                review::review(&design, &Work::unlimited()).findings.into_iter().filter(open).map(|f| f.key.to_string()).collect();
            assert!(findings.is_empty(), "{slug}: {findings:?}");
        }
    }

    #[test]
    fn whoever_begins_with_the_shop_finds_no_open_error() {
        let shop = find("e-commerce").unwrap().design().unwrap();
        let reviewed = review::review(&shop, &Work::unlimited());
        assert_eq!(reviewed.open(review::Severity::Error).map(|finding| finding.key.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
        // What is accepted is still found, and is still the first thing to do by hand.
        let accepted = reviewed.findings.iter().filter(|finding| finding.code == "SEC109" && finding.waived.is_some()).count();
        assert_eq!(accepted, shop.elements.values().filter(|element| element.encrypted).count());
        assert!(decision::gaps(&shop).iter().any(|gap| gap.what == "encrypted"));
    }

    #[test]
    fn a_starter_accepts_nothing_that_is_not_found() {
        for (slug, design) in designs() {
            let found: Vec<_> = review::review(&design, &Work::unlimited()).findings.into_iter().map(|finding| finding.key).collect();
            let stale: Vec<_> = design.waivers.keys().filter(|key| !found.contains(key)).collect();
            assert!(stale.is_empty(), "{slug}: {stale:?}");
        }
    }

    #[test]
    fn what_a_starter_decided_is_what_it_shows_and_another_choice_has_a_reason() {
        let mut unexplained = Vec::new();
        for (slug, design) in designs() {
            let records = decision::records(&design);
            for (topic, decision) in &design.decisions {
                let record = records.iter().find(|record| record.topic == topic.as_str());
                assert_eq!(record.map(|record| record.choice.as_str()), Some(decision.choice.as_str()), "{slug} {topic}");
            }
            for record in records.iter().filter(|record| design.decisions.contains_key(record.topic.as_str())) {
                let explained = record.choice == record.proposed || record.override_reason.is_some();
                if !explained {
                    unexplained.push(format!("{slug} {}: {}, proposed {}", record.topic, record.choice, record.proposed));
                }
            }
        }
        assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    }

    #[test]
    fn the_starters_have_the_services_people_expect() {
        assert_eq!(parts("e-commerce"), ["notification-service", "order-service", "payment-service", "product-service", "user-service"]);
        assert_eq!(parts("saas"), ["analytics-service", "auth-service", "billing-service", "notification-service", "tenant-service"]);
        assert_eq!(parts("bella-italia"), ["backend", "voice-service"]);
    }
}
