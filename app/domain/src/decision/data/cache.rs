//! Whether a cache stands in front of the busiest store, and how it is filled.

use crate::decision::{
    Theme,
    case::{Case, capability_of, contexts_of, load_percent},
    surgery::{add_link, drop_element, drop_links, element},
    topic::{Candidate, Criterion, Topic, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{Caching, ElementKind, Link, LinkKind},
    discovery::grouped,
    ids::ElementId,
    standing::Standing,
};
use std::collections::BTreeSet;

const REDIS: &str = "redis";
const NONE: &str = "none";
/// How a cache is filled, and its option; the first has the name of what it was called before there were others.
const WAYS: [(Caching, &str, &str); 3] = [
    (Caching::Aside, REDIS, "Redis, cache-aside"),
    (Caching::WriteThrough, "write-through", "Redis, write-through"),
    (Caching::WriteBehind, "write-behind", "Redis, write-behind"),
];
/// Writes a second of one part from which its database is glad to get them gathered.
const BUSY_WRITES: u64 = 2_000;
/// Reads a second of one part from which its database is glad of help. A common database on a small machine answers several
/// hundred simple queries a second, and a request makes a few.
const BUSY_READS: u64 = 100;
/// Reads for every write from which most answers are still right when they are asked for again.
const MOSTLY_READ: u32 = 10;
/// Answers faster than this are hard to give from a disk under load, in milliseconds.
const FAST_MS: u32 = 150;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "cache",
    subject: "Cache",
    theme: Theme::Data,
    questions: &["peak-rps", "latency", "capabilities", "budget"],
    rules: &["REL102"],
    about: |design| whole(reader(design).is_some()),
    choice: |case| {
        let cached = case.design.links.values().any(|link| link.kind == LinkKind::Caches);
        let way = WAYS.into_iter().find(|(way, ..)| *way == case.design.platform.caching);
        way.filter(|_| cached).map_or(NONE, |(_, slug, _)| slug).to_owned()
    },
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| match WAYS.into_iter().find(|(_, slug, _)| *slug == option) {
        Some((way, ..)) => {
            design.platform.caching = way;
            if !design.links.values().any(|link| link.kind == LinkKind::Caches) {
                add(design);
            }
        }
        None => {
            design.platform.caching = Caching::default();
            remove(design);
        }
    },
};

/// The busiest service that keeps data: it would get the cache.
fn reader(design: &Design) -> Option<ElementId> {
    let owners: BTreeSet<&ElementId> = design.links.values().filter(|link| link.kind == LinkKind::Owns).map(|link| &link.from).collect();
    let services = design.elements_of(ElementKind::Service).filter(|(id, _)| owners.contains(id));
    services.max_by_key(|(id, e)| (load_percent(design, e), std::cmp::Reverse((*id).clone()))).map(|(id, _)| id.clone())
}

/// Of the part that would get it, at the peak.
#[derive(Default)]
struct Load {
    reads_per_second: u64,
    writes_per_second: u64,
    /// Zero where it is hardly read at all.
    reads_per_write: u32,
}

fn load(case: &Case<'_>) -> Load {
    let all: u32 = case.parts().iter().filter_map(|id| case.design.elements.get(*id)).map(|e| load_percent(case.design, e)).sum();
    let Some(element) = reader(case.design).and_then(|id| case.design.elements.get(&id)) else { return Load::default() };
    let requests = case.requests_per_second() * u64::from(load_percent(case.design, element)) / u64::from(all.max(1));
    let busiest = contexts_of(element).filter_map(|c| capability_of(case.design, c)).max_by_key(|c| c.load_percent);
    let reads_per_write = busiest.map_or(5, |c| c.reads_per_write);
    let writes_per_second = requests / u64::from(reads_per_write + 1);
    Load { reads_per_second: requests - writes_per_second, writes_per_second, reads_per_write }
}

/// What is old there is sold twice or charged wrongly, however seldom it changes.
const STALE_HURTS: [&str; 3] = ["pricing", "inventory", "feature-flags"];

