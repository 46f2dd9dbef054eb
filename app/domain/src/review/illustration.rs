//! A rule's example as Designs that can be drawn: with the fault, what the review says about it, and with the fault mended.

use super::{Finding, Rule, example, graph::Graph};
use crate::Design;

/// The example of a rule, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illustration {
    /// The Design that shows the fault.
    pub before: Design,
    /// What the review says about it; with the fix, where one can be computed.
    pub finding: Option<Finding>,
    /// The Design after that fix.
    pub after: Option<Design>,
}

impl Rule {
    /// The example, with the rule run over it.
    pub fn illustration(&self) -> Illustration {
        // A test reads every example, so that none is empty here.
        let before = example::read(self.example).unwrap_or_else(|_| Design::new(self.slug));
        let mut findings = (self.check)(&Graph::of(&before));
        let fixed = findings.iter().position(|finding| finding.fix.is_some());
        let finding = if findings.is_empty() { None } else { Some(findings.swap_remove(fixed.unwrap_or(0))) };
        let after = finding.as_ref().and_then(|finding| finding.fix.as_ref()).and_then(|fix| {
            let mut after = before.clone();
            after.apply(fix.edit.clone()).ok().map(|_| after)
        });
        Illustration { before, finding, after }
    }
}

#[cfg(test)]
mod tests {
    use crate::review::{example, rules};

    #[test]
    fn every_rule_can_be_drawn() {
        for rule in rules() {
            assert!(example::read(rule.example).is_ok(), "{}: {:?}", rule.code, example::read(rule.example));
            let drawn = rule.illustration();
            assert!(drawn.finding.is_some() && !drawn.before.elements.is_empty(), "{}", rule.code);
            let fix = drawn.finding.and_then(|finding| finding.fix);
            assert_eq!(drawn.after.is_some(), fix.is_some(), "{}", rule.code);
            assert!(drawn.after.is_none_or(|after| after != drawn.before), "{}", rule.code);
        }
    }
}
