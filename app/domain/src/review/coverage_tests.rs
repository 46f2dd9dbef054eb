//! Which rule answers for which words: everything the review was promised to find, and everything the field's texts warn of.

use super::rules;
use std::collections::BTreeSet;

/// The list of product.md's section on the review, phrase by phrase.
const PROMISED: &[(&str, &[&str])] = &[
    ("distributed monolith: synchronous chain depth", &["COM104"]),
    ("distributed monolith: cycles", &["COM103", "STR105"]),
    ("distributed monolith: lock-step release", &["TEAM102"]),
    ("chatty pairs", &["COM105"]),
    ("shared database", &["DATA001"]),
    ("reaching into another service's data", &["DATA002", "DATA006"]),
    ("no gateway", &["COM101"]),
    ("gateway bypassed", &["COM102"]),
    ("internal element exposed", &["SEC101"]),
    ("missing health checks", &["OPS101"]),
    ("no monitoring", &["OPS102", "OPS105"]),
    ("no tracing or correlation ids on chains", &["OPS103", "OPS104"]),
    ("tight coupling", &["COM111"]),
    ("nano-service", &["STR102"]),
    ("god service", &["STR103"]),
    ("synchronous everywhere", &["COM106"]),
    ("no timeout", &["REL104"]),
    ("no retry", &["REL109"]),
    ("retry without idempotency", &["REL105"]),
    ("retry amplification", &["REL106"]),
    ("caller timeout shorter than callee's", &["REL103"]),
    ("no circuit breaker on a critical call", &["REL101"]),
    ("no fallback", &["REL102"]),
    ("multi-service write without saga", &["DATA008"]),
    ("multi-service write without outbox", &["DATA005"]),
    ("event without consumer", &["COM107", "COM108"]),
    ("consumer without dead-letter", &["REL108"]),
    ("single point of failure", &["REL107"]),
    ("no API version", &["COM109"]),
    ("secrets in plain text", &["SEC102", "SEC107"]),
    ("personal or card data without encryption", &["SEC103", "SEC108"]),
    ("personal or card data without isolation", &["SEC105", "SEC106"]),
    ("one team for too many services", &["TEAM101", "TEAM105"]),
    ("one context split over several teams", &["TEAM104"]),
    ("unbounded growth", &["DATA004"]),
    ("latest tags", &["OPS106"]),
    ("missing limits", &["OPS107"]),
];

/// What the five texts warn of or ask for beyond that.
const TAUGHT: &[(&str, &[&str])] = &[
    ("Small team: do not use microservices", &["TEAM105"]),
    ("Communication overhead between teams", &["TEAM103", "STR105"]),
    ("Data ownership is clear", &["DATA003", "DATA007"]),
    ("Over-engineering: overhead exceeds benefits", &["COST101", "COST102", "COST103", "COST104", "COST105"]),
    ("Caching patterns", &["REL111"]),
    ("gRPC is not browser-friendly", &["COM113"]),
    ("WebSocket support behind a gateway", &["REL110"]),
    ("Well-defined contracts", &["COM110", "COM112"]),
    ("Documentation is comprehensive", &["STR104"]),
    ("External authentication at the gateway", &["SEC104"]),
    ("Service-to-service authentication", &["SEC106"]),
    ("Blue-green or canary deployments", &["OPS108"]),
    ("Service discovery of the platform", &["OPS109"]),
    ("Existing systems to integrate", &["COM114"]),
    ("What nothing uses", &["STR101"]),
    ("Decided, and not in the bundle", &["STR106", "DATA009", "COM115", "SEC109", "OPS110"]),
    ("Chosen, and nothing makes sense of it", &["OPS111"]),
];

