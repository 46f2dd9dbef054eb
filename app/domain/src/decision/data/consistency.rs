//! How a change that touches several parts stays whole.

use crate::decision::{
    Theme,
    case::{Case, list},
    gaps::has_outbox,
    surgery::owned,
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Candidate, Criterion, Topic, criterion, mark, whole},
};
use crate::{
    Design,
    design::{Consistency, ElementKind, Link, LinkKind},
    discovery::proposal::verdict::{capital, plural},
    ids::ElementId,
    standing::Standing,
};
use std::collections::BTreeSet;

/// So many parts in one chain of changes are hard to follow without somebody who leads.
const LONG_CHAIN: usize = 5;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "consistency",
    subject: "Consistency",
    theme: Theme::Data,
    questions: &["capabilities", "communication"],
    rules: &["DATA005", "REL105"],
    about: |design| whole(!owned(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.consistency),
    criteria,
    options,
    words: |case, chosen| {
        let writers = writers(case.design);
        let told = told(case.design);
        let context = if writers.len() < 2 {
            format!(
                "{} is the only part that keeps data. What belongs together changes in one transaction of its store.",
                capital(&list(writers.iter().map(ElementId::as_str)))
            )
        } else {
            format!(
                "{} keep data of their own: {}. {} act on what another announces, so one wish of a user changes several stores, and no transaction spans them.",
                capital(&plural(writers.len() as u64, "part")),
                list(writers.iter().map(ElementId::as_str)),
                match told {
                    0 => "None of them".to_owned(),
                    n => capital(&crate::discovery::proposal::verdict::words(n)),
                }
            )
        };
        words(ROWS, chosen, context, writers.into_iter().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            set(design, value);
        }
    },
};

fn writers(design: &Design) -> BTreeSet<ElementId> {
    owned(design).into_iter().map(|(owner, _)| owner).collect()
}
/// Parts that keep data and act on what others announce.
fn told(design: &Design) -> usize {
    let from_outside = design.events_from_outside();
    let ours = |link: &&Link| link.events.is_empty() || link.events.iter().any(|event| !from_outside.contains(event));
    let subscribes = design.links.values().filter(|link| link.kind == LinkKind::Subscribe);
    let hearers: BTreeSet<_> = subscribes.filter(ours).map(|link| link.from.clone()).collect();
    writers(design).intersection(&hearers).count()
}
/// Parts that call another part that keeps data: somebody already leads.
fn asks(design: &Design) -> usize {
    let writers = writers(design);
    let calls = design.links.values().filter(|link| link.kind.is_call() && writers.contains(&link.from) && writers.contains(&link.to));
    calls.map(|link| &link.from).collect::<BTreeSet<_>>().len()
}
/// Something in it must account for every change for ever.
fn accounts(case: &Case<'_>) -> bool {
    case.brief.has("ledger")
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let spread = writers(case.design).len() > 1;
    let told = told(case.design);
    let long = told + asks(case.design) >= LONG_CHAIN;
    vec![
        criterion("Easy to understand", if spread { 2 } else { 4 }),
        criterion("Nothing is lost between two parts", if spread { 4 } else { 0 }),
        criterion("Undoes what was half done", if told + asks(case.design) > 2 { 3 } else { 0 }),
        criterion("Shows how far it has come", if long { 4 } else { u32::from(spread) }),
        criterion("Parts stay strangers to each other", if spread && !long { 2 } else { 0 }),
        criterion("Every change is kept for ever", if accounts(case) { 9 } else { 0 }),
    ]
}

/// Where each part that announces something has a database of its own, its outbox is in the bundle whatever is chosen.
fn options(case: &Case<'_>) -> Vec<Candidate> {
    let outside = outside(case.design);
    let publishes = |link: &&Link| link.kind == LinkKind::Publish && !outside.contains(&link.from);
    let held = case.design.links.values().filter(publishes).all(|link| has_outbox(case.design, &link.from));
    let mut all = candidates(ROWS, case, Consistency::standing);
    if let Some(outbox) = all.iter_mut().find(|one| held && value_of(ROWS, &one.slug) == Some(Consistency::Outbox)) {
        outbox.standing = Standing::Realised;
    }
    all
}

