//! `missing-limits` (OPS107): A part may use as much memory and processor as it likes.

use crate::{
    edit::{Edit, ElementField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS107",
    slug: "missing-limits",
    group: Group::Operations,
    severity: Severity::Note,
    summary: "A part may use as much memory and processor as it likes.",
    why: "One leak takes the machine down, with everything else that runs on it.",
    cure: "Give each part a limit a little above what it needs on a busy day.",
    example: "\
orders: port=3001
",
    sources: &[
        Source::at(
            "Kubernetes documentation, “Resource Management for Pods and Containers”",
            "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
        ),
        Source::at("Compose specification, “Deploy”", "https://docs.docker.com/reference/compose-file/deploy/"),
    ],
    check,
};

/// A start for a part nobody has measured.
const CPU_MILLICORES: u32 = 500;
const MEMORY_MIB: u32 = 256;

fn check(graph: &Graph) -> Vec<Finding> {
    // The catalogue brings limits along; only a part without technology has none.
    let free = graph.nodes.iter().filter(|node| {
        let element = node.element;
        element.kind.is_deployed() && element.technology.is_none() && (element.memory_mib.is_none() || element.cpu_millicores.is_none())
    });
    free.map(|node| {
        let name = graph.name(node.id);
        let mut edits = Vec::new();
        let mut changes = Vec::new();
        if node.element.cpu_millicores.is_none() {
            edits.push(set_element(node.id, ElementField::CpuMillicores(Some(CPU_MILLICORES))));
            changes.push(format!("processor: {CPU_MILLICORES} millicores"));
        }
        if node.element.memory_mib.is_none() {
            edits.push(set_element(node.id, ElementField::MemoryMib(Some(MEMORY_MIB))));
            changes.push(format!("memory: {MEMORY_MIB} MiB"));
        }
        RULE.on_element(graph, node.id)
            .says(format!("{name} has no limits"), format!("A leak in {name} can take down everything else on its machine."))
            .fixed("Add limits", changes, Edit::batch(edits))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders: port=3001", &["orders"]);
        expect(&RULE, "orders: memory_mib=128 cpu_millicores=250\nstock: technology=go\next-mail: title=Mail", &[]);
        expect(&RULE, "orders: memory_mib=128", &["orders"]);
    }
}
