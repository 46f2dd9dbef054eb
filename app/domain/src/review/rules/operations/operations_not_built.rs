//! `operations-not-built` (OPS110): a way to run or to release it is decided, and the bundle does not hold it.

use crate::{
    decision::Theme,
    review::{
        Severity,
        rule::{Group, Rule, Source},
        unbuilt,
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS110",
    slug: "operations-not-built",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "A way to run or to release it is decided, and the bundle does not hold it.",
    why: "On the day it is needed, somebody looks for the second set, the sidecar or the template, and finds a sentence in a record.",
    cure: "Choose what the bundle holds, or accept this with a reason that says who does it by hand, and when.",
    example: "\
orders: port=3001
platform: release=blue-green
",
    sources: &[Source::at(
        "Michael Nygard, “Documenting Architecture Decisions”",
        "https://cognitect.com/blog/2011/11/15/documenting-architecture-decisions",
    )],
    check: |graph| unbuilt::findings(&RULE, graph, &[Theme::Operations, Theme::Delivery]),
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: port=1\nplatform: release=blue-green", &["release"]);
        expect(&RULE, "a: port=1\nplatform: release=rolling", &[]);
    }
}
