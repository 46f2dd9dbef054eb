//! `over-budget` (COST105): what is drawn costs more than somebody wants to pay.

use crate::{
    analysis,
    discovery::brief::Budget,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COST105",
    slug: "over-budget",
    group: Group::Cost,
    severity: Severity::Warning,
    summary: "What is drawn costs more than somebody wants to pay.",
    why: "The bill comes every month, and what is cut in a hurry then is the second copy, the backup or the monitoring.",
    cure: "Run on something cheaper, run fewer copies, or join parts that need no server of their own. Or ask for more money now, with the numbers.",
    example: "\
gateway -rest-> orders
gateway -rest-> stock
orders -owns-> orders-db
stock -owns-> stock-db
gateway: replicas=2 cpu_millicores=1000 memory_mib=1024
orders: replicas=3 cpu_millicores=2000 memory_mib=2048
stock: replicas=3 cpu_millicores=2000 memory_mib=2048
platform: target=ecs discovery=cloud-dns secrets=aws-secrets-manager
brief: budget=under-50
",
    sources: &[
        Source::at("FinOps Foundation, “FinOps Framework”", "https://www.finops.org/framework/"),
        Source::at(
            "Google Cloud Architecture Framework, “Cost optimization”",
            "https://cloud.google.com/architecture/framework/cost-optimization",
        ),
    ],
    check,
};

/// The most a budget allows, in euros a month.
fn most_eur(budget: Budget) -> Option<u64> {
    match budget {
        Budget::Under50 => Some(50),
        Budget::Under250 => Some(250),
        Budget::Under1000 => Some(1_000),
        Budget::More => None,
    }
}

fn check(graph: &Graph) -> Vec<Finding> {
    let Some(most) = graph.brief("budget").and_then(|brief| most_eur(brief.budget)) else { return Vec::new() };
    let costs = analysis::costs(graph);
    // Even at the low end of the estimate.
    let Some(chosen) = costs.iter().find(|cost| cost.chosen && cost.low_eur > most) else { return Vec::new() };
    let cheapest = costs.iter().filter(|cost| cost.low_eur <= most).min_by_key(|cost| cost.low_eur);
    let way_out = cheapest.map_or_else(
        || "No target fits the budget: there is more here than it pays for.".to_owned(),
        |other| format!("{} would start at €{}.", other.name, other.low_eur),
    );
    let finding = RULE.on_design(&chosen.name).says(
        format!("At least €{} a month, and the budget ends at €{most}", chosen.low_eur),
        format!("On {} these parts cost €{} to {} a month. {way_out}", chosen.name, chosen.low_eur, chosen.high_eur),
    );
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        let large = "a: replicas=4 cpu_millicores=4000 memory_mib=8192\nplatform: target=ecs";
        expect(&RULE, &format!("{large}\nbrief: budget=under-50"), &["design"]);
        expect(&RULE, &format!("{large}\nbrief: budget=more"), &[]);
        expect(&RULE, large, &[]);
        expect(&RULE, "a: cpu_millicores=250 memory_mib=256\nbrief: budget=under-50", &[]);
        expect(&RULE, "platform: target=ecs\nbrief: budget=under-50", &[]);
    }
}
