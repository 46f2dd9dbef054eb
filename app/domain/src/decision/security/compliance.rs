//! What the rules that apply to the data force.

use crate::decision::{
    Theme,
    case::{Case, audited, contexts_of, list, parts},
    surgery::owned,
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{Protection, Sensitivity},
    discovery::{Brief, brief::Compliance},
    ids::ElementId,
};
use std::collections::BTreeSet;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "compliance",
    subject: "Compliance",
    theme: Theme::Security,
    questions: &["compliance", "capabilities"],
    rules: &["SEC103", "SEC105"],
    about: |design| whole(!sensitive(design).is_empty() || !parts(design).is_empty() && !Brief::read(&design.brief).compliance.is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.protection),
    criteria,
    options: |case| candidates(ROWS, case, Protection::standing),
    words: |case, chosen| {
        let stores = sensitive(case.design);
        let rules: Vec<&str> = case.brief.compliance.iter().map(|rule| rule.label()).collect();
        let applies = match rules[..] {
            [] => "No rule was named.".to_owned(),
            [only] => format!("{only} applies."),
            _ => format!("{} apply.", list(rules.iter().copied())),
        };
        let kept = match stores.len() {
            0 => "Nothing about people or cards is kept in a store of this design.".to_owned(),
            1 => format!("{} keeps data about people or cards.", list(stores.iter().map(ElementId::as_str))),
            _ => format!("{} keep data about people or cards.", list(stores.iter().map(ElementId::as_str))),
        };
        let mut words = words(ROWS, chosen, format!("{applies} {kept}"), stores.into_iter().collect());
        if chosen.slug != "usual" {
            words.consequences.splice(0..0, case.brief.compliance.iter().map(|rule| good(forces(*rule))));
        }
        words
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.protection = value;
            if value != Protection::Usual {
                for store in sensitive(design) {
                    if let Some(element) = design.elements.get_mut(&store) {
                        element.encrypted = true;
                    }
                }
            }
        }
    },
};

/// Stores whose owner keeps something about people, money or health.
fn sensitive(design: &Design) -> BTreeSet<ElementId> {
    let guarded = |id: &ElementId| {
        let contexts = design.elements.get(id).into_iter().flat_map(contexts_of).filter_map(|context| design.contexts.get(context));
        contexts.flat_map(|context| &context.entities).any(|entity| entity.sensitivity != Sensitivity::Plain)
    };
    owned(design).into_iter().filter(|(owner, _)| guarded(owner)).map(|(_, store)| store).collect()
}

/// What a rule forces, in a sentence.
fn forces(rule: Compliance) -> &'static str {
    match rule {
        Compliance::Gdpr => {
            "GDPR: a person's data can be handed out and erased, in every store and in every copy, and is kept no longer than it is needed"
        }
        Compliance::PciDss => {
            "PCI DSS: card numbers stay with the payment provider; what touches them stands apart and is tested every quarter"
        }
        Compliance::Hipaa => "HIPAA: every look at a health record is written down, and everybody who keeps one for you signs for it",
        Compliance::Soc2 => "SOC 2: changes are reviewed, access is granted and taken back by rule, and there is proof of both",
    }
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let kept = !sensitive(case.design).is_empty();
    vec![
        // A rule about people asks nothing of a system that keeps nothing about them.
        criterion("A stolen disk tells nothing", if kept { 3 } else { 0 }),
        criterion("Says who looked at what", if audited(case) { 4 } else { 0 }),
        criterion("Little to build", 2),
    ]
}

const ROWS: &[Row<Protection>] = &[
    Row {
        value: Protection::Usual,
        slug: "usual",
        name: "The usual care",
        icon: "lock",
        title: "The usual care is enough",
        marks: |_| vec![mark(0, "it does"), mark(0, "no"), mark(4, "nothing")],
        good: &["Nothing more to build: TLS at the door, secrets outside the code, a fence around every store"],
        bad: &["A copy of a disk or of a backup can be read", "Nobody can say who looked at a record"],
        revisit: "Data about people comes in, or a customer asks for a certificate.",
    },
    Row {
        value: Protection::Encrypted,
        slug: "encrypted",
        name: "Encrypted stores",
        icon: "shield-check",
        title: "Data about people is encrypted where it lies",
        marks: |_| vec![mark(4, "yes"), mark(1, "access logs"), mark(3, "disks of that kind")],
        good: &["A stolen disk or backup tells nothing"],
        bad: &["Who may ask the database still sees everything", "A lost key is lost data"],
        revisit: "An audit asks who looked at what.",
    },
    Row {
        value: Protection::Audited,
        slug: "audited",
        name: "Encrypted stores and an audit trail",
        icon: "file-text",
        title: "Data is encrypted, and every access is written down",
        marks: |_| vec![mark(4, "yes"), mark(4, "every access"), mark(1, "in every part that keeps such data")],
        good: &["Who looked at what, and when, can be shown years later", "A stolen disk or backup tells nothing"],
        bad: &[
            "Every part that keeps such data writes an audit line for each access",
            "The trail itself must be kept, guarded and thrown away in time",
        ],
        revisit: "The rule no longer applies, or the trail has never been asked for.",
    },
];
