//! The review: rules that look at a Design and say what will hurt. Rules never fail and never change anything; they do not
//! look at the layout.

#[cfg(test)]
mod coverage_tests;
mod example;
mod finding;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod graph;
mod illustration;
mod promise;
mod registry;
mod rule;
mod rules;
mod scoreboard;
#[cfg(test)]
mod tests;
mod unbuilt;

pub use finding::{Criterion, Finding, FindingKey, Fix, Met, Review, Severity, Witnesses};
pub use illustration::Illustration;
pub use registry::{rule, rules};
pub use rule::{Group, Rule, Source, rule_path};
pub use scoreboard::criteria_of;

use crate::{Design, work::Work};
use graph::Graph;

/// What a change chooses that nothing else in the Design makes sense of, and did not choose before.
pub fn without_answer(before: &Design, after: &Design) -> Option<Finding> {
    let check = |design: &Design| (rules::operations::choice_without_answer::RULE.check)(&Graph::of(design));
    let known: Vec<FindingKey> = check(before).into_iter().map(|finding| finding.key).collect();
    check(after).into_iter().find(|finding| !known.contains(&finding.key))
}

/// Runs every rule. Waived findings stay in the list, with the reason.
pub fn review(design: &Design, work: &Work) -> Review {
    let graph = Graph::of(design);
    let check = |rule: &&Rule| {
        work.go_on();
        (rule.check)(&graph)
    };
    let mut findings: Vec<Finding> = rules().iter().flat_map(check).collect();
    for finding in &mut findings {
        finding.waived = design.waivers.get(&finding.key).cloned();
    }
    findings.sort_by(|a, b| (a.severity, &a.code, &a.key).cmp(&(b.severity, &b.code, &b.key)));
    let scoreboard = scoreboard::scoreboard(&graph, &findings);
    Review { findings, scoreboard }
}
