//! `chatty-pair` (COM105): one request becomes many calls to the same service.

use crate::{
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM105",
    slug: "chatty-pair",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "One request becomes many calls to the same service.",
    why: "Every call costs a round trip; twenty of them make a fast service slow. The border probably runs through the middle of something.",
    cure: "Ask once for everything that is needed, or move the two closer together.",
    example: "\
orders -rest-> stock calls_per_request=20
",
    sources: &[
        Source::at(
            "D. Taibi and V. Lenarduzzi, “On the Definition of Microservice Bad Smells”, IEEE Software 35(3), 2018",
            "https://doi.org/10.1109/MS.2018.2141031",
        ),
        Source::at(
            "Azure Architecture Center, “Chatty I/O antipattern”",
            "https://learn.microsoft.com/en-us/azure/architecture/antipatterns/chatty-io/",
        ),
        Source::book("S. Newman, Building Microservices, 2nd ed., “Coupling”"),
    ],
    check,
};

/// From this many calls for one request on, it should be one.
const MANY: u16 = 5;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for call in graph.links.iter().filter(|call| graph.is_inner_call(call)) {
        let Some(calls) = call.link.calls_per_request.filter(|calls| *calls >= MANY) else { continue };
        let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
        findings.push(
            RULE.on_link(graph, call.id)
                .says(
                    format!("{from} calls {to} {calls} times for one request"),
                    format!(
                        "Each call costs a round trip, so {from} is {calls} times as slow as {to} and sends it {calls} times the load."
                    ),
                )
                .fixed(
                    "Ask once for everything",
                    vec![format!("calls per request: 1, was {calls}")],
                    set_link(call.id, LinkField::CallsPerRequest(None)),
                ),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -rest-> stock calls_per_request=20", &["orders-stock"]);
        expect(&RULE, "orders -rest-> stock calls_per_request=2\norders -uses-> ext calls_per_request=20", &[]);
    }
}
