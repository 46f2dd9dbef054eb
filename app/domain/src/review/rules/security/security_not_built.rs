//! `security-not-built` (SEC109): a safeguard is decided, and the bundle does not hold it.

use crate::{
    decision::Theme,
    review::{
        Severity,
        rule::{Group, Rule, Source},
        unbuilt,
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC109",
    slug: "security-not-built",
    group: Group::Security,
    severity: Severity::Error,
    summary: "A safeguard is decided, and the bundle does not hold it.",
    why: "Whoever reads the decision takes the system for safer than it is. Nothing fails and nothing warns; the hole is found by somebody who looks for holes.",
    cure: "Choose what the bundle holds, or accept this with a reason that says who does it by hand, and when.",
    example: "\
orders -owns-> orders-db
orders-db: technology=postgresql encrypted
platform: secrets=vault
",
    sources: &[Source::at(
        "Michael Nygard, “Documenting Architecture Decisions”",
        "https://cognitect.com/blog/2011/11/15/documenting-architecture-decisions",
    )],
    check: |graph| unbuilt::findings(&RULE, graph, &[Theme::Security]),
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -owns-> a-db\na-db: technology=postgresql encrypted", &["a-db+encrypted"]);
        expect(&RULE, "a: port=1\nplatform: secrets=vault", &["secrets"]);
        expect(&RULE, "a -owns-> a-db\na-db: technology=postgresql", &[]);
    }
}
