//! How machines, networks and accounts are described.

use crate::decision::{
    Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    design::{InfrastructureCode, Platform},
    discovery::{Level, brief::Operations},
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "infrastructure",
    subject: "Infrastructure as code",
    theme: Theme::Delivery,
    questions: &["target", "operations", "skills"],
    rules: &[],
    about: |design| whole(!parts(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.infrastructure),
    criteria,
    options: |case| candidates(ROWS, case, InfrastructureCode::standing),
    words: |case, chosen| {
        let context = format!(
            "Production runs on {}. {}",
            case.design.platform.target.label(),
            if of_a_cloud(&case.design.platform) {
                "Networks, rights, databases and addresses of the cloud belong to it, and somebody will want a second set of them for tests."
            } else {
                "The files of the bundle describe what runs there; below them is a machine or a cluster that exists already."
            }
        );
        words(ROWS, chosen, context, Vec::new())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.infrastructure = value;
        }
    },
};

/// A cloud's own services hold it together, so there is much to describe beside the parts.
fn of_a_cloud(platform: &Platform) -> bool {
    platform.cloud().is_some()
}

/// Developers look after it themselves, and know a language well that Pulumi speaks.
fn written_by_developers(case: &Case<'_>) -> bool {
    let strong = ["node", "python", "go", "java"].into_iter().any(|subject| case.brief.skills.get(subject) == Some(&Level::Strong));
    strong && case.brief.operations == Operations::Shared
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let cloud = of_a_cloud(&case.design.platform);
    vec![
        criterion("Describes accounts, networks and rights", if cloud { 4 } else { 0 }),
        criterion("A second environment in an hour", if cloud { 2 } else { 1 }),
        criterion("Nothing more to learn", if cloud { 1 } else { 3 }),
        criterion("Not tied to one cloud", 1),
        criterion("Nobody has to guard its state", if cloud && case.brief.operations == Operations::Nobody { 3 } else { 0 }),
        criterion("Written like the parts, by those who write them", if cloud && written_by_developers(case) { 2 } else { 0 }),
    ]
}

const ROWS: &[Row<InfrastructureCode>] = &[
    Row {
        value: InfrastructureCode::None,
        slug: "none",
        name: "The bundle's own files",
        icon: "file-text",
        title: "The files of the bundle are all there is",
        marks: |_| {
            vec![
                mark(0, "no"),
                mark(2, "where a machine stands ready"),
                mark(4, "nothing"),
                mark(4, "no"),
                mark(4, "there is none"),
                mark(1, "YAML"),
            ]
        },
        good: &["What runs is described in files that can be read and compared", "No state file that must be kept safe"],
        bad: &["The machine below is set up by hand, and so is the next one"],
        revisit: "A second environment is needed, or nobody remembers how the first came to be.",
    },
    Row {
        value: InfrastructureCode::Terraform,
        slug: "terraform",
        name: "Terraform or OpenTofu",
        icon: "layers",
        title: "Terraform describes what lies below",
        marks: |_| {
            vec![
                mark(4, "everything"),
                mark(4, "yes"),
                mark(2, "a language of its own"),
                mark(3, "providers for all"),
                mark(1, "a bucket and a lock"),
                mark(1, "in HCL"),
            ]
        },
        good: &["A change is a plan that can be read before it happens", "Every cloud and most products have a provider"],
        bad: &["Its state must be kept, locked and guarded: it holds secrets", "What somebody clicks by hand is undone or in the way"],
        revisit: "Plans are applied without being read.",
    },
    Row {
        value: InfrastructureCode::Pulumi,
        slug: "pulumi",
        name: "Pulumi",
        icon: "code-xml",
        title: "Pulumi describes what lies below",
        marks: |_| {
            vec![
                mark(4, "everything"),
                mark(3, "yes"),
                mark(1, "a tool of its own"),
                mark(3, "providers for all"),
                mark(2, "kept for you, at a price"),
                mark(4, "wholly"),
            ]
        },
        good: &["Written in the language of the parts, with its tests and tools"],
        bad: &["Code can be clever, and clever descriptions are hard to read", "Fewer people and examples than for Terraform"],
        revisit: "Somebody without that language has to change it.",
    },
    Row {
        value: InfrastructureCode::CloudNative,
        slug: "cloud-native",
        name: "The cloud's own templates",
        icon: "cloud",
        title: "The cloud's own templates describe what lies below",
        marks: |_| {
            vec![
                mark(4, "of that cloud"),
                mark(3, "yes"),
                mark(2, "one per cloud"),
                mark(0, "wholly"),
                mark(4, "the cloud keeps it"),
                mark(1, "YAML and JSON"),
            ]
        },
        good: &["The cloud keeps the state, and knows its new services first"],
        bad: &["CloudFormation, Bicep and Config Connector have nothing in common", "Systems of others are left out"],
        revisit: "Something outside that cloud must be described as well.",
    },
];
