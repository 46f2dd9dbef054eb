//! How a question that touches several parts is answered.

use crate::decision::{
    Theme,
    case::{Case, list},
    surgery::owned,
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    Design,
    design::{LinkKind, Queries},
    discovery::proposal::verdict::{capital, plural},
    ids::ElementId,
};
use std::collections::BTreeSet;

/// Requests a second from which putting an answer together each time shows.
const BUSY_RPS: u64 = 2_000;
/// Answers faster than this leave no time to ask several parts, in milliseconds.
const FAST_MS: u32 = 150;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "queries",
    subject: "Questions across parts",
    theme: Theme::Data,
    questions: &["peak-rps", "latency", "capabilities"],
    rules: &["DATA002", "COM104", "COM105"],
    about: |design| whole(owners(design).len() > 1),
    choice: |case| slug_of(ROWS, &case.design.platform.queries),
    criteria,
    options: |case| candidates(ROWS, case, Queries::standing),
    words: |case, chosen| {
        let owners = owners(case.design);
        let context = format!(
            "{} keep data of their own: {}. A screen that shows some of each has to get it without reading another part's tables.",
            capital(&plural(owners.len() as u64, "part")),
            list(owners.iter().map(ElementId::as_str))
        );
        words(ROWS, chosen, context, owners.into_iter().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.queries = value;
        }
    },
};

fn owners(design: &Design) -> BTreeSet<ElementId> {
    owned(design).into_iter().map(|(owner, _)| owner).collect()
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let busy = case.brief.peak_rps >= BUSY_RPS || case.brief.latency_ms <= FAST_MS;
    let search = ["search", "analytics", "reporting"].into_iter().any(|slug| case.brief.has(slug));
    let events = case.design.links.values().any(|link| link.kind == LinkKind::Publish);
    let careful = case.brief.availability.percent() >= 99.95 && events;
    vec![
        criterion("Nothing more to keep", 3),
        criterion("Always shows the newest", 1),
        criterion("Answers at once under load", if busy && events { 3 } else { 1 }),
        criterion("Searches and sums up over everything", if search && events { 5 } else { 0 }),
        criterion("Goes on while another part is down", if careful { 4 } else { 1 }),
    ]
}

const ROWS: &[Row<Queries>] = &[
    Row {
        value: Queries::Composition,
        slug: "api-composition",
        name: "API composition",
        icon: "repeat",
        title: "Whoever needs an answer asks each part for its share",
        marks: |_| {
            vec![
                mark(4, "nothing"),
                mark(4, "yes"),
                mark(1, "as slow as the slowest"),
                mark(0, "page by page"),
                mark(0, "a piece is missing"),
            ]
        },
        good: &["Nothing is kept twice, so nothing can differ", "A new screen is a new set of calls"],
        bad: &["As slow as the slowest, and as often away as all of them together", "Sorting over several parts takes reading all of it"],
        revisit: "A list must be sorted or searched by what another part keeps.",
    },
    Row {
        value: Queries::Copies,
        slug: "copies",
        name: "Copies of a few fields",
        icon: "copy",
        title: "Each part keeps a copy of the few fields of others it shows",
        marks: |_| {
            vec![mark(2, "a few columns"), mark(2, "a moment later"), mark(4, "one table"), mark(1, "what it has copied"), mark(4, "yes")]
        },
        good: &["Answers from its own store, whoever else is down", "A call less on every request"],
        bad: &["Copies lag, and a missed event leaves one wrong until somebody compares", "Erasing a person means erasing every copy"],
        revisit: "Most of another part's table has been copied. Then the cut is wrong.",
    },
    Row {
        value: Queries::ReadModels,
        slug: "cqrs",
        name: "Read models (CQRS)",
        icon: "search",
        title: "A model for reading is built from the events of all",
        marks: |_| {
            vec![
                mark(1, "a store and its builder"),
                mark(2, "a moment later"),
                mark(4, "made for the question"),
                mark(4, "made for it"),
                mark(4, "yes"),
            ]
        },
        good: &["Searches, lists and sums come from one store made for them", "Reading and writing grow each on its own"],
        bad: &["A builder must be run, watched and started again from old events", "People do not see at once what they have just changed"],
        revisit: "It is asked so seldom that putting the answer together would do.",
    },
];
