//! Who owns which database: one for each part or module, or one for all with a schema each.

use crate::decision::{
    Theme,
    case::{Case, list},
    surgery::{add_link, drop_element, owned},
    topic::{Candidate, Criterion, Topic, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{Link, LinkKind},
    discovery::{
        brief::Budget,
        proposal::verdict::{capital, words},
    },
    ids::{ContextId, ElementId},
    standing::Standing,
};
use std::collections::BTreeSet;

const EACH: &str = "database-each";
const ONE: &str = "one-database";

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "data-ownership",
    subject: "Data ownership",
    theme: Theme::Data,
    questions: &["engineers", "capabilities", "compliance", "budget"],
    rules: &["DATA001", "DATA002", "DATA003"],
    about: |design| whole(homes(design).len() > 1),
    choice: |case| if is_shared(case.design) { ONE.to_owned() } else { EACH.to_owned() },
    criteria: |case| {
        vec![
            criterion("Parts are released on their own", if owners(case.design).len() > 1 { 4 } else { 1 }),
            criterion("What belongs together changes together", 2),
            criterion("One part cannot spoil another's data", 2),
            Criterion { name: "Little to run and to pay".into(), weight: if case.brief.budget <= Budget::Under250 { 2 } else { 1 } },
        ]
    },
    options,
    words: words_of,
    set: |design, _, _, option| if option == ONE { share(design) } else { separate(design) },
};

/// Tables-and-documents stores that one other of the same technology could stand for. Search stores and caches are copies.
fn is_primary(design: &Design, store: &ElementId) -> bool {
    design.elements.get(store).and_then(|e| e.technology.as_ref()).is_some_and(|t| matches!(t.as_str(), "postgresql" | "mysql" | "mongodb"))
}
fn pairs(design: &Design) -> Vec<(ElementId, ElementId)> {
    owned(design).into_iter().filter(|(_, store)| is_primary(design, store)).collect()
}
fn owners(design: &Design) -> BTreeSet<ElementId> {
    pairs(design).into_iter().map(|(owner, _)| owner).collect()
}
/// What could have a database of its own: each owner, or each module of the only one.
fn homes(design: &Design) -> Vec<String> {
    let owners = owners(design);
    match owners.iter().next() {
        Some(only) if owners.len() == 1 => design
            .elements
            .get(only)
            .map(|e| modules_with_data(design, &e.modules))
            .unwrap_or_default()
            .iter()
            .map(ToString::to_string)
            .collect(),
        _ => owners.iter().map(ToString::to_string).collect(),
    }
}
fn modules_with_data(design: &Design, modules: &[ContextId]) -> Vec<ContextId> {
    modules.iter().filter(|id| design.contexts.get(*id).is_some_and(|context| !context.entities.is_empty())).cloned().collect()
}
fn is_shared(design: &Design) -> bool {
    let stores: BTreeSet<_> = pairs(design).into_iter().map(|(_, store)| store).collect();
    stores.len() < homes(design).len()
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let n = homes(case.design).len();
    let several = owners(case.design).len() > 1;
    let each = vec![
        mark(4, "yes"),
        if several { mark(2, "a moment later") } else { mark(1, "not in one transaction") },
        mark(4, "cannot"),
        mark(if n > 4 { 1 } else { 2 }, format!("{n} databases")),
    ];
    let one = vec![
        if several { mark(0, "changes must be agreed") } else { mark(4, "there is one") },
        mark(4, "one transaction"),
        mark(if several { 1 } else { 2 }, "by discipline"),
        mark(4, "one database"),
    ];
    vec![
        Candidate::new(
            ONE,
            if several { "One database, a schema each" } else { "One database, a schema a module" },
            "database",
            one,
            Standing::Realised,
        ),
        Candidate::new(EACH, if several { "One database per part" } else { "One database per module" }, "boxes", each, Standing::Realised),
    ]
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let stores: BTreeSet<ElementId> = pairs(case.design).into_iter().map(|(_, store)| store).collect();
    let several = owners(case.design).len() > 1;
    let homes = homes(case.design);
    let context = if several {
        format!(
            "{} parts keep data: {}. Whoever writes into another's tables ties both together.",
            capital(&words(homes.len())),
            list(homes.iter().map(String::as_str))
        )
    } else {
        format!(
            "{} modules keep data in one deployable: {}. They are released together anyway.",
            capital(&words(homes.len())),
            list(homes.iter().map(String::as_str))
        )
    };
    let (title, consequences, revisit) = if chosen.slug == ONE {
        (
            if several { "One database for all parts".to_owned() } else { "One database, a schema a module".to_owned() },
            vec![
                good("What belongs together changes in one transaction"),
                good("One backup, one thing to watch"),
                bad(if several {
                    "A change of one part's tables can stop another"
                } else {
                    "Only discipline keeps a module out of another's tables"
                }),
            ],
            "A module is to be taken out, or one part's data needs another place.",
        )
    } else {
        (
            format!("One database per {}", if several { "part" } else { "module" }),
            vec![
                good("Each can be changed, moved and restored on its own"),
                good("The store can fit the data"),
                bad("Reports over several need events or a copy"),
                bad(format!("{} databases to back up and to watch", capital(&words(stores.len())))),
            ],
            "Two parts keep changing each other's data in one step. Then they are one part.",
        )
    };
    Words { title, context, consequences, revisit_when: revisit.to_owned(), elements: stores.into_iter().collect() }
}

