//! Choices that the bundle does not hold, for the rules of each group: what was decided is compared with what will be generated. Must
//! not know any choice by name.

use super::{Finding, graph::Graph, rule::Rule};
use crate::decision::{Place, Theme, Unrealised};

/// The codes of those rules.
pub(super) const CODES: [&str; 5] = ["STR106", "DATA009", "COM115", "SEC109", "OPS110"];

/// A finding for each choice of these themes that the bundle does not hold, or holds in part. No change of a word closes it: another
/// choice does, or somebody accepts it with what is done by hand as the reason.
pub(super) fn findings(rule: &Rule, graph: &Graph, themes: &[Theme]) -> Vec<Finding> {
    let unbuilt = graph.unbuilt().iter().filter(|unrealised| themes.contains(&unrealised.theme));
    unbuilt.map(|unrealised| finding(rule, graph, unrealised)).collect()
}

fn finding(rule: &Rule, graph: &Graph, unrealised: &Unrealised) -> Finding {
    let found = match &unrealised.place {
        Place::Design => rule.on(unrealised.what, "the whole design"),
        Place::Element(id) => rule.on_side(graph, id, unrealised.what),
        Place::Link(id) => rule.on_link(graph, id),
    };
    let how = if unrealised.gap.whole { "decided, but not in the bundle" } else { "only in part in the bundle" };
    found.says(format!("{}: {how}", unrealised.name), format!("As it stands, {}.", unrealised.gap.to_do().trim_end_matches('.')))
}
