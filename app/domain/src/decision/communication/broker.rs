//! What carries the events.

use crate::decision::{
    Mark, Theme,
    case::{Case, capability_of, contexts_of, list},
    surgery::replace_technology,
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    analysis::{self, FLOOD_PER_SECOND},
    design::{Cloud, ElementKind, LinkKind, ManagedBroker, Target},
    discovery::{
        brief::{Budget, Operations},
        grouped,
        proposal::verdict::{capital, words},
    },
    ids::{ElementId, EventId},
};
use std::collections::BTreeSet;

/// Those that run in a container, the plainest first.
const OPTIONS: [&str; 4] = ["rabbitmq", "kafka", "nats", "redis"];
/// Those that a cloud runs, and their slugs.
const MANAGED: [(ManagedBroker, &str); 3] =
    [(ManagedBroker::PubSub, "pubsub"), (ManagedBroker::SqsSns, "sqs-sns"), (ManagedBroker::ServiceBus, "service-bus")];
/// Messages a second one RabbitMQ queue set carries without thought. Durable queues on common disks do several times that.
const RABBIT_RATE: u64 = 5_000;
/// Messages a second a Redis stream on one core carries without thought.
const REDIS_RATE: u64 = 10_000;
/// Messages a second a NATS stream, which one leader keeps on disk, carries without thought.
const NATS_RATE: u64 = 20_000;
/// How many times the easy rate a broker still carries with care.
const WITH_CARE: u64 = 4;
/// Before why a wish is not followed, in the mark of the one that was asked for.
pub(crate) const ASKED_FOR_BUT: &str = "yes, and it ";
/// Consumers that learn from history, so that a new one wants yesterday's events.
const HISTORIANS: [&str; 3] = ["analytics", "recommendations", "audit"];

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "broker",
    subject: "Message broker",
    theme: Theme::Communication,
    questions: &["broker", "peak-rps", "budget", "engineers", "skills", "operations"],
    rules: &["COM107", "COM108", "REL107", "REL108"],
    about: |design| whole(!brokers(design).is_empty()),
    choice: |case| {
        if let Some((_, slug)) = MANAGED.into_iter().find(|(managed, _)| *managed == case.design.platform.managed_broker) {
            return slug.to_owned();
        }
        let first = brokers(case.design).first().and_then(|id| case.design.elements.get(id));
        first.and_then(|e| e.technology.as_ref()).map(ToString::to_string).unwrap_or_default()
    },
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        // What is drawn stays: it stands in for the cloud's broker wherever that cannot be had.
        if let Some((managed, _)) = MANAGED.into_iter().find(|(_, slug)| *slug == option) {
            design.platform.managed_broker = managed;
            return;
        }
        design.platform.managed_broker = ManagedBroker::None;
        for id in brokers(design) {
            if let Some(broker) = design.elements.get_mut(&id) {
                replace_technology(broker, option);
            }
        }
    },
};

fn brokers(design: &Design) -> Vec<ElementId> {
    design.elements_of(ElementKind::Broker).map(|(id, _)| id.clone()).collect()
}

fn consumers(design: &Design) -> BTreeSet<&ElementId> {
    design.links.values().filter(|link| link.kind == LinkKind::Subscribe).map(|link| &link.from).collect()
}

/// Consumers that want events from before they were there.
fn historians<'a>(case: &Case<'a>) -> Vec<&'a str> {
    let mut all: Vec<&str> = case
        .design
        .links
        .values()
        .filter(|link| link.kind == LinkKind::Subscribe)
        .filter(|link| {
            let element = case.design.elements.get(&link.from);
            element.is_some_and(|e| contexts_of(e).filter_map(|c| capability_of(case.design, c)).any(|c| HISTORIANS.contains(&c.slug)))
        })
        .map(|link| link.from.as_str())
        .collect();
    all.dedup();
    all
}

/// How much it counts that a broker carries the load: past what care can do for the plain ones, more than everything else together.
fn carrying(rate: u64) -> u32 {
    match rate {
        0..=RABBIT_RATE => 2,
        r if r <= FLOOD_PER_SECOND => 5,
        _ => 24,
    }
}

