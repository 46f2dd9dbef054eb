//! The technology of a notable data store: rows, documents, series, keys, search or files.

use crate::decision::{
    Mark, Theme,
    case::{Case, capability_of, contexts_of, list},
    surgery::replace_technology,
    topic::{About, Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark},
};
use crate::{
    Design,
    design::{Element, ElementKind, LinkKind, Subdomain},
    discovery::{
        brief::{DatabasePreference, Volume},
        capability::Shape,
        proposal::verdict::plural,
    },
    ids::ElementId,
    standing::{Absence, Standing},
};
use std::collections::BTreeSet;

/// Stores that get a record of their own; more would repeat each other.
const MOST: usize = 8;
/// Requests a second from which values by key are better kept in memory.
const BUSY_RPS: u64 = 5_000;
/// Rows, rows, documents, then what is made for one kind of question: series, keys, search, files.
const OPTIONS: [&str; 7] = ["postgresql", "mysql", "mongodb", "timescaledb", "redis", "elasticsearch", "seaweedfs"];

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "store",
    subject: "Store",
    theme: Theme::Data,
    questions: &["database", "skills", "capabilities"],
    rules: &["DATA003", "DATA004"],
    about,
    choice: |case| element(case).and_then(|e| e.technology.as_ref()).map(ToString::to_string).unwrap_or_default(),
    criteria: |case| {
        // What is searched is a copy: it fits or it does not, and nothing in it changes together.
        let (fits, weight, together) = match shape(case) {
            Shape::Search => ("text and figures to search", 8, 1),
            Shape::Documents => ("records read whole", 3, 2),
            Shape::KeyValue => ("values by key", if case.brief.peak_rps >= BUSY_RPS { 6 } else { 3 }, 2),
            Shape::TimeSeries => ("measurements by time", if case.brief.volume >= Volume::Large { 6 } else { 3 }, 2),
            _ => ("rows that refer to each other", 3, 2),
        };
        let mut all: Vec<Criterion> = vec![
            criterion(format!("Fits {fits}"), weight),
            criterion("Changes several records at once", together),
            criterion("Known to the team", 2),
            criterion("Easy to run", 1),
        ];
        if preferred(case) {
            all.push(criterion("Your preference", WISH_WEIGHT));
        }
        all
    },
    options,
    words: words_of,
    set: |design, _, about, option| {
        if let Some(element) = about.element().and_then(|id| design.elements.get_mut(id)) {
            replace_technology(element, option);
        }
    },
};

/// A part's records are rows or documents, even where they are about files: the files themselves lie in an object store that the
/// proposal draws beside the part.
const FILES_ONLY: &str =
    "Groundplan proposes it to nobody as the store of a part's records: it keeps files, and what is known of them lies elsewhere";
/// Why a store is not proposed that the generated code keeps no records in.
const IN_MEMORY: &str = "Groundplan proposes it to nobody yet: the generated code would keep the records in memory";

/// A preference counts, but for what is searched.
fn preferred(case: &Case<'_>) -> bool {
    case.brief.database != DatabasePreference::Decide && !matches!(shape(case), Shape::Search | Shape::TimeSeries)
}

/// The owned stores, those of core contexts first, but listed in the Design's order.
fn about(design: &Design) -> Vec<About> {
    let owned: BTreeSet<&ElementId> = design.links.values().filter(|link| link.kind == LinkKind::Owns).map(|link| &link.to).collect();
    let one_of_ours = |e: &Element| e.technology.as_ref().is_some_and(|t| OPTIONS.contains(&t.as_str()));
    let mut stores: Vec<_> = design.elements_of(ElementKind::Datastore).filter(|(id, e)| one_of_ours(e) && owned.contains(id)).collect();
    let core = |e: &Element| e.context.as_ref().and_then(|c| design.contexts.get(c)).is_some_and(|c| c.subdomain == Subdomain::Core);
    stores.sort_by_key(|(_, e)| !core(e));
    let mut ids: Vec<_> = stores.into_iter().take(MOST).map(|(id, _)| id.clone()).collect();
    ids.sort();
    ids.into_iter().map(About::Element).collect()
}

fn element<'a>(case: &Case<'a>) -> Option<&'a Element> {
    case.design.elements.get(case.about.element()?)
}

fn owner<'a>(case: &Case<'a>) -> Option<(&'a ElementId, &'a Element)> {
    let store = case.about.element()?;
    let link = case.design.links.values().find(|link| link.to == *store && link.kind == LinkKind::Owns)?;
    Some((&link.from, case.design.elements.get(&link.from)?))
}

/// The shape of the only context's data; rows where several contexts share the store.
fn shape(case: &Case<'_>) -> Shape {
    let Some((_, owner)) = owner(case) else { return Shape::Relational };
    let mut contexts = contexts_of(owner);
    match (contexts.next(), contexts.next()) {
        (Some(only), None) => capability_of(case.design, only).map_or(Shape::Relational, |c| c.shape),
        _ => Shape::Relational,
    }
}

