//! `card-data-not-isolated` (SEC105): card data lives together with other data.

use crate::{
    design::Sensitivity,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC105",
    slug: "card-data-not-isolated",
    group: Group::Security,
    severity: Severity::Note,
    summary: "Card data lives together with other data.",
    why: "Everything that can reach card data falls under PCI DSS: more systems to harden, scan and audit each year.",
    cure: "Keep cards in a context of their own with few parts, or let a payment provider keep them and store its token only.",
    example: "\
[shop] orders orders-db entities=cards:card,orders,carts,people
orders -owns-> orders-db
",
    sources: &[Source::at("PCI DSS 4.0, “Scope of PCI DSS Requirements”", "https://www.pcisecuritystandards.org/document_library/")],
    check,
};

/// Other entities beside cards beyond which a context is not about cards any more.
const MOST_OTHERS: usize = 2;

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, context) in &graph.design.contexts {
        let cards = context.entities.iter().filter(|entity| entity.sensitivity == Sensitivity::Card).count();
        let others = context.entities.len() - cards;
        if cards == 0 || others <= MOST_OTHERS {
            continue;
        }
        let members = graph.design.members(id).map(|(member, _)| member.clone()).collect();
        findings.push(RULE.on(id.as_str(), &context.name).with_elements(members).says(
            format!("Cards are not alone in {}", context.name),
            format!("{others} other entities share {} with card data, so all of it falls under PCI DSS.", context.name),
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
        expect(&RULE, "[shop] orders orders-db entities=cards:card,orders,carts,people", &["shop"]);
        expect(&RULE, "[payments] payments entities=cards:card,refunds\n[shop] orders entities=orders,carts,people", &[]);
    }
}
