//! Where a part reads what differs from place to place.

use crate::decision::{
    Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    design::Configuration,
    discovery::proposal::verdict::{capital, plural},
};

/// From so many parts on, one change of a value touches many places.
const MANY_PARTS: usize = 15;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "configuration",
    subject: "Configuration",
    theme: Theme::Operations,
    questions: &["target", "engineers", "capabilities"],
    rules: &["SEC102"],
    about: |design| whole(!parts(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.configuration),
    criteria,
    options: |case| {
        candidates(ROWS.iter().filter(|row| row.value != Configuration::Cloud || of_a_cloud(case)), case, Configuration::standing)
    },
    words: |case, chosen| {
        let context = format!(
            "{} {} addresses, limits and switches that differ between a laptop, a test and production. The image must be the same in all of them.",
            capital(&plural(case.parts().len() as u64, "part")),
            if case.parts().len() == 1 { "has" } else { "have" }
        );
        words(ROWS, chosen, context, case.parts().into_iter().cloned().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.configuration = value;
        }
    },
};

/// A cloud's own store can be had, or is already what was chosen.
fn of_a_cloud(case: &Case<'_>) -> bool {
    let platform = &case.design.platform;
    platform.cloud().is_some() || platform.configuration == Configuration::Cloud
}

/// Prices and the steps of processes are tables that people maintain, and no list of names and values.
fn has_tables(case: &Case<'_>) -> bool {
    case.brief.has("pricing") && case.brief.has("workflow")
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let many = case.parts().len() >= MANY_PARTS;
    vec![
        criterion("Nothing more to run", 3),
        criterion("Known to every language", 2),
        criterion("Changes without a restart", if many { 3 } else { 1 }),
        criterion("One place for all parts", if many { 3 } else { 1 }),
        criterion("Long tables keep their shape", u32::from(has_tables(case))),
    ]
}

const ROWS: &[Row<Configuration>] = &[
    Row {
        value: Configuration::Environment,
        slug: "environment",
        name: "Environment variables",
        icon: "list-tree",
        title: "Environment variables configure the parts",
        marks: |_| vec![mark(4, "nothing"), mark(4, "yes"), mark(0, "no"), mark(2, "one file a place"), mark(0, "all is text")],
        good: &["Every language and platform knows them", "A part says at start what is missing, and stops"],
        bad: &["A change takes a restart", "Long lists have no shape, and everything is text"],
        revisit: "A switch must be thrown while everything runs.",
    },
    Row {
        value: Configuration::Files,
        slug: "files",
        name: "Mounted files",
        icon: "file-text",
        title: "Mounted files configure the parts",
        marks: |_| {
            vec![mark(4, "nothing"), mark(2, "a reader each"), mark(2, "when they watch"), mark(2, "one folder a place"), mark(4, "yes")]
        },
        good: &["Lists and tables have their shape", "Compared and reviewed like code"],
        bad: &["Every part needs a reader, and a watcher to see changes"],
        revisit: "The files hold little more than names and values.",
    },
    Row {
        value: Configuration::Consul,
        slug: "consul",
        name: "Consul key-value store",
        icon: "waypoints",
        title: "Consul keeps the configuration",
        marks: |_| vec![mark(1, "three servers"), mark(2, "a client each"), mark(4, "at once"), mark(4, "yes"), mark(1, "as text")],
        good: &["A change is seen everywhere within seconds", "Who changed what, and when, can be seen"],
        bad: &["When it is away, nothing new starts", "A wrong value reaches everything at once"],
        revisit: "Values change so seldom that a restart would do.",
    },
    Row {
        value: Configuration::Cloud,
        slug: "cloud",
        name: "The cloud's configuration store",
        icon: "cloud",
        title: "The cloud keeps the configuration",
        marks: |_| {
            vec![mark(3, "run by the cloud"), mark(2, "a client each"), mark(3, "within a minute"), mark(4, "yes"), mark(1, "as text")]
        },
        good: &["Nothing of yours to run, and rights are the cloud's own", "Values can be rolled out step by step"],
        bad: &["On a laptop something else has to stand in for it"],
        revisit: "Parts run in another place as well.",
    },
];
