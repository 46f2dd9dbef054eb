//! What each part is written in.

use crate::decision::{
    Theme,
    case::{Case, capability_of, contexts_of},
    surgery::replace_technology,
    topic::{About, Candidate, Criterion, Topic, Words, bad, criterion, good, mark},
};
use crate::{
    Design,
    design::{Element, ElementKind},
    discovery::Level,
};

/// Parts that get a record of their own; more would repeat each other.
const MOST: usize = 12;
/// In the order of plainness.
const OPTIONS: [&str; 5] = ["node-express", "python-fastapi", "go", "java-spring", "rust-axum"];

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "language",
    subject: "Language of",
    theme: Theme::Structure,
    questions: &["stack", "skills", "capabilities"],
    rules: &[],
    about,
    choice: |case| element(case).and_then(|e| e.technology.as_ref()).map(ToString::to_string).unwrap_or_default(),
    criteria,
    options,
    words: words_of,
    set: |design, _, about, option| {
        if let Some(element) = about.element().and_then(|id| design.elements.get_mut(id)) {
            replace_technology(element, option);
        }
    },
};

/// Why Go is not proposed.
const EMPTY: &str = "Groundplan proposes it to nobody yet: a part in Go would start and do nothing of its work";

fn about(design: &Design) -> Vec<About> {
    let written = |e: &Element| {
        matches!(e.kind, ElementKind::Service | ElementKind::Worker) && e.technology.as_ref().is_some_and(|t| OPTIONS.contains(&t.as_str()))
    };
    design.elements.iter().filter(|(_, e)| written(e)).take(MOST).map(|(id, _)| About::Element(id.clone())).collect()
}

fn element<'a>(case: &Case<'a>) -> Option<&'a Element> {
    case.design.elements.get(case.about.element()?)
}

/// The language its work is best done in, and why; for parts of one context only, because others do many things.
fn fitting(case: &Case<'_>) -> Option<(&'static str, &'static str)> {
    let mut contexts = contexts_of(element(case)?);
    match (contexts.next(), contexts.next()) {
        (Some(only), None) => capability_of(case.design, only)?.language,
        _ => None,
    }
}
fn bears(case: &Case<'_>, language: &str) -> bool {
    case.brief.stack.contains(&language) || case.brief.knows(language) > Level::None
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let fits = match fitting(case) {
        Some((language, _)) if bears(case, language) => 7,
        _ => 1,
    };
    vec![criterion("Known to the team", 5), criterion("Fits the work", fits), criterion("Small and quick to start", 1)]
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let fitting = fitting(case);
    OPTIONS
        .iter()
        .map(|slug| {
            let first = case.brief.stack.first() == Some(slug);
            let known = match case.brief.knows(slug) {
                _ if first && case.brief.skills.is_empty() && case.brief.assumed.contains(&"stack") => mark(4, "the usual choice"),
                _ if first => mark(4, "your first choice"),
                _ if case.brief.stack.contains(slug) => mark(3, "on your list"),
                _ if case.brief.skills.is_empty() => mark(1, "not on your list"),
                Level::Strong => mark(3, "well"),
                Level::Some => mark(2, "somewhat"),
                Level::None => mark(0, "nobody"),
            };
            let fits = match fitting {
                Some((best, _)) if best == *slug => mark(4, "made for it"),
                Some(_) => mark(1, "libraries are missing"),
                None => mark(3, "yes"),
            };
            let small = match *slug {
                "go" | "rust-axum" => mark(4, "one small program"),
                "node-express" => mark(3, "yes"),
                "python-fastapi" => mark(2, "more memory"),
                _ => mark(1, "half a GB, some seconds"),
            };
            {
                let candidate = Candidate::technology(slug, ElementKind::Service, vec![known, fits, small]);
                if *slug == "go" { candidate.never(EMPTY) } else { candidate }
            }
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let id = case.about.element().map(|id| case.design.display_name(id).to_owned()).unwrap_or_default();
    let job = element(case).map(|e| e.description.trim()).filter(|text| !text.is_empty());
    let why = fitting(case)
        .map(|(_, why)| format!(" {}.", crate::discovery::proposal::verdict::capital(why.trim_end_matches('.'))))
        .unwrap_or_default();
    let consequences = match chosen.slug.as_str() {
        "python-fastapi" => vec![
            good("Libraries for data, speech and models are at home here"),
            bad("One process uses one core, so load takes more copies"),
        ],
        "go" => vec![
            good("One small program that starts at once and carries much"),
            bad("More lines for the same thing; little magic, for good and ill"),
        ],
        "java-spring" => vec![good("Decades of libraries, tools and people"), bad("Half a gigabyte each, and seconds to start")],
        "rust-axum" => vec![
            good("Fast, small, and whole classes of mistakes do not compile"),
            bad("Slow to learn and slow to build; few people know it"),
        ],
        _ => vec![
            good("The language of the browser: one for both sides"),
            good("Good at waiting for many things at once"),
            bad("Long computations stop everything else in the same process"),
        ],
    };
    Words {
        title: format!("{} for {id}", chosen.name),
        context: format!(
            "{id} has to be written in something the team can read at night. {}{why}",
            job.unwrap_or("What it does is not yet said.")
        ),
        consequences,
        revisit_when: "Those who know the language have left, or its load takes more copies than another language would.".to_owned(),
        elements: case.about.element().cloned().into_iter().collect(),
    }
}
