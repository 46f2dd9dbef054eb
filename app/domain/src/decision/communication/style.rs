//! How services talk to each other: REST, gRPC inside, or events.

use crate::decision::{
    Theme,
    case::{Case, inside_calls, list},
    surgery::{add_link, drop_links, element},
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{ElementKind, Event, FieldType, Link, LinkKind},
    discovery::{
        Brief,
        brief::Communication,
        proposal::{
            place::{BROKER, event_id, resilience},
            verdict::{capital, words},
        },
    },
    ids::{ElementId, EventId, slugify},
    standing::Standing,
};

const REST: &str = "rest";
const GRPC: &str = "rest-grpc";
const EVENTS: &str = "events";
/// What a call becomes when it is an event: a request, and the answer to it.
const REQUESTED: &str = "-requested";
const DONE: &str = "-done";
/// Requests a second from which the cost of text and of new connections shows.
const BUSY_RPS: u64 = 1_000;
/// Answers faster than this leave no time for text on the way, in milliseconds.
const FAST_MS: u32 = 150;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "communication",
    subject: "Communication",
    theme: Theme::Communication,
    questions: &["communication", "peak-rps", "latency", "availability"],
    rules: &["COM103", "COM104", "COM105", "COM106"],
    about: |design| whole(!inside_calls(design).is_empty() || !exchanges(design).is_empty()),
    choice: |case| {
        let calls = inside_calls(case.design);
        let grpc = calls.iter().filter(|(_, link)| link.kind == LinkKind::Grpc).count();
        match () {
            // Single links may speak otherwise; what most of them do is the style.
            () if grpc * 2 > calls.len() => GRPC,
            () if !exchanges(case.design).is_empty() => EVENTS,
            () => REST,
        }
        .to_owned()
    },
    criteria,
    options,
    words: words_of,
    set: |design, brief, _, option| {
        if option == EVENTS {
            announce(design);
            return;
        }
        ask_again(design, brief);
        let kind = if option == GRPC { LinkKind::Grpc } else { LinkKind::Rest };
        let calls: Vec<_> = inside_calls(design).into_iter().map(|(id, _)| id.clone()).collect();
        for id in calls {
            if let Some(link) = design.links.get_mut(&id) {
                link.kind = kind;
            }
        }
    },
};

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let busy = case.brief.peak_rps >= BUSY_RPS || case.brief.latency_ms <= FAST_MS;
    let mut all = vec![
        criterion("Easy to follow and to try out", 2),
        criterion(format!("Fast at {} requests a second", crate::discovery::grouped(case.brief.peak_rps)), if busy { 4 } else { 1 }),
        criterion("Goes on while the other part is down", if case.brief.availability.percent() >= 99.95 { 4 } else { 1 }),
        criterion("An answer at once", 2),
    ];
    if case.brief.communication != Communication::Decide {
        all.push(criterion("The style you asked for", WISH_WEIGHT));
    }
    all
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let wished = |events: bool| match (case.brief.communication, events) {
        (Communication::Events, true) | (Communication::Request, false) => mark(4, "yes"),
        _ => mark(0, "no"),
    };
    let mut candidates = vec![
        Candidate::new(
            REST,
            "REST everywhere",
            "repeat",
            vec![mark(4, "curl is enough"), mark(1, "text"), mark(1, "no"), mark(4, "yes")],
            Standing::Realised,
        ),
        Candidate::new(
            GRPC,
            "REST at the edge, gRPC inside",
            "share-2",
            vec![mark(2, "with tools"), mark(4, "binary, one connection"), mark(1, "no"), mark(4, "yes")],
            LinkKind::Grpc.standing(),
        ),
        Candidate::new(
            EVENTS,
            "Events first",
            "radio",
            vec![mark(1, "by tracing"), mark(3, "nobody waits"), mark(4, "yes"), mark(0, "later")],
            Standing::Realised,
        ),
    ];
    if case.brief.communication != Communication::Decide {
        for candidate in &mut candidates {
            candidate.marks.push(wished(candidate.slug == EVENTS));
        }
    }
    candidates
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let pairs: Vec<(ElementId, ElementId)> = inside_calls(case.design)
        .into_iter()
        .map(|(_, link)| (link.from.clone(), link.to.clone()))
        .chain(exchanges(case.design).into_iter().map(|exchange| (exchange.asks, exchange.answers)))
        .collect();
    let named: Vec<String> = pairs.iter().map(|(from, to)| format!("{from} with {to}")).collect();
    let who = match pairs.len() {
        1 => "One pair of services talks".to_owned(),
        n => format!("{} pairs of services talk", capital(&words(n))),
    };
    let context = format!(
        "{who} to each other: {}. What people's browsers and other systems call stays REST.",
        list(named.iter().map(String::as_str))
    );
    let consequences = match chosen.slug.as_str() {
        GRPC => vec![
            good("Contracts are files that both sides are built from"),
            good("Less to send and one connection for many calls"),
            bad("Calls cannot be read or tried without tools"),
            bad("Load balancers must know HTTP/2"),
        ],
        EVENTS => vec![
            good("A part that is down delays work and loses none"),
            good("A new listener needs no change in the part it listens to"),
            bad("The answer comes later; screens must show “in progress”"),
            bad("What happened is seen in traces, not in one call"),
        ],
        _ => vec![
            good("Every call can be read, tried and cached"),
            good("Every language and every tool knows it"),
            bad("The caller waits, and fails with whom it asks"),
            bad("Contracts are kept by discipline and by tests"),
        ],
    };
    let mut elements: Vec<ElementId> = pairs.into_iter().flat_map(|(from, to)| [from, to]).collect();
    elements.sort();
    elements.dedup();
    Words {
        title: chosen.name.clone(),
        context,
        consequences,
        revisit_when: match chosen.slug.as_str() {
            EVENTS => "People wait for answers that take too long to come.",
            GRPC => "Somebody outside has to call what is now inside.",
            _ => "More time goes into calls than into work, or one failing part takes others with it.",
        }
        .to_owned(),
        elements,
    }
}