/// How much it counts that what was said is kept: a flood that nobody can ask for again has to be read again after a mistake.
fn keeping(rate: u64) -> u32 {
    if rate > FLOOD_PER_SECOND { 8 } else { u32::from(rate > RABBIT_RATE) }
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let rate = case.messages_per_second();
    let replay = historians(case).len() as u32;
    let small = case.parts().len() <= 3 || case.brief.budget <= Budget::Under250;
    let mut all = vec![
        criterion(format!("Carries {} messages a second", grouped(rate)), carrying(rate)),
        criterion("Sorts messages by kind", if case.design.events.len() > 3 { 3 } else { 1 }),
        criterion("Puts aside what fails", if consumers(case.design).len() > 1 { 2 } else { 1 }),
        criterion("Replays old events", (replay * 2).min(6).max(keeping(rate))),
        criterion("Easy to run", if case.brief.operations == Operations::OnCall { 2 } else { 3 }),
        criterion("Small and cheap", if small { 3 } else { 0 }),
        criterion("Known to the team", 2),
        criterion("At home where the rest runs", 3),
    ];
    all.extend(case.brief.asked_broker.map(|_| criterion("The one you asked for", WISH_WEIGHT)));
    all
}

/// The mark of the one that was asked for: a wish is followed where that one carries the load and runs where the rest does.
fn wished(case: &Case<'_>, candidate: &Candidate) -> Mark {
    match &candidate.marks[..] {
        _ if case.brief.asked_broker != Some(candidate.slug.as_str()) => mark(0, "no"),
        [carries, ..] if carries.bars == 0 => mark(0, format!("{ASKED_FOR_BUT}does not carry this load")),
        [.., home] if home.bars == 0 => mark(0, format!("{ASKED_FOR_BUT}belongs to another cloud")),
        _ => mark(4, "yes"),
    }
}

/// The broker of the cloud that the target belongs to.
fn of_the_cloud(case: &Case<'_>) -> ManagedBroker {
    match case.design.platform.cloud() {
        Some(Cloud::Aws) => ManagedBroker::SqsSns,
        Some(Cloud::Google) => ManagedBroker::PubSub,
        Some(Cloud::Azure) => ManagedBroker::ServiceBus,
        None => ManagedBroker::None,
    }
}