/// How well each store fits data of a shape.
fn fits(slug: &str, shape: Shape) -> Mark {
    match (slug, shape) {
        ("mongodb", Shape::Documents) | ("elasticsearch", Shape::Search) => mark(4, "made for it"),
        ("postgresql", Shape::Documents) => mark(2, "JSON columns"),
        ("postgresql" | "timescaledb", Shape::Search) => mark(2, "full text"),
        ("mongodb", Shape::Search) => mark(1, "a text index"),
        ("elasticsearch", _) => mark(1, "a copy to search in"),
        ("redis", Shape::KeyValue) | ("timescaledb", Shape::TimeSeries) => mark(4, "made for it"),
        ("redis", Shape::TimeSeries) => mark(1, "while memory lasts"),
        ("redis", _) => mark(0, "by key only"),
        ("postgresql", Shape::TimeSeries) => mark(2, "partitions by hand"),
        ("postgresql" | "mysql" | "mongodb" | "timescaledb", Shape::KeyValue) => mark(3, "a table with a key"),
        ("mysql", Shape::TimeSeries) => mark(1, "partitions by hand"),
        ("mongodb", Shape::TimeSeries) => mark(3, "series collections"),
        ("seaweedfs", Shape::Documents) => mark(1, "files by name"),
        ("seaweedfs", _) => mark(0, "files by name"),
        ("postgresql", _) => mark(4, "made for it"),
        ("timescaledb", Shape::Documents) => mark(2, "JSON columns"),
        ("timescaledb", _) => mark(3, "and made for series"),
        ("mysql", Shape::Documents) => mark(1, "JSON, little indexed"),
        ("mysql", Shape::Search) => mark(1, "full text"),
        ("mysql", _) => mark(3, "yes"),
        _ => mark(1, "references by hand"),
    }
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let shape = shape(case);
    OPTIONS
        .iter()
        .map(|slug| {
            let together = match *slug {
                "mongodb" => mark(3, "with a replica set"),
                "redis" => mark(2, "scripts"),
                "elasticsearch" | "seaweedfs" => mark(0, "one at a time"),
                _ => mark(4, "always"),
            };
            let known = match *slug {
                "postgresql" | "mongodb" => case.known(slug),
                // PostgreSQL with an extension, and what comes with it.
                "timescaledb" => mark(case.known("postgresql").bars.saturating_sub(1), "as PostgreSQL, nearly"),
                "redis" => mark(2, "many know it"),
                _ if case.brief.skills.is_empty() => mark(2, "not known"),
                _ => case.known(slug),
            };
            let run = match *slug {
                "elasticsearch" => mark(1, "2 GB of memory"),
                "redis" => mark(3, "all in memory"),
                _ => mark(3, "one process, one volume"),
            };
            let mut marks = vec![fits(slug, shape), together, known, run];
            if preferred(case) {
                let wished = case.brief.database.slug() == *slug;
                marks.push(if wished { mark(4, "yes") } else { mark(0, "no") });
            }
            let candidate = Candidate::technology(slug, ElementKind::Datastore, marks);
            match candidate.standing {
                _ if *slug == "seaweedfs" => candidate.never(FILES_ONLY),
                Standing::Partial { absent: Absence::Records, .. } => candidate.never(IN_MEMORY),
                _ => candidate,
            }
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let store = case.about.element().map(ElementId::as_str).unwrap_or_default();
    let entities: Vec<&str> = owner(case)
        .map(|(_, owner)| {
            contexts_of(owner).filter_map(|c| case.design.contexts.get(c)).flat_map(|c| &c.entities).map(|e| e.name.as_str()).collect()
        })
        .unwrap_or_default();
    let who = owner(case).map(|(id, _)| id.as_str()).unwrap_or_default();
    let context = match entities[..] {
        [] => format!("{who} keeps its data in {store}."),
        _ => format!("{who} keeps {} in {store}: {}.", plural(entities.len() as u64, "table"), list(entities.iter().copied())),
    };
    let kind = match shape(case) {
        Shape::KeyValue => " They are read and written whole, by their key.",
        Shape::TimeSeries => " They are written once, in the order of time, and summed up later.",
        Shape::Documents => " They differ from one another and are mostly read whole.",
        Shape::Search => " They are searched through and summed up, and can be filled again from where they came.",
        _ => " They refer to each other and change together.",
    };
    let consequences = match chosen.slug.as_str() {
        "mongodb" => vec![
            good("A new field needs no migration"),
            good("A record is read in one go, as it is shown"),
            bad("References between records are yours to keep whole"),
            bad("Its licence (SSPL) forbids offering it as a service"),
        ],
        "timescaledb" => vec![
            good("PostgreSQL with everything it can, and tables cut by time"),
            good("Old measurements are packed, summed up and thrown away by rule"),
            bad("Its best features have a licence of their own, which forbids selling it as a service"),
            bad("Fewer hosts offer it"),
        ],
        "redis" => vec![
            good("Answers in less than a millisecond"),
            good("Values can expire by themselves"),
            bad("Everything lies in memory, and memory is dear"),
            bad("Questions other than by key are yours to prepare for"),
        ],
        "elasticsearch" => vec![
            good("Finds words, sorts by relevance and sums up over millions of records"),
            good("A new question needs no new table"),
            bad("A copy to search in: it lags a moment, and is filled from elsewhere"),
            bad("Two gigabytes of memory before the first record"),
        ],
        "seaweedfs" => vec![
            good("Files of any size by name, over the S3 interface every library speaks"),
            good("The same code works with the object store of any cloud"),
            bad("Files only: what they mean must be kept in tables elsewhere"),
            bad("No question but by name"),
        ],
        "mysql" => vec![
            good("Hosted nearly everywhere"),
            good("Transactions and constraints keep data whole"),
            bad("Changing a large table takes planning"),
        ],
        _ => vec![
            good("Transactions and constraints keep data whole"),
            good("JSON columns, full text and queues come with it"),
            bad("Changing a large table takes planning"),
            bad("One writer: more writes than one machine carries need another plan"),
        ],
    };
    Words {
        title: format!("{} for {store}", chosen.name),
        context: format!("{context}{kind}"),
        consequences,
        revisit_when: "Its data no longer fits one machine, or most queries no longer fit its shape.".to_owned(),
        elements: case.about.element().cloned().into_iter().chain(owner(case).map(|(id, _)| id.clone())).collect(),
    }
}
