//! `undescribed-part` (STR104): it is not said what a part is for.

use crate::{
    ids::ElementId,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, counted, listed},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "STR104",
    slug: "undescribed-part",
    group: Group::Structure,
    severity: Severity::Note,
    summary: "It is not said what a part is for.",
    why: "Nobody can tell whether something new belongs into it, so everything ends up in it. The documents of the bundle have a gap there.",
    cure: "Write its one responsibility in a sentence, or the purpose of its context. If one sentence is not enough, the part does two things.",
    example: "\
gateway -rest-> orders
gateway -rest-> misc
orders: description=Takes_orders_and_follows_them_until_they_are_paid.
",
    sources: &[
        Source::at("M. Fowler and J. Lewis, “Microservices”", "https://martinfowler.com/articles/microservices.html"),
        Source::at("The C4 model, “Notation”", "https://c4model.com/diagrams/notation"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let said = |node: &&crate::review::graph::Node| {
        !node.element.description.trim().is_empty()
            || graph.contexts_of(node.element).any(|(_, context)| !context.purpose.trim().is_empty())
    };
    let (clear, vague): (Vec<_>, Vec<_>) = graph.backends().partition(said);
    // Somebody who is still drawing has not written anything yet.
    if clear.is_empty() || vague.is_empty() {
        return Vec::new();
    }
    let ids: Vec<&ElementId> = vague.iter().map(|node| node.id).collect();
    let names: Vec<&str> = ids.iter().map(|id| graph.name(id)).collect();
    let finding = RULE.on_design(&listed(&names)).with_elements(ids.iter().map(|id| (*id).clone()).collect()).says(
        format!("{} without a purpose", counted(names.len(), "part", "parts")),
        format!("Nobody has written what {} answers for, so anything may end up there.", listed(&names)),
    );
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: description=Takes_orders\nb: port=1", &["design"]);
        expect(&RULE, "a: port=1\nb: port=1", &[]);
        expect(&RULE, "a: description=Takes_orders\n[c] b purpose=Keeps_stock", &[]);
    }
}