/// Those of a cloud, marked.
fn managed(case: &Case<'_>) -> impl Iterator<Item = Candidate> {
    let home = of_the_cloud(case);
    let unknown = if case.brief.skills.is_empty() { mark(2, "not known") } else { mark(1, "nobody said") };
    MANAGED.into_iter().map(move |(managed, slug)| {
        let (sorts, replays) = match managed {
            ManagedBroker::PubSub => (mark(3, "topics and filters"), mark(2, "seven days")),
            ManagedBroker::SqsSns => (mark(3, "topics and filters"), mark(0, "no")),
            _ => (mark(4, "topics and rules"), mark(0, "no")),
        };
        let at_home = if managed == home { mark(4, "part of it") } else { mark(0, "another cloud") };
        let marks = vec![
            mark(4, "grows by itself"),
            sorts,
            mark(4, "dead-letter queues"),
            replays,
            mark(4, "run by the cloud"),
            mark(2, "paid by the message"),
            unknown.clone(),
            at_home,
        ];
        Candidate::new(slug, managed.label(), "cloud", marks, managed.standing())
    })
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let rate = case.messages_per_second();
    let carries = |limit: u64| match rate {
        r if r <= limit => mark(4, "easily"),
        r if r <= limit * WITH_CARE => mark(2, "with care"),
        _ => mark(0, "no"),
    };
    OPTIONS
        .iter()
        .map(|slug| {
            let known = case.known(if *slug == "redis" { "docker" } else { slug });
            let at_home = match case.design.platform.target {
                Target::Compose | Target::Swarm | Target::Kubernetes => mark(4, "a container"),
                _ => mark(1, "wants a disk of its own"),
            };
            let mut marks = match *slug {
                "rabbitmq" => vec![
                    carries(RABBIT_RATE),
                    mark(4, "topic exchange"),
                    mark(4, "dead-letter queues"),
                    mark(1, "no"),
                    mark(3, "queues to watch"),
                    mark(2, "half a GB"),
                    known,
                ],
                "kafka" => vec![
                    mark(4, "easily"),
                    mark(2, "by topic only"),
                    mark(2, "a topic by hand"),
                    mark(4, "from the start"),
                    mark(1, "cluster, tuning"),
                    mark(0, "a GB and more"),
                    known,
                ],
                "nats" => {
                    let marks = vec![
                        carries(NATS_RATE),
                        mark(3, "subjects"),
                        mark(2, "by hand"),
                        mark(2, "while they are kept"),
                        mark(4, "one program"),
                        mark(4, "very small"),
                    ];
                    let known = mark(1, if case.brief.skills.is_empty() { "few know it" } else { "nobody" });
                    marks.into_iter().chain([known]).collect()
                }
                _ => vec![
                    carries(REDIS_RATE),
                    mark(1, "by stream only"),
                    mark(1, "code of yours"),
                    mark(1, "while memory lasts"),
                    mark(4, "one program"),
                    mark(4, "very small"),
                    mark(3, "many know it"),
                ],
            };
            marks.push(at_home);
            Candidate::technology(slug, ElementKind::Broker, marks)
        })
        .chain(managed(case))
        .map(|mut candidate| {
            if case.brief.asked_broker.is_some() {
                candidate.marks.push(wished(case, &candidate));
            }
            candidate
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let publishes = || case.design.links.values().filter(|link| link.kind == LinkKind::Publish && !link.events.is_empty());
    let publishers: BTreeSet<&ElementId> = publishes().map(|link| &link.from).collect();
    let events: BTreeSet<&EventId> = publishes().flat_map(|link| &link.events).collect();
    let consumers = consumers(case.design);
    let historians = historians(case);
    let rate = case.messages_per_second();
    let n = publishers.len();
    let context = format!(
        "{} {} facts that others act on: {}. {}{}",
        if n == 1 { "One part".to_owned() } else { format!("{} parts", capital(&words(n))) },
        if n == 1 { "announces" } else { "announce" },
        list(events.iter().map(|event| event.as_str())),
        if case.is_asked() { format!("At peak that is about {} messages a second. ", grouped(rate)) } else { String::new() },
        if historians.is_empty() {
            "Nobody needs last month's events again.".to_owned()
        } else {
            format!("{} would like to hear old events again.", capital(&list(historians.iter().copied())))
        },
    );
    let consequences = match chosen.slug.as_str() {
        "kafka" => vec![
            good("Events are kept; a new consumer reads them from the start"),
            if rate <= FLOOD_PER_SECOND {
                good("Carries far more than is needed here")
            } else {
                good(format!("Carries this in {} partitions, and more with more of them", analysis::partitions_for(rate)))
            },
            bad("Partitions, offsets and retention have to be understood"),
            bad("The largest thing to run in this design"),
        ],
        "nats" => vec![
            good("One small program with streams and acknowledgements"),
            good("Old events can be read again while they are kept"),
            bad("Fewer people know it, and fewer tools do"),
            bad("Dead letters are built from advisories, by hand"),
        ],
        "pubsub" | "sqs-sns" | "service-bus" => vec![
            good("Nothing of yours to run, to patch or to size"),
            good("Dead letters and alarms come with it"),
            bad("Each message costs a little, and moving to another cloud means other code"),
            bad("On a laptop a stand-in runs, which behaves a little differently"),
        ],
        "redis" => vec![
            good("One small program, perhaps one you run already"),
            good("Consumer groups share work, and take over from each other"),
            bad("Streams lie in memory; what is not trimmed fills it"),
            bad("Dead letters are code of yours"),
        ],
        _ => vec![
            good("Parts stay up when a consumer is down; work waits in its queue"),
            good("Dead-letter queues catch what cannot be handled"),
            bad("No replay: a new consumer starts from today"),
            bad("One more thing to patch and to watch"),
        ],
    };
    let revisit = match chosen.slug.as_str() {
        "kafka" => "Nobody reads old events any more. Then something smaller is enough.".to_owned(),
        "pubsub" | "sqs-sns" | "service-bus" => {
            "The bill for messages passes that of a machine, or parts move to another cloud.".to_owned()
        }
        "rabbitmq" => format!("A consumer needs history, or peak passes {} messages a second.", grouped(RABBIT_RATE)),
        "redis" => format!("Messages must survive a full memory, or peak passes {} a second.", grouped(REDIS_RATE)),
        _ => "The team misses tools that other brokers have.".to_owned(),
    };
    let mut elements = brokers(case.design);
    elements.extend(publishers.union(&consumers).map(|id| (*id).clone()));
    let streams = if chosen.slug == "redis" { " Streams" } else { "" };
    let carries = if ["redis", "sqs-sns"].contains(&chosen.slug.as_str()) { "carry" } else { "carries" };
    Words { title: format!("{}{streams} {carries} the events", chosen.name), context, consequences, revisit_when: revisit, elements }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::{Answer, Brief, questions},
        ids::QuestionId,
    };

    #[test]
    fn every_broker_can_be_asked_for() {
        let asked: Vec<&str> = questions::find("broker").unwrap().choices().iter().map(|choice| choice.slug).collect();
        let offered: Vec<&str> = ["decide"].into_iter().chain(OPTIONS).chain(MANAGED.map(|(_, slug)| slug)).collect();
        assert_eq!(asked, offered);
        for slug in &offered[1..] {
            let answers = [(QuestionId::new("broker").unwrap(), Answer::text(*slug))].into();
            assert_eq!(Brief::read(&answers).asked_broker, Some(*slug));
        }
    }
}