/// The part that would get it keeps something that must not be shown as it was a moment ago.
fn stale_hurts(case: &Case<'_>) -> bool {
    let element = reader(case.design).and_then(|id| case.design.elements.get(&id));
    element.into_iter().flat_map(contexts_of).filter_map(|c| capability_of(case.design, c)).any(|c| STALE_HURTS.contains(&c.slug))
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let Load { reads_per_second: reads, writes_per_second: writes, reads_per_write: ratio } = load(case);
    let pays = reads >= BUSY_READS && ratio >= MOSTLY_READ;
    vec![
        criterion(format!("Takes {} reads a second off the database", grouped(reads)), if pays { 4 } else { 1 }),
        criterion(
            format!("Answers in {} ms", grouped(u64::from(case.brief.latency_ms))),
            if case.brief.latency_ms <= FAST_MS { 3 } else { 1 },
        ),
        criterion("Always shows the newest", if stale_hurts(case) { 6 } else { 1 + u32::from(ratio < MOSTLY_READ) }),
        criterion("Nothing more to run", 2),
        criterion("Takes writes off the database", if writes >= BUSY_WRITES { 6 } else { 0 }),
        criterion("Loses nothing", if writes >= BUSY_WRITES { 1 } else { 3 }),
    ]
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let helps = if load(case).reads_per_write >= MOSTLY_READ { mark(4, "most of them") } else { mark(2, "some") };
    let none = vec![mark(1, "none"), mark(2, "mostly"), mark(4, "yes"), mark(4, "nothing"), mark(0, "no"), mark(4, "nothing")];
    let mut all = vec![Candidate::new(NONE, "No cache yet", "circle-x", none, Standing::Realised)];
    let icon = crate::catalog::find(REDIS).map_or("", |t| t.icon);
    all.extend(WAYS.into_iter().map(|(way, slug, name)| {
        let (newest, run, writes, loses) = match way {
            Caching::Aside => (mark(2, "a moment later"), mark(2, "one more"), mark(0, "no"), mark(4, "nothing")),
            Caching::WriteThrough => (mark(3, "written with it"), mark(0, "one more, on every write"), mark(0, "no"), mark(4, "nothing")),
            Caching::WriteBehind => {
                (mark(4, "written first"), mark(1, "one more, and a writer"), mark(4, "gathered"), mark(0, "what is not written yet"))
            }
        };
        Candidate::new(slug, name, icon, vec![helps.clone(), mark(4, "yes"), newest, run, writes, loses], way.standing())
    }));
    all
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let Load { reads_per_second: reads, writes_per_second: writes, .. } = load(case);
    let cached: Vec<ElementId> = case
        .design
        .links
        .values()
        .filter(|link| link.kind == LinkKind::Caches)
        .flat_map(|link| [link.from.clone(), link.to.clone()])
        .collect();
    let who = cached.first().cloned().or_else(|| reader(case.design));
    let name = who.as_ref().map_or("the busiest part", ElementId::as_str);
    let context = if case.is_asked() {
        format!("{name} gets about {} reads and {} writes a second at peak.", grouped(reads), grouped(writes))
    } else {
        format!("{name} is asked more often than any other part that keeps data.")
    };
    let (title, consequences, revisit) = if chosen.slug == NONE {
        (
            "No cache for now".to_owned(),
            vec![
                good("What people see is always what is stored"),
                good("One thing less to run and to understand"),
                bad("Every read reaches the database"),
            ],
            format!("{name} gets more than {BUSY_READS} reads a second, or answers take too long."),
        )
    } else if chosen.slug == "write-through" {
        (
            format!("Redis in front of {name}, written with every change"),
            vec![
                good("What is in it is always what is stored"),
                good("Most reads never reach the database"),
                bad("Every write waits for two stores, and much of what is kept is never asked for"),
                bad("What happens when only one of the two took the write must be decided"),
            ],
            "Writes take too long, or most of what is kept is never read.".to_owned(),
        )
    } else if chosen.slug == "write-behind" {
        (
            format!("Redis takes the writes of {name}, the database follows"),
            vec![
                good("Writes are gathered: the database sees a few large ones"),
                good("Answers at once, whatever the database is doing"),
                bad("What was not written yet is lost when it falls; only for data that may be lost"),
                bad("Whoever reads the database sees the past"),
            ],
            "Something was lost that somebody missed.".to_owned(),
        )
    } else {
        (
            format!("Redis in front of {name}"),
            vec![
                good("Most reads never reach the database"),
                good("Without it everything still works, only slower"),
                bad("For a moment people may see what was true before"),
                bad("When it is lost, all reads reach the database at once"),
            ],
            "Fewer than half of the reads are found in it.".to_owned(),
        )
    };
    let elements = if cached.is_empty() { who.into_iter().collect() } else { cached };
    Words { title, context, consequences, revisit_when: revisit, elements }
}

fn add(design: &mut Design) {
    let Some(reader) = reader(design) else { return };
    let mut cache = element(ElementKind::Datastore, REDIS, "Keeps answers for a while. May be lost at any time.");
    cache.context = design.elements.get(&reader).and_then(|e| e.context.clone());
    cache.encrypted = crate::decision::surgery::owned(design)
        .iter()
        .any(|(owner, store)| *owner == reader && design.elements.get(store).is_some_and(|e| e.encrypted));
    let id = design.free_element_id("cache");
    design.elements.insert(id.clone(), cache);
    let mut link = Link::new(reader, id, LinkKind::Caches);
    link.fallback = Some("read from the database".to_owned());
    add_link(design, link);
}

fn remove(design: &mut Design) {
    let caches: Vec<ElementId> = design.links.values().filter(|link| link.kind == LinkKind::Caches).map(|link| link.to.clone()).collect();
    drop_links(design, |_, link| link.kind == LinkKind::Caches);
    for id in caches {
        // Somebody may use the same store for more than that.
        if design.links_at(&id).next().is_none() {
            drop_element(design, &id);
        }
    }
}
