//! How callers say which version of an interface they mean.

use crate::decision::{
    Theme,
    case::Case,
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    Design,
    design::{ApiVersioning, ElementKind, LinkKind},
    discovery::{
        brief::Users,
        proposal::verdict::{capital, plural},
    },
    ids::ElementId,
};
use std::collections::BTreeSet;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "versioning",
    subject: "API versioning",
    theme: Theme::Communication,
    questions: &["users", "teams", "capabilities"],
    rules: &["COM109", "TEAM102"],
    about: |design| whole(!called(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.api_versioning),
    criteria,
    options: |case| candidates(ROWS, case, ApiVersioning::standing),
    words: |case, chosen| {
        let called = called(case.design);
        let context = format!(
            "{} called by others. Callers are released at other times, so an old and a new version of an interface must live side by side for a while.",
            if called.len() == 1 {
                "One interface is".to_owned()
            } else {
                capital(&format!("{} are", plural(called.len() as u64, "interface")))
            }
        );
        words(ROWS, chosen, context, called)
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.api_versioning = value;
        }
    },
};

/// Services that somebody calls.
fn called(design: &Design) -> Vec<ElementId> {
    let calls = design.links.values().filter(|link| matches!(link.kind, LinkKind::Rest | LinkKind::Graphql | LinkKind::Grpc));
    let called: BTreeSet<&ElementId> = calls.map(|link| &link.to).collect();
    design.elements_of(ElementKind::Service).filter(|(id, _)| called.contains(id)).map(|(id, _)| id.clone()).collect()
}

/// So many teams change answers of their own that one version for all of them holds everybody up.
const MANY_TEAMS: u32 = 4;

/// Programs of others are told of what happened, and keep the links they were given for years.
fn keeps_links(case: &Case<'_>) -> bool {
    case.brief.has("webhooks")
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let programs = case.brief.users == Users::Programs;
    vec![
        criterion("Seen in every log line and every link", 3),
        criterion("Routed by the gateway without code", 2),
        criterion("Addresses that never change", if programs && keeps_links(case) { 5 } else { 1 + u32::from(programs) }),
        criterion("One answer can change by itself", if programs && case.brief.teams >= MANY_TEAMS { 2 } else { 0 }),
    ]
}

const ROWS: &[Row<ApiVersioning>] = &[
    Row {
        value: ApiVersioning::Path,
        slug: "path",
        name: "In the path",
        icon: "route",
        title: "The version stands in the path",
        marks: |_| vec![mark(4, "/v1/orders"), mark(4, "a prefix"), mark(1, "one a version"), mark(1, "all of them together")],
        good: &["Anybody can see and try which version answers", "The gateway routes by a prefix, and old versions can be counted"],
        bad: &["A new version is a new address for everything in it"],
        revisit: "Partners keep links for years, and the links must not change.",
    },
    Row {
        value: ApiVersioning::Header,
        slug: "header",
        name: "In a header",
        icon: "list-tree",
        title: "The version stands in a header",
        marks: |_| vec![mark(1, "where it is logged"), mark(2, "by a rule on the header"), mark(4, "yes"), mark(2, "by date")],
        good: &["Addresses stay as they are for ever", "A version can be a date, and each caller keeps its own"],
        bad: &["A link in a browser says nothing of its version", "Caches must be told to look at the header"],
        revisit: "People keep calling without the header.",
    },
    Row {
        value: ApiVersioning::MediaType,
        slug: "media-type",
        name: "In the media type",
        icon: "file-text",
        title: "The version stands in the media type",
        marks: |_| vec![mark(1, "where it is logged"), mark(1, "by a rule on Accept"), mark(4, "yes"), mark(4, "yes")],
        good: &["One kind of answer changes without the others", "What HTTP itself has for this"],
        bad: &["Few people have done it, and fewer tools show it", "Every caller must set Accept, and every test as well"],
        revisit: "New people ask how to call it.",
    },
];
