//! `too-few-people` (TEAM105): there are more parts with code than people to look after them.

use crate::{
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, counted},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "TEAM105",
    slug: "too-few-people",
    group: Group::Team,
    severity: Severity::Warning,
    summary: "There are more parts with code than people to look after them.",
    why: "Each part wants updates, alarms, a pipeline and somebody who knows it. A small team that runs many of them does little else, and most of what services promise needs several teams.",
    cure: "Keep the contexts as modules of one deployable, and take one out when a team of its own, or its load, asks for it.",
    example: "\
gateway -rest-> orders
gateway -rest-> stock
gateway -rest-> accounts
orders -publish-> bus events=order.placed
mail-worker -subscribe-> bus events=order.placed
brief: engineers=2
",
    sources: &[
        Source::at("M. Fowler, “MonolithFirst”", "https://martinfowler.com/bliki/MonolithFirst.html"),
        Source::at("M. Fowler, “MicroservicePremium”", "https://martinfowler.com/bliki/MicroservicePremium.html"),
        Source::at("M. Skelton and M. Pais, Team Topologies, “Team cognitive load”", "https://teamtopologies.com/key-concepts"),
    ],
    check,
};

/// Fewer parts than this are fine for anybody.
const FEW: usize = 3;

fn check(graph: &Graph) -> Vec<Finding> {
    let Some(people) = graph.brief("engineers").map(|brief| brief.engineers) else { return Vec::new() };
    let parts: Vec<&ElementId> = graph.backends().map(|node| node.id).collect();
    if parts.len() < FEW || parts.len() <= usize::try_from(people).unwrap_or(usize::MAX) {
        return Vec::new();
    }
    let people = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
    let finding = RULE.on_design("the whole design").with_elements(parts.iter().map(|id| (*id).clone()).collect()).says(
        format!("{} for {people}", counted(parts.len(), "part", "parts")),
        format!(
            "{people} would build, watch and update {} that each run alone. Modules of one deployable need far less.",
            counted(parts.len(), "part", "parts")
        ),
    );
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: port=1\nb: port=1\nc: port=1\nbrief: engineers=2", &["design"]);
        expect(&RULE, "a: port=1\nb: port=1\nc: port=1\nbrief: engineers=3", &[]);
        expect(&RULE, "a: port=1\nb: port=1\nbrief: engineers=1", &[]);
        expect(&RULE, "a: port=1\nb: port=1\nc: port=1", &[]);
        expect(&RULE, "a: port=1\nb: port=1\nc: port=1\nbrief: engineers=many", &[]);
    }
}
