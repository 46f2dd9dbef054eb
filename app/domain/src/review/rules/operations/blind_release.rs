//! `blind-release` (OPS108): a new version is tried on a few first, and nothing measures how they fare.

use crate::{
    design::ReleaseStrategy,
    edit::{Edit, PlatformField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS108",
    slug: "blind-release",
    group: Group::Operations,
    severity: Severity::Warning,
    summary: "A new version is tried on a few first, and nothing measures how they fare.",
    why: "A canary is a question: do those who get the new version see more errors? Without numbers nobody answers it, and the fault reaches everybody a little later.",
    cure: "Collect rate, errors and duration by version and compare the two, or release step by step without the pretence.",
    example: "\
gateway -rest-> orders
platform: release=canary
",
    sources: &[
        Source::at("Google, Site Reliability Workbook, “Canarying Releases”", "https://sre.google/workbook/canarying-releases/"),
        Source::at("M. Fowler, “Canary Release”", "https://martinfowler.com/bliki/CanaryRelease.html"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let platform = &graph.design.platform;
    let tried = matches!(platform.release, ReleaseStrategy::Canary | ReleaseStrategy::BlueGreen);
    if !tried || platform.observability.metrics.is_some() || graph.backends().next().is_none() {
        return Vec::new();
    }
    let how = platform.release.label();
    let finding = RULE
        .on_design("the whole design")
        .says(
            format!("{how} releases without numbers"),
            format!("{how} lets you turn back when the new version is worse. Nothing here would tell you that it is."),
        )
        .fixed(
            "Release step by step",
            vec![format!("release: rolling, was {}", how.to_lowercase())],
            Edit::ChangePlatform { change: PlatformField::Release(ReleaseStrategy::Rolling) },
        );
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: port=1\nplatform: release=canary", &["design"]);
        expect(&RULE, "a: port=1\nplatform: release=blue-green metrics=prometheus", &[]);
        expect(&RULE, "a: port=1\nplatform: release=rolling", &[]);
        expect(&RULE, "platform: release=canary", &[]);
    }
}