/// One store for all: the first that keeps rows, because those who keep documents can keep them there as well.
fn share(design: &mut Design) {
    let pairs = pairs(design);
    let rows = |store: &ElementId| {
        design.elements.get(store).and_then(|e| e.technology.as_ref()).is_some_and(|technology| technology.as_str() != "mongodb")
    };
    let Some(host) = pairs.iter().map(|(_, store)| store).find(|store| rows(store)).or(pairs.first().map(|(_, store)| store)).cloned()
    else {
        return;
    };
    for (owner, store) in pairs {
        let Some(element) = design.elements.get(&store) else { continue };
        let (encrypted, gib) = (element.encrypted, element.storage_gib.unwrap_or(0));
        if host == store {
            continue;
        }
        let readers: Vec<_> = design.links_to(&store).filter(|(_, l)| l.kind == LinkKind::Reads).map(|(_, l)| l.from.clone()).collect();
        drop_element(design, &store);
        if let Some(shared) = design.elements.get_mut(&host) {
            shared.context = None;
            shared.encrypted |= encrypted;
            shared.storage_gib = shared.storage_gib.map(|own| (own + gib).min(65_536));
            shared.description = "Keeps a schema for each of its users.".to_owned();
        }
        let known = design.links.values().any(|l| l.from == owner && l.to == host && l.kind == LinkKind::Owns);
        if !known {
            add_link(design, Link::new(owner.clone(), host.clone(), LinkKind::Owns));
        }
        for reader in readers.into_iter().filter(|reader| *reader != owner) {
            add_link(design, Link::new(reader, host.clone(), LinkKind::Reads));
        }
    }
}

/// A store for each owner, or for each module of the only owner.
fn separate(design: &mut Design) {
    let pairs = pairs(design);
    let owners: BTreeSet<_> = pairs.iter().map(|(owner, _)| owner.clone()).collect();
    if let (1, Some((owner, store))) = (owners.len(), pairs.first()) {
        let modules = design.elements.get(owner).map(|e| modules_with_data(design, &e.modules)).unwrap_or_default();
        let taken = pairs.len();
        for module in modules.into_iter().skip(taken) {
            copy_store(design, owner, store, module.as_str(), Some(module.clone()));
        }
        return;
    }
    let mut seen = BTreeSet::new();
    for (owner, store) in &pairs {
        if seen.insert(store.clone()) {
            let context = design.elements.get(owner).and_then(|e| e.context.clone());
            if let Some(element) = design.elements.get_mut(store) {
                element.context = context;
            }
            continue;
        }
        let stem = owner.as_str().strip_suffix("-service").unwrap_or(owner.as_str()).to_owned();
        let context = design.elements.get(owner).and_then(|e| e.context.clone());
        crate::decision::surgery::drop_links(design, |_, link| link.from == *owner && link.to == *store && link.kind == LinkKind::Owns);
        copy_store(design, owner, store, &stem, context);
    }
}

fn copy_store(design: &mut Design, owner: &ElementId, like: &ElementId, stem: &str, context: Option<ContextId>) {
    let Some(mut element) = design.elements.get(like).cloned() else { return };
    element.description = format!("Keeps the data of {stem}.");
    element.context = context;
    let id = design.free_element_id(&format!("{stem}-db"));
    design.elements.insert(id.clone(), element);
    add_link(design, Link::new(owner.clone(), id, LinkKind::Owns));
}
