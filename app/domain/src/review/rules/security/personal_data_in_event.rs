//! `personal-data-in-event` (SEC108): an event carries personal or card data to everybody who listens.

use crate::{
    design::Event,
    edit::Edit,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, counted, listed},
    },
};
use std::collections::BTreeMap;

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC108",
    slug: "personal-data-in-event",
    group: Group::Security,
    severity: Severity::Note,
    summary: "An event carries personal or card data to everybody who listens.",
    why: "The broker keeps it, every consumer may store it, and a replay brings it back. When somebody asks to be forgotten, nobody knows where all the copies are.",
    cure: "Send the id, and let the consumer ask the owner when it needs more. What must travel is encrypted with a key for each person, so that deleting the key deletes the data.",
    example: "\
accounts -publish-> bus events=account.opened
mail-worker -subscribe-> bus events=account.opened
event account.opened: account_id=uuid email=string date_of_birth=string
",
    sources: &[
        Source::at("GDPR, articles 5(1)(c) and 17", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
        Source::at("M. Fowler, “What do you mean by “Event-Driven”?”", "https://martinfowler.com/articles/201701-event-driven.html"),
        Source::at("PCI DSS 4.0, requirement 3", "https://www.pcisecuritystandards.org/document_library/"),
    ],
    check,
};

/// Parts of a field's name that mean a person.
const PERSONAL: &[&str] = &[
    "email",
    "phone",
    "mobile",
    "address",
    "street",
    "birth",
    "birthday",
    "birthdate",
    "surname",
    "firstname",
    "lastname",
    "passport",
    "ssn",
    "iban",
];
/// Pairs of words that mean one together.
const PERSONAL_PAIRS: &[(&str, &str)] = &[("first", "name"), ("last", "name"), ("full", "name"), ("customer", "name"), ("tax", "number")];
/// What may never be stored or sent in the clear.
const CARD: &[&str] = &["pan", "cvv", "cvc", "cardnumber"];
const CARD_PAIRS: &[(&str, &str)] = &[("card", "number"), ("security", "code")];
/// Last words that mean something about it, and not the thing.
const ABOUT: &[&str] = &["id", "hash", "token", "verified", "changed", "count", "type"];

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, publishers) in &graph.publishers {
        let Some(known) = graph.design.events.get(*event) else { continue };
        let personal: Vec<&str> =
            known.fields.keys().map(String::as_str).filter(|field| speaks_of(field, PERSONAL, PERSONAL_PAIRS)).collect();
        let cards: Vec<&str> = known.fields.keys().map(String::as_str).filter(|field| speaks_of(field, CARD, CARD_PAIRS)).collect();
        let mut told: Vec<&str> = personal.iter().chain(&cards).copied().collect();
        told.sort_unstable();
        told.dedup();
        if told.is_empty() {
            continue;
        }
        let hearing = graph.subscribers.get(event).map(Vec::as_slice).unwrap_or_default();
        let links: Vec<usize> = publishers.iter().chain(hearing).copied().collect();
        let fields: BTreeMap<_, _> =
            known.fields.iter().filter(|(name, _)| !told.contains(&name.as_str())).map(|(name, kind)| (name.clone(), *kind)).collect();
        let severity = if cards.is_empty() { Severity::Note } else { Severity::Warning };
        let changes = told.iter().map(|field| format!("{event}: without {field}")).collect();
        findings.push(
            RULE.on(event.as_str(), event.as_str())
                .with_severity(severity)
                .with_elements(links.iter().map(|i| graph.links[*i].link.from.clone()).collect())
                .with_links(links.iter().map(|i| graph.links[*i].id.clone()).collect())
                .says(
                    format!("{event} carries {}", listed(&told)),
                    format!(
                        "The broker and {} keep a copy of {}, and nobody knows them all when somebody asks to be forgotten.",
                        counted(hearing.len(), "consumer", "consumers"),
                        listed(&told)
                    ),
                )
                .fixed(
                    "Leave it out, and let consumers ask",
                    changes,
                    Edit::SetEvent { id: (*event).clone(), event: Some(Event { fields, ..known.clone() }) },
                ),
        );
    }
    findings
}

fn speaks_of(field: &str, words: &[&str], pairs: &[(&str, &str)]) -> bool {
    let parts: Vec<&str> = field.split('_').collect();
    let last = parts.last().copied().unwrap_or_default();
    let paired = parts.windows(2).any(|two| pairs.iter().any(|(first, second)| two == [*first, *second]));
    !ABOUT.contains(&last) && (paired || parts.iter().any(|part| words.contains(part)))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        let told = |fields: &str| format!("a -publish-> bus events=a.b\nevent a.b: {fields}");
        expect(&RULE, &told("id=uuid email=string"), &["a.b"]);
        expect(&RULE, &told("card_number=string"), &["a.b"]);
        expect(&RULE, &told("customer_name=string"), &["a.b"]);
        expect(&RULE, &told("id=uuid email_verified=boolean card_token=string address_id=uuid name=string total=decimal"), &[]);
        expect(&RULE, "a: port=1\nevent a.b: email=string", &[]);
    }
}