/// Writes the way down. Whatever spans parts announces its changes in the transaction that makes them.
fn set(design: &mut Design, value: Consistency) {
    design.platform.consistency = value;
    if value != Consistency::LocalTransaction {
        let outside = outside(design);
        for link in design.links.values_mut().filter(|link| link.kind == LinkKind::Publish && !outside.contains(&link.from)) {
            link.outbox = true;
        }
    }
}

/// Systems outside: what they write to a broker themselves reports no change of ours.
fn outside(design: &Design) -> BTreeSet<ElementId> {
    design.elements_of(ElementKind::External).map(|(id, _)| id.clone()).collect()
}

const ROWS: &[Row<Consistency>] = &[
    Row {
        value: Consistency::LocalTransaction,
        slug: "local-transaction",
        name: "Local transactions",
        icon: "database",
        title: "A change stays inside one part and one transaction",
        marks: |_| {
            vec![
                mark(4, "as ever"),
                mark(0, "nothing crosses"),
                mark(0, "inside one part"),
                mark(1, "done or not"),
                mark(2, "they meet nowhere"),
                mark(0, "no"),
            ]
        },
        good: &["All or nothing, at once, by the database", "Nothing to build"],
        bad: &["What must change together must live together"],
        revisit: "One wish of a user has to change what two parts keep.",
    },
    Row {
        value: Consistency::Outbox,
        slug: "outbox",
        name: "Outbox",
        icon: "radio",
        title: "Changes and their events leave in one transaction",
        marks: |_| {
            vec![
                mark(3, "a table, a sender"),
                mark(4, "sent until it arrives"),
                mark(0, "by hand"),
                mark(1, "in each part"),
                mark(4, "by events"),
                mark(0, "no"),
            ]
        },
        good: &["An event is sent if and only if its change was made", "Works with the database that is there"],
        bad: &["The other part follows a moment later, and screens must bear it", "Listeners hear some events twice"],
        revisit: "A step can fail after another part has done its share.",
    },
    Row {
        value: Consistency::Choreography,
        slug: "choreographed-saga",
        name: "Choreographed saga",
        icon: "share-2",
        title: "Each part does its step and announces it; others undo theirs when one fails",
        marks: |_| {
            vec![
                mark(2, "follow the events"),
                mark(4, "sent until it arrives"),
                mark(4, "each undoes its own"),
                mark(1, "in traces only"),
                mark(4, "by events"),
                mark(0, "no"),
            ]
        },
        good: &["No part leads, so none can stop the rest", "What was half done is undone by whoever did it"],
        bad: &[
            "The whole story stands nowhere; it is read from traces",
            "Each step needs its opposite, and both must bear being done twice",
        ],
        revisit: "Nobody can say any more what happens after an order is placed.",
    },
    Row {
        value: Consistency::Orchestration,
        slug: "orchestrated-saga",
        name: "Orchestrated saga",
        icon: "route",
        title: "One part leads each change step by step, and undoes it when a step fails",
        marks: |_| {
            vec![
                mark(2, "one place to read"),
                mark(4, "asked until it answers"),
                mark(4, "in order"),
                mark(4, "a state each"),
                mark(1, "one knows all"),
                mark(1, "the steps"),
            ]
        },
        good: &["The whole story stands in one place, with its state", "Time-outs and repetitions of long processes have a home"],
        bad: &["Who leads knows everybody, and must itself survive a restart", "Logic drifts into it from where it belongs"],
        revisit: "Who leads has become the place where everything is decided.",
    },
    Row {
        value: Consistency::EventSourcing,
        slug: "event-sourcing",
        name: "Event sourcing",
        icon: "activity",
        title: "The events are the data; what is current is computed from them",
        marks: |_| {
            vec![
                mark(0, "a way of thinking"),
                mark(4, "the event is the change"),
                mark(3, "by a further event"),
                mark(3, "every step"),
                mark(3, "by events"),
                mark(4, "all of it"),
            ]
        },
        good: &["Every change is kept, and yesterday can be asked", "A new view of the data is computed from the first day on"],
        bad: &[
            "Events can never be changed, so their form must be carried along for ever",
            "Erasing a person takes a plan, such as a key for each",
            "Few people have done it",
        ],
        revisit: "Nobody has asked for yesterday in a year.",
    },
];
