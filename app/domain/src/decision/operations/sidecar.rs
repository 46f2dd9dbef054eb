//! Whether a helper runs beside each part.

use crate::decision::{
    Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    design::{ElementKind, Sidecar, Target},
    discovery::{
        brief::Operations,
        proposal::verdict::{capital, plural},
    },
};
use std::collections::BTreeSet;

/// So many parts in so many languages repeat the same network code often enough that a helper pays.
const MANY_PARTS: usize = 6;
const MANY_LANGUAGES: usize = 3;
/// From so many makes of brokers and stores on, one interface to all of them pays.
const MANY_PRODUCTS: usize = 4;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "sidecar",
    subject: "Sidecar",
    theme: Theme::Operations,
    questions: &["stack", "operations", "target"],
    rules: &["REL101", "REL104"],
    about: |design| whole(parts(design).len() > 1),
    choice: |case| slug_of(ROWS, &case.design.platform.sidecar),
    criteria,
    options: |case| candidates(ROWS, case, Sidecar::standing),
    words: |case, chosen| {
        let context = format!(
            "{} in {} need time-outs, retries, breakers, traces and secrets. Each can do that in its own code, or a helper beside it does it for all.",
            capital(&plural(case.parts().len() as u64, "part")),
            plural(languages(case) as u64, "language")
        );
        words(ROWS, chosen, context, case.parts().into_iter().cloned().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.sidecar = value;
        }
    },
};

fn languages(case: &Case<'_>) -> usize {
    let parts = case.parts().into_iter().filter_map(|id| case.design.elements.get(id)?.technology.as_ref());
    parts.collect::<BTreeSet<_>>().len().max(1)
}

/// Brokers and stores of different makes that parts must speak to.
fn products(case: &Case<'_>) -> usize {
    let kept = case.design.elements.values().filter(|e| matches!(e.kind, ElementKind::Broker | ElementKind::Datastore));
    kept.filter_map(|e| e.technology.as_ref()).collect::<BTreeSet<_>>().len()
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let able = case.brief.operations == Operations::OnCall && case.design.platform.target == Target::Kubernetes;
    let many = able && languages(case) >= MANY_LANGUAGES && case.parts().len() >= MANY_PARTS;
    vec![
        criterion(format!("The same in {}", plural(languages(case) as u64, "language")), if many { 4 } else { 1 }),
        criterion("Parts need to know nothing of it", 1),
        criterion("Little memory and little to run", if many { 1 } else { 3 }),
        criterion("Broker and stores behind one interface", if many && products(case) >= MANY_PRODUCTS { 2 } else { 0 }),
    ]
}

const ROWS: &[Row<Sidecar>] = &[
    Row {
        value: Sidecar::None,
        slug: "none",
        name: "No sidecar",
        icon: "circle-x",
        title: "No helper beside the parts",
        marks: |_| vec![mark(1, "a library each"), mark(2, "in their code"), mark(4, "nothing"), mark(0, "no")],
        good: &["What happens on the way is in the code that can be read and tested", "Half as many containers"],
        bad: &["Each language needs its own libraries, kept alike by discipline"],
        revisit: "A third language arrives, or time-outs differ from part to part without a reason.",
    },
    Row {
        value: Sidecar::Envoy,
        slug: "envoy",
        name: "Envoy",
        icon: "network",
        title: "Envoy beside every part",
        marks: |_| vec![mark(4, "yes"), mark(4, "plain calls"), mark(2, "50 MB each"), mark(0, "no")],
        good: &["Retries, breakers and numbers alike for every part, without code", "The base of most meshes: a step towards one"],
        bad: &["Its configuration is long, and mistakes in it stop everything", "One more hop on every call"],
        revisit: "Certificates and policies are wanted too. Then a mesh brings it along.",
    },
    Row {
        value: Sidecar::Dapr,
        slug: "dapr",
        name: "Dapr",
        icon: "plug",
        title: "Dapr beside every part",
        marks: |_| vec![mark(4, "yes"), mark(2, "its interface"), mark(1, "a helper and a control plane"), mark(4, "yes")],
        good: &[
            "Publishing, state and secrets by one HTTP interface, whatever stands behind",
            "The broker can be changed without touching code",
        ],
        bad: &[
            "Parts are written against Dapr, and need it on every machine",
            "What a broker does best is hidden behind what all of them can",
        ],
        revisit: "Only one of its building blocks is used. A library is smaller.",
    },
];
