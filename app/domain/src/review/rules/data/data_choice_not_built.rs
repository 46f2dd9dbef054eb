//! `data-choice-not-built` (DATA009): a choice about data is decided, and the bundle does not hold it.

use crate::{
    decision::Theme,
    review::{
        Severity,
        rule::{Group, Rule, Source},
        unbuilt,
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "DATA009",
    slug: "data-choice-not-built",
    group: Group::Data,
    severity: Severity::Error,
    summary: "A choice about data is decided, and the bundle does not hold it.",
    why: "Data that is believed to be in a store lies in the memory of a process and ends with it, or changes that are believed to belong together do not. It shows after the first restart.",
    cure: "Choose what the bundle holds, or accept this with a reason that says who does it by hand, and when.",
    example: "\
orders -owns-> orders-db
orders-db: technology=seaweedfs
",
    sources: &[Source::at(
        "Michael Nygard, “Documenting Architecture Decisions”",
        "https://cognitect.com/blog/2011/11/15/documenting-architecture-decisions",
    )],
    check: |graph| unbuilt::findings(&RULE, graph, &[Theme::Data]),
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -owns-> a-db\na-db: technology=seaweedfs", &["a-db+technology"]);
        expect(&RULE, "a -owns-> a-db\na-db: technology=postgresql", &[]);
        expect(&RULE, "a -caches-> a-db\na-db: technology=redis", &[]);
    }
}