/// Every code that was ever given, with the pattern it means. Lines are added, and never changed or taken away: a rule that goes
/// leaves its code behind.
const GIVEN: &[(&str, &str)] = &[
    ("COM101", "no-gateway"),
    ("COM102", "gateway-bypassed"),
    ("COM103", "sync-cycle"),
    ("COM104", "deep-sync-chain"),
    ("COM105", "chatty-pair"),
    ("COM106", "synchronous-everywhere"),
    ("COM107", "event-without-consumer"),
    ("COM108", "event-without-publisher"),
    ("COM109", "no-api-version"),
    ("COM110", "unnamed-event"),
    ("COM111", "tight-coupling"),
    ("COM112", "event-without-schema"),
    ("COM113", "browser-speaks-grpc"),
    ("COM114", "scattered-integration"),
    ("COM115", "communication-not-built"),
    ("COST101", "idle-replicas"),
    ("COST102", "server-per-tiny-context"),
    ("COST103", "broker-for-one-event"),
    ("COST104", "heavy-observability"),
    ("COST105", "over-budget"),
    ("DATA001", "shared-database"),
    ("DATA002", "reaching-into-data"),
    ("DATA003", "unowned-data"),
    ("DATA004", "unbounded-growth"),
    ("DATA005", "dual-write"),
    ("DATA006", "edge-reaches-data"),
    ("DATA007", "entity-owned-twice"),
    ("DATA008", "write-without-saga"),
    ("DATA009", "data-choice-not-built"),
    ("OPS101", "no-health-check"),
    ("OPS102", "no-monitoring"),
    ("OPS103", "no-tracing"),
    ("OPS104", "no-correlation-ids"),
    ("OPS105", "no-central-logs"),
    ("OPS106", "latest-tag"),
    ("OPS107", "missing-limits"),
    ("OPS108", "blind-release"),
    ("OPS109", "foreign-platform-choice"),
    ("OPS110", "operations-not-built"),
    ("OPS111", "choice-without-answer"),
    ("REL101", "no-circuit-breaker"),
    ("REL102", "no-fallback"),
    ("REL103", "timeout-shorter-than-callee"),
    ("REL104", "no-timeout"),
    ("REL105", "retry-without-idempotency"),
    ("REL106", "retry-amplification"),
    ("REL107", "single-point-of-failure"),
    ("REL108", "consumer-without-dead-letter"),
    ("REL109", "no-retry"),
    ("REL110", "websocket-without-backplane"),
    ("REL111", "cache-needed"),
    ("SEC101", "internal-element-exposed"),
    ("SEC102", "plain-text-secret"),
    ("SEC103", "sensitive-data-unencrypted"),
    ("SEC104", "no-authentication"),
    ("SEC105", "card-data-not-isolated"),
    ("SEC106", "unauthenticated-services"),
    ("SEC107", "secrets-in-environment"),
    ("SEC108", "personal-data-in-event"),
    ("SEC109", "security-not-built"),
    ("STR101", "orphan-element"),
    ("STR102", "nano-service"),
    ("STR103", "god-service"),
    ("STR104", "undescribed-part"),
    ("STR105", "context-circle"),
    ("STR106", "part-not-built"),
    ("TEAM101", "too-many-services-per-team"),
    ("TEAM102", "lock-step-release"),
    ("TEAM103", "context-without-team"),
    ("TEAM104", "split-context"),
    ("TEAM105", "too-few-people"),
];

#[test]
fn codes_keep_their_meaning() {
    for rule in rules() {
        assert!(GIVEN.contains(&(rule.code, rule.slug)), "{} {} is new: add it to the list", rule.code, rule.slug);
    }
    let codes: BTreeSet<&str> = GIVEN.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), GIVEN.len(), "a code was given twice");
}

#[test]
fn every_promise_is_kept_by_a_rule() {
    let codes: BTreeSet<&str> = rules().iter().map(|rule| rule.code).collect();
    for (phrase, by) in PROMISED.iter().chain(TAUGHT) {
        assert!(!by.is_empty() && by.iter().all(|code| codes.contains(code)), "{phrase}: {by:?}");
    }
}

#[test]
fn every_rule_answers_for_something() {
    let named: BTreeSet<&str> = PROMISED.iter().chain(TAUGHT).flat_map(|(_, by)| by.iter().copied()).collect();
    let idle: Vec<&str> = rules().iter().map(|rule| rule.code).filter(|code| !named.contains(code)).collect();
    assert_eq!(idle, Vec::<&str>::new());
    assert!(rules().len() >= 50, "{}", rules().len());
}
