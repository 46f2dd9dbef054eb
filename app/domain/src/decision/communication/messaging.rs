//! What messages are for: facts for many, work for one, questions, or a history.

use crate::decision::{
    Theme,
    case::{Case, list},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    Design,
    design::{ElementKind, LinkKind, Messaging},
    discovery::{
        grouped,
        proposal::verdict::{self, capital},
    },
    ids::{ElementId, EventId},
};
use std::collections::BTreeSet;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "messaging",
    subject: "Messaging pattern",
    theme: Theme::Communication,
    questions: &["communication", "capabilities", "peak-rps"],
    rules: &["COM107", "COM110", "REL108"],
    about: |design| whole(!carried(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.messaging),
    criteria,
    options: |case| candidates(ROWS, case, Messaging::standing),
    words: |case, chosen| {
        let events = carried(case.design);
        let hearers = ends(case.design, LinkKind::Subscribe);
        let context = format!(
            "{}: {}. {}{}",
            match events.len() {
                1 => "One kind of message".to_owned(),
                n => format!("{} kinds of message", capital(&verdict::words(n))),
            },
            list(events.iter().map(|event| event.as_str())),
            match hearers.len() {
                0 => "Nobody listens yet.".to_owned(),
                1 => format!("{} listens.", capital(&list(hearers.iter().map(ElementId::as_str)))),
                _ => format!("{} listen.", capital(&list(hearers.iter().map(ElementId::as_str)))),
            },
            if case.is_asked() {
                format!(" At peak that is about {} a second.", grouped(case.messages_per_second()))
            } else {
                String::new()
            }
        );
        let elements = ends(case.design, LinkKind::Publish).union(&hearers).cloned().collect();
        words(ROWS, chosen, context, elements)
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.messaging = value;
        }
    },
};

fn carried(design: &Design) -> BTreeSet<EventId> {
    design.links.values().filter(|link| link.kind.is_event()).flat_map(|link| link.events.iter().cloned()).collect()
}
fn ends(design: &Design, kind: LinkKind) -> BTreeSet<ElementId> {
    design.links.values().filter(|link| link.kind == kind).map(|link| link.from.clone()).collect()
}
/// Messages that ask for something and are answered by another.
fn asks(design: &Design) -> bool {
    let events = carried(design);
    events.iter().filter(|event| event.as_str().ends_with("-requested")).count() * 2 >= events.len()
}
/// A broker that keeps what it carried.
fn keeps(design: &Design) -> bool {
    design.elements_of(ElementKind::Broker).any(|(_, e)| e.technology.as_ref().is_some_and(|t| t.as_str() == "kafka"))
}
/// Nobody but one worker listens: messages are work, not news.
fn is_work(design: &Design) -> bool {
    let hearers = ends(design, LinkKind::Subscribe);
    let worker = |id: &ElementId| design.elements.get(id).is_some_and(|e| e.kind == ElementKind::Worker);
    hearers.len() == 1 && hearers.iter().all(worker)
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let d = case.design;
    vec![
        criterion("Further listeners without a change", if is_work(d) { 1 } else { 3 }),
        criterion("Work shared between copies, each piece once", if is_work(d) { 5 } else { 1 }),
        criterion("An answer to each message", if asks(d) { 6 } else { 0 }),
        criterion("Old messages can be read again", if keeps(d) { 5 } else { 0 }),
        criterion("Easy to understand", 2),
    ]
}

const ROWS: &[Row<Messaging>] = &[
    Row {
        value: Messaging::PublishSubscribe,
        slug: "publish-subscribe",
        name: "Publish and subscribe",
        icon: "radio",
        title: "Facts are announced, and whoever cares listens",
        marks: |_| {
            vec![
                mark(4, "a queue of its own each"),
                mark(3, "copies share a queue"),
                mark(1, "another event"),
                mark(0, "no"),
                mark(4, "yes"),
            ]
        },
        good: &["Who announces need not know who listens", "A new listener is a new queue and nothing else"],
        bad: &["Nobody sees from one place what an event sets off", "Each listener must bear hearing the same thing twice"],
        revisit: "A new listener wants what was said before it came, or every event has just one.",
    },
    Row {
        value: Messaging::WorkQueue,
        slug: "work-queue",
        name: "Work queue",
        icon: "list-tree",
        title: "Messages are work, done by whoever is free",
        marks: |_| vec![mark(1, "a queue more by hand"), mark(4, "made for it"), mark(1, "another queue"), mark(0, "no"), mark(4, "yes")],
        good: &["More copies of a worker do more work, without any setting", "The length of the queue says how many are needed"],
        bad: &["A second listener would take work away from the first"],
        revisit: "A second part wants to hear of the same things.",
    },
    Row {
        value: Messaging::RequestReply,
        slug: "request-reply",
        name: "Request and reply",
        icon: "repeat",
        title: "A message asks, another answers",
        marks: |_| {
            vec![
                mark(1, "who answers?"),
                mark(3, "copies share a queue"),
                mark(4, "by its id"),
                mark(0, "no"),
                mark(2, "two ways, time-outs"),
            ]
        },
        good: &[
            "Who is asked may be away for a while, and the question waits",
            "Questions are shared between copies without a load balancer",
        ],
        bad: &["Who asks must keep the question until the answer comes, or give up", "It is a call in disguise, and harder to follow"],
        revisit: "People wait for the answer. Then a plain call is honest.",
    },
    Row {
        value: Messaging::EventStreaming,
        slug: "event-streaming",
        name: "Event streaming",
        icon: "activity",
        title: "Events form a history that can be read again",
        marks: |_| vec![mark(4, "from the start"), mark(2, "by partition"), mark(0, "no"), mark(4, "yes"), mark(1, "offsets, partitions")],
        good: &["A new listener reads from the first event on", "A listener that made a mistake reads again"],
        bad: &[
            "What was once said can hardly be taken back: erasing a person takes a plan",
            "Order holds inside a partition only, so keys must be chosen well",
        ],
        revisit: "Nobody has read an old event for a year.",
    },
];
