//! How far a part protects itself from those it calls.

use crate::decision::{
    Theme,
    case::Case,
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    Design,
    design::{ElementKind, Link, LinkKind, Resilience},
    discovery::{
        Brief,
        brief::Operations,
        proposal::{
            place::resilience::harden,
            verdict::{capital, plural},
        },
    },
    ids::ElementId,
};
use std::collections::BTreeSet;

/// Requests a second from which one slow part can tie up all of a caller's hands.
const BUSY_RPS: u64 = 5_000;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "resilience",
    subject: "Resilience",
    theme: Theme::Communication,
    questions: &["availability", "peak-rps", "latency", "operations"],
    rules: &["REL101", "REL102", "REL103", "REL104", "REL105", "REL106"],
    about: |design| whole(design.links.values().any(|link| link.kind.is_call())),
    choice: |case| slug_of(ROWS, &case.design.platform.resilience),
    criteria,
    options: |case| candidates(ROWS, case, Resilience::standing),
    words: |case, chosen| {
        let calls: Vec<_> = case.design.links.values().filter(|link| link.kind.is_call()).collect();
        let outside = calls.iter().filter(|link| link.kind == LinkKind::Uses).count();
        let context = format!(
            "{} between parts, {} of them to systems of others. Each can be slow, fail, or fail for everybody at once.",
            capital(&plural(calls.len() as u64, "call")),
            match outside {
                0 => "none".to_owned(),
                n => crate::discovery::proposal::verdict::words(n),
            }
        );
        let callers: BTreeSet<ElementId> = calls.iter().map(|link| link.from.clone()).collect();
        words(ROWS, chosen, context, callers.into_iter().collect())
    },
    set: |design, brief, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            set(design, brief, value);
        }
    },
};

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let percent = case.brief.availability.percent();
    let busy = case.brief.peak_rps >= BUSY_RPS || percent >= 99.99;
    let asks = |link: &Link| {
        case.design
            .elements
            .get(&link.from)
            .is_some_and(|e| e.kind.has_code() && e.kind != ElementKind::Frontend || e.kind == ElementKind::Gateway)
    };
    // Of a single part there is nothing to leave in peace, unless what asks it piles up requests meanwhile.
    let several = case.parts().len() > 1;
    let inside = case
        .design
        .links
        .values()
        .any(|link| link.kind.is_call() && link.kind != LinkKind::Uses && asks(link) && (several || link.critical));
    let leans = case.design.links.values().any(|link| link.kind == LinkKind::Uses && link.critical);
    let peace = match (inside, leans) {
        (true, _) => 4,
        (false, true) => 2,
        // Nobody's work depends on it.
        (false, false) => 0,
    };
    vec![
        criterion("Nobody waits for ever", 3),
        criterion("A short fault is not seen", if percent <= 99.0 { 1 } else { 3 }),
        criterion("A broken part is left in peace", peace),
        criterion("One slow part cannot stop the rest", if busy { 8 } else { 1 }),
        criterion("Little to understand", if case.brief.operations == Operations::Nobody { 4 } else { 3 }),
    ]
}

/// Writes the level down, and into every call. Time-outs stay unless repetitions come in, which need longer ones.
fn set(design: &mut Design, brief: &Brief, level: Resilience) {
    let before = design.platform.resilience;
    design.platform.resilience = level;
    let mut again = false;
    for link in design.links.values_mut().filter(|link| link.kind.is_call()) {
        if level < Resilience::Retries {
            link.retries = None;
        } else if before < Resilience::Retries {
            link.timeout_ms = None;
            again = true;
        }
        link.circuit_breaker = level >= Resilience::Breakers;
    }
    if again {
        harden(design, brief.latency_ms);
    }
}

const ROWS: &[Row<Resilience>] = &[
    Row {
        value: Resilience::Timeouts,
        slug: "timeouts",
        name: "Time-outs",
        icon: "clock",
        title: "Every call has a time-out, and no more",
        marks: |_| {
            vec![
                mark(4, "a limit each"),
                mark(0, "it is seen"),
                mark(0, "asked again and again"),
                mark(1, "for a while"),
                mark(4, "one number"),
            ]
        },
        good: &["Nobody waits for ever, and what happens is easy to follow"],
        bad: &["Every short fault reaches people", "A part that is down is asked until it falls over again"],
        revisit: "People see faults that would have been gone a second later.",
    },
    Row {
        value: Resilience::Retries,
        slug: "retries",
        name: "Time-outs and retries",
        icon: "rotate-ccw",
        title: "What may be repeated is repeated once, after a pause",
        marks: |_| {
            vec![
                mark(4, "a limit each"),
                mark(4, "asked once more"),
                mark(0, "asked even more"),
                mark(1, "for a while"),
                mark(3, "two numbers"),
            ]
        },
        good: &[
            "A short fault is not seen: one more try, later and at random",
            "Only calls that may be sent twice are repeated, and only the last of a chain",
        ],
        bad: &["When a part is really down, repeating doubles its load", "Callers in front must wait longer"],
        revisit: "Repeating made a fault worse.",
    },
    Row {
        value: Resilience::Breakers,
        slug: "breakers",
        name: "Time-outs, retries and circuit breakers",
        icon: "shield-check",
        title: "Breakers leave a broken part in peace",
        marks: |_| {
            vec![
                mark(4, "a limit each"),
                mark(4, "asked once more"),
                mark(4, "after a few failures"),
                mark(2, "once it is open"),
                mark(2, "open, half-open, closed"),
            ]
        },
        good: &[
            "A part that fails is not asked for a while, and can come back",
            "The caller answers at once with what it has: a fallback for each call",
            "A short fault is not seen: one more try, later and at random",
        ],
        bad: &[
            "Limits must be set from what is measured, not from a table",
            "Each fallback is code that must be tried out before it is needed",
        ],
        revisit: "A breaker opened while all was well, or stayed closed while nothing was.",
    },
    Row {
        value: Resilience::Bulkheads,
        slug: "bulkheads",
        name: "All of these, and bulkheads",
        icon: "boxes",
        title: "Bulkheads keep one slow part from stopping the rest",
        marks: |_| {
            vec![
                mark(4, "a limit each"),
                mark(4, "asked once more"),
                mark(4, "after a few failures"),
                mark(4, "a share each"),
                mark(0, "pools to size"),
            ]
        },
        good: &[
            "Each part called has its own share of connections: one that is slow uses up no other's",
            "A part that fails is not asked for a while, and can come back",
        ],
        bad: &["Shares that are too small refuse work that could be done", "Every new call needs its share, and load changes them all"],
        revisit: "Calls are refused while machines are idle.",
    },
];