/// A call that was turned into two events.
struct Exchange {
    asks: ElementId,
    answers: ElementId,
    requested: EventId,
    done: EventId,
    operation: String,
}

fn exchanges(design: &Design) -> Vec<Exchange> {
    let end = |kind: LinkKind, event: &EventId| {
        design.links.values().find(|l| l.kind == kind && l.events.contains(event)).map(|l| l.from.clone())
    };
    design
        .events
        .keys()
        .filter_map(|requested| {
            let stem = requested.as_str().strip_suffix(REQUESTED)?;
            let done = EventId::new(format!("{stem}{DONE}")).ok().filter(|done| design.events.contains_key(done))?;
            let operation = stem.rsplit('.').next().unwrap_or(stem).replace('-', " ");
            Some(Exchange {
                asks: end(LinkKind::Publish, requested)?,
                answers: end(LinkKind::Publish, &done)?,
                requested: requested.clone(),
                done,
                operation: capital(&operation),
            })
        })
        .collect()
}

/// Turns every call inside into a request and an answer, both events.
fn announce(design: &mut Design) {
    let calls: Vec<Link> = inside_calls(design).into_iter().map(|(_, link)| link.clone()).collect();
    if calls.is_empty() {
        return;
    }
    let known = design.elements_of(ElementKind::Broker).next().map(|(id, _)| id.clone());
    let broker = match known {
        Some(id) => id,
        None => {
            let id = design.free_element_id(BROKER);
            design.elements.insert(id.clone(), element(ElementKind::Broker, "rabbitmq", "Carries the events between parts."));
            id
        }
    };
    for call in calls {
        let whom = call.to.as_str().strip_suffix("-service").unwrap_or(call.to.as_str());
        let what: String = slugify(&call.label, "request").chars().take(24).collect();
        let stem = format!("{whom}.{}", what.trim_end_matches('-'));
        let stem = (1..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") }).find(|s| !taken(design, s)).unwrap_or(stem);
        let fields: std::collections::BTreeMap<_, _> = [("request_id".to_owned(), FieldType::Uuid)].into();
        let (requested, done) = (event_id(&format!("{stem}{REQUESTED}")), event_id(&format!("{stem}{DONE}")));
        design.events.insert(
            requested.clone(),
            Event { description: format!("{} asks {}: {}.", call.from, call.to, call.label), fields: fields.clone() },
        );
        design.events.insert(done.clone(), Event { description: format!("{} answers {}: {}.", call.to, call.from, call.label), fields });
        carry(design, &call.from, &broker, LinkKind::Publish, &requested);
        carry(design, &call.to, &broker, LinkKind::Subscribe, &requested);
        carry(design, &call.to, &broker, LinkKind::Publish, &done);
        carry(design, &call.from, &broker, LinkKind::Subscribe, &done);
    }
    let gone: Vec<_> = inside_calls(design).into_iter().map(|(id, _)| id.clone()).collect();
    drop_links(design, |id, _| gone.contains(id));
}

fn taken(design: &Design, stem: &str) -> bool {
    design.events.contains_key(format!("{stem}{REQUESTED}").as_str())
}

/// Puts an event on the link of an element to the broker; makes the link when there is none.
fn carry(design: &mut Design, part: &ElementId, broker: &ElementId, kind: LinkKind, event: &EventId) {
    if let Some(link) = design.links.values_mut().find(|l| l.from == *part && l.to == *broker && l.kind == kind) {
        link.events.push(event.clone());
        return;
    }
    let mut link = Link::new(part.clone(), broker.clone(), kind);
    link.events.push(event.clone());
    match kind {
        LinkKind::Publish => link.outbox = true,
        _ => {
            link.dead_letter = true;
            link.idempotent = true;
            link.retries = Some(5);
        }
    }
    add_link(design, link);
}

/// Turns requests and answers back into calls.
fn ask_again(design: &mut Design, brief: &Brief) {
    for exchange in exchanges(design) {
        for link in design.links.values_mut() {
            link.events.retain(|event| *event != exchange.requested && *event != exchange.done);
        }
        design.events.remove(&exchange.requested);
        design.events.remove(&exchange.done);
        let mut call = Link::new(exchange.asks, exchange.answers, LinkKind::Rest).labelled(exchange.operation);
        call.critical = true;
        call.idempotent = true;
        call.fallback = Some("refuse with a clear error and leave nothing half done".to_owned());
        add_link(design, call);
    }
    drop_links(design, |_, link| link.kind.is_event() && link.events.is_empty());
    let idle: Vec<_> =
        design.elements_of(ElementKind::Broker).filter(|(id, _)| design.links_at(id).next().is_none()).map(|(id, _)| id.clone()).collect();
    idle.iter().for_each(|id| crate::decision::surgery::drop_element(design, id));
    resilience::harden(design, brief.latency_ms);
}
