//! `communication-not-built` (COM115): a way to communicate is decided, and the bundle does not hold it.

use crate::{
    decision::Theme,
    review::{
        Severity,
        rule::{Group, Rule, Source},
        unbuilt,
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM115",
    slug: "communication-not-built",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "A way to communicate is decided, and the bundle does not hold it.",
    why: "The parts start and look well, and what one says to the other arrives nowhere, or arrives in another way than the picture says.",
    cure: "Choose what the bundle holds, or accept this with a reason that says who does it by hand, and when.",
    example: "\
orders -grpc-> stock
",
    sources: &[Source::at(
        "Michael Nygard, “Documenting Architecture Decisions”",
        "https://cognitect.com/blog/2011/11/15/documenting-architecture-decisions",
    )],
    check: |graph| unbuilt::findings(&RULE, graph, &[Theme::Communication]),
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a -grpc-> b", &["a-b"]);
        expect(&RULE, "a -rest-> b", &[]);
    }
}
