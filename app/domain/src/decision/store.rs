//! The technology of a notable data store: rows, or documents.

use super::{
    case::{Case, capability_of, contexts_of, list},
    surgery::replace_technology,
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark},
};
use crate::{
    Design,
    design::{Element, ElementKind, LinkKind, Subdomain},
    discovery::{brief::DatabasePreference, capability::Shape, proposal::verdict::plural},
    ids::ElementId,
};

/// Stores that get a record of their own; more would repeat each other.
const MOST: usize = 3;
const OPTIONS: [&str; 3] = ["postgresql", "mysql", "mongodb"];

pub(super) const TOPIC: Topic = Topic {
    slug: "store",
    subject: "Store",
    questions: &["database", "skills", "capabilities"],
    about,
    choice: |case| element(case).and_then(|e| e.technology.as_ref()).map(ToString::to_string).unwrap_or_default(),
    criteria: |case| {
        let mut all: Vec<Criterion> = vec![
            criterion(
                format!(
                    "Fits {}",
                    match shape(case) {
                        Shape::Documents => "records read whole",
                        _ => "rows that refer to each other",
                    }
                ),
                3,
            ),
            criterion("Changes several records at once", 2),
            criterion("Known to the team", 2),
            criterion("Easy to run", 1),
        ];
        if case.brief.database != DatabasePreference::Decide {
            all.push(criterion("Your preference", WISH_WEIGHT));
        }
        all
    },
    options,
    words: words_of,
    set: |design, _, about, option| {
        if let Some(element) = about.and_then(|id| design.elements.get_mut(id)) {
            replace_technology(element, option);
        }
    },
};

/// The owned stores, those of core contexts first, but listed in the Design's order.
fn about(design: &Design) -> Vec<Option<ElementId>> {
    let owned = |id: &ElementId| design.links_to(id).any(|(_, link)| link.kind == LinkKind::Owns);
    let one_of_ours = |e: &Element| e.technology.as_ref().is_some_and(|t| OPTIONS.contains(&t.as_str()));
    let mut stores: Vec<_> = design.elements_of(ElementKind::Datastore).filter(|(id, e)| one_of_ours(e) && owned(id)).collect();
    let core = |e: &Element| e.context.as_ref().and_then(|c| design.contexts.get(c)).is_some_and(|c| c.subdomain == Subdomain::Core);
    stores.sort_by_key(|(_, e)| !core(e));
    let mut ids: Vec<_> = stores.into_iter().take(MOST).map(|(id, _)| id.clone()).collect();
    ids.sort();
    ids.into_iter().map(Some).collect()
}

fn element<'a>(case: &Case<'a>) -> Option<&'a Element> {
    case.design.elements.get(case.about?)
}

fn owner<'a>(case: &Case<'a>) -> Option<(&'a ElementId, &'a Element)> {
    let store = case.about?;
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

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let documents = shape(case) == Shape::Documents;
    OPTIONS
        .iter()
        .map(|slug| {
            let fits = match (*slug, documents) {
                ("mongodb", true) => mark(4, "made for it"),
                ("mongodb", false) => mark(1, "references by hand"),
                ("postgresql", true) => mark(2, "JSON columns"),
                ("mysql", true) => mark(1, "JSON, little indexed"),
                ("postgresql", false) => mark(4, "made for it"),
                _ => mark(3, "yes"),
            };
            let together = if *slug == "mongodb" { mark(3, "with a replica set") } else { mark(4, "always") };
            let known = if *slug == "mysql" && case.brief.skills.is_empty() { mark(2, "not known") } else { case.known(slug) };
            let run = mark(3, "one process, one volume");
            let mut marks = vec![fits, together, known, run];
            if case.brief.database != DatabasePreference::Decide {
                let wished = case.brief.database.slug() == *slug;
                marks.push(if wished { mark(4, "yes") } else { mark(0, "no") });
            }
            Candidate::technology(slug, marks)
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let store = case.about.map(ElementId::as_str).unwrap_or_default();
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
    let kind = if shape(case) == Shape::Documents {
        " They differ from one another and are mostly read whole."
    } else {
        " They refer to each other and change together."
    };
    let consequences = match chosen.slug.as_str() {
        "mongodb" => vec![
            good("A new field needs no migration"),
            good("A record is read in one go, as it is shown"),
            bad("References between records are yours to keep whole"),
            bad("Its licence (SSPL) forbids offering it as a service"),
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
        elements: case.about.cloned().into_iter().chain(owner(case).map(|(id, _)| id.clone())).collect(),
    }
}
