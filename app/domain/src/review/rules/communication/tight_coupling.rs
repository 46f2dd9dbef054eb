//! `tight-coupling` (COM111): A service waits for many others to do its own work.

use crate::{
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, listed},
    },
};
use std::collections::BTreeSet;

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM111",
    slug: "tight-coupling",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "A service waits for many others to do its own work.",
    why: "It works only while all of them do, and it must be looked at whenever one of them changes.",
    cure: "Let it hear of what changes by events and keep its own copy, or move what it asks for most into it.",
    example: "\
orders -rest-> stock
orders -rest-> prices
orders -rest-> accounts
orders -rest-> payments
orders -rest-> shipping
orders -rest-> mail
",
    sources: &[
        Source::book("S. Newman, Building Microservices, 2nd ed., “Types of Coupling”"),
        Source::book("M. Nygard, Release It!, 2nd ed., “Integration Points”"),
    ],
    check,
};

/// Services one may wait for; with one more, six parts at 99.9 % work together 99.4 % of the time.
const MOST: usize = 5;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in graph.backends() {
        let needed: BTreeSet<&ElementId> = graph.out(node).filter(|edge| graph.is_inner_call(edge)).map(|edge| &edge.link.to).collect();
        if needed.len() <= MOST {
            continue;
        }
        let name = graph.name(node.id);
        let names: Vec<&str> = needed.iter().map(|id| graph.name(id)).collect();
        findings.push(RULE.on_element(graph, node.id).says(
            format!("{name} needs {} other services at once", needed.len()),
            format!("{name} works only while {} all answer, and any change of theirs may be one of its own.", listed(&names)),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(
            &RULE,
            "orders -rest-> s-0\norders -rest-> s-1\norders -rest-> s-2\norders -rest-> s-3\norders -rest-> s-4\norders -rest-> s-5",
            &["orders"],
        );
        expect(&RULE, "orders -rest-> s-0\norders -rest-> s-1\norders -rest-> s-2\norders -rest-> s-3\norders -rest-> s-4", &[]);
        expect(
            &RULE,
            "gateway -rest-> s-0\ngateway -rest-> s-1\ngateway -rest-> s-2\ngateway -rest-> s-3\ngateway -rest-> s-4\ngateway -rest-> s-5\ngateway -rest-> s-6\ngateway -rest-> s-7\ngateway -rest-> s-8",
            &[],
        );
    }
}
