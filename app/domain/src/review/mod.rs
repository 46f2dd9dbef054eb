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

use crate::{Design, Edit, work::Work};
use graph::Graph;
use rules::operations::choice_without_answer::{self, check_with, is_choice};

/// What a change chooses that nothing else in the Design makes sense of, and did not choose before.
pub fn without_answer(before: &Design, after: &Design) -> Option<Finding> {
    first_new(&unanswered(before), unanswered(after))
}

/// For each Edit, why it is not offered where a person chooses: nothing in the Design would make sense of what it chooses. What a Design
/// has already, what is taken away and what is undone is never refused, and an Edit that does not fit is for whoever applies it to refuse.
pub fn refusals(design: &Design, edits: &[Edit]) -> Vec<Option<Finding>> {
    if !edits.iter().any(is_choice) {
        return vec![None; edits.len()];
    }
    let graph = Graph::of(design);
    let known = check_with(&graph, &design.platform);
    let found = |edit: &Edit| {
        if !is_choice(edit) {
            return None;
        }
        if let Edit::ChangePlatform { .. } = edit {
            // Only the platform is another one, so only that is copied.
            let mut bare = Design::new(design.name.clone());
            bare.platform = design.platform.clone();
            bare.apply(edit.clone()).ok()?;
            return Some(check_with(&graph, &bare.platform));
        }
        let mut changed = design.clone();
        changed.apply(edit.clone()).ok()?;
        Some(unanswered(&changed))
    };
    edits.iter().map(|edit| first_new(&known, found(edit)?)).collect()
}

fn unanswered(design: &Design) -> Vec<Finding> {
    (choice_without_answer::RULE.check)(&Graph::of(design))
}

fn first_new(known: &[Finding], found: Vec<Finding>) -> Option<Finding> {
    found.into_iter().find(|finding| known.iter().all(|other| other.key != finding.key))
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
