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
mod registry;
mod rule;
mod rules;
mod scoreboard;
#[cfg(test)]
mod tests;

pub use finding::{Criterion, Finding, FindingKey, Fix, Met, Review, Severity, Witnesses};
pub use illustration::Illustration;
pub use registry::{rule, rules};
pub use rule::{Group, Rule, Source, rule_path};
pub use scoreboard::criteria_of;

use crate::{Design, work::Work};
use graph::Graph;

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
