//! What the tests of rules are written with; the texts are those of [`super::example`].

use super::{Finding, Rule, example, graph::Graph, review};
use crate::{Design, work::Work};

/// The Design that a text describes. It panics on a text that is not one, which is what a test wants.
#[track_caller]
pub(crate) fn design(text: &str) -> Design {
    example::read(text).unwrap()
}

/// The subjects of a rule's findings must be exactly these, in order.
#[track_caller]
pub(crate) fn expect(rule: &Rule, text: &str, subjects: &[&str]) {
    let design = design(text);
    let mut found: Vec<String> = (rule.check)(&Graph::of(&design)).iter().map(|finding| finding.key.subject().to_owned()).collect();
    found.sort();
    assert_eq!(found, subjects, "{text}");
}

/// Every finding of a rule with a fix loses it to that fix, and no error is added.
#[track_caller]
pub(crate) fn expect_fixes_to_work(rule: &Rule, design: &Design) -> usize {
    let findings: Vec<Finding> = (rule.check)(&Graph::of(design));
    let mut fixed = 0;
    for finding in findings {
        let Some(fix) = finding.fix else { continue };
        let mut mended = design.clone();
        let applied = mended.apply(fix.edit.clone());
        assert!(applied.is_ok(), "{}: {:?} by {:?}", finding.key, applied, fix);
        assert_eq!(mended.problems(), vec![], "{}", finding.key);
        let left = (rule.check)(&Graph::of(&mended));
        assert!(left.iter().all(|other| other.key != finding.key), "{} is still there after {:?}", finding.key, fix);
        // What the bundle lacks was lacking before; what a choice needs besides, such as a store for a second copy, is found next.
        let errors = |design: &Design| -> Vec<String> {
            review(design, &Work::unlimited())
                .open(super::Severity::Error)
                .filter(|finding| !finding.is_gap() && finding.code != "OPS111")
                .map(|finding| finding.key.to_string())
                .collect()
        };
        let before = errors(design);
        let added: Vec<String> = errors(&mended).into_iter().filter(|key| !before.contains(key)).collect();
        assert!(added.is_empty(), "{}: its fix adds {added:?}", finding.key);
        assert!(!fix.label.is_empty() && !fix.changes.is_empty(), "{}", finding.key);
        fixed += 1;
    }
    fixed
}
