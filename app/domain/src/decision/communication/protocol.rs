//! How one part asks another, link by link.

use crate::decision::{
    Theme,
    case::{Case, inside_calls},
    topic::{About, Candidate, Criterion, Topic, Words, bad, criterion, good, mark},
};
use crate::{
    Design,
    design::{ElementKind, Link, LinkKind},
    discovery::brief::Users,
    ids::{ElementId, LinkId},
};

/// Links that get a record of their own, the critical ones first; more would repeat each other.
const MOST: usize = 8;
/// Calls for one request from which the cost of each shows.
const CHATTY: u16 = 5;
/// Routes of a gateway from which a screen shows something of several parts.
const MANY_ROUTES: usize = 8;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "protocol",
    subject: "Protocol",
    theme: Theme::Communication,
    questions: &["communication", "peak-rps", "latency", "users", "engineers"],
    rules: &["COM105", "REL104"],
    about,
    choice: |case| link(case).map(|link| link.kind.slug().to_owned()).unwrap_or_default(),
    criteria,
    options,
    words: words_of,
    set: |design, _, about, option| {
        let kind = KINDS.into_iter().find(|kind| kind.slug() == option);
        if let (Some(kind), Some(link)) = (kind, about.link().and_then(|id| design.links.get_mut(id))) {
            link.kind = kind;
        }
    },
};

const KINDS: [LinkKind; 3] = [LinkKind::Rest, LinkKind::Grpc, LinkKind::Graphql];

/// Calls between services, and those of a frontend at the gateway.
fn about(design: &Design) -> Vec<About> {
    // Where there is one call, the style of all is the protocol of that one.
    let mut links: Vec<(&LinkId, &Link)> = Some(inside_calls(design)).filter(|calls| calls.len() > 1).unwrap_or_default();
    links.extend(design.links.iter().filter(|(_, link)| from_screen(design, link)));
    links.sort_by_key(|(id, link)| (!link.critical, (*id).clone()));
    let mut ids: Vec<LinkId> = links.into_iter().take(MOST).map(|(id, _)| id.clone()).collect();
    ids.sort();
    ids.into_iter().map(About::Link).collect()
}

/// A frontend asks at the gateway.
fn from_screen(design: &Design, link: &Link) -> bool {
    let kind = |id: &ElementId| design.elements.get(id).map(|e| e.kind);
    matches!(link.kind, LinkKind::Rest | LinkKind::Graphql)
        && kind(&link.from) == Some(ElementKind::Frontend)
        && kind(&link.to) == Some(ElementKind::Gateway)
}

fn link<'a>(case: &Case<'a>) -> Option<&'a Link> {
    case.design.links.get(case.about.link()?)
}
fn screen(case: &Case<'_>) -> bool {
    link(case).is_some_and(|link| from_screen(case.design, link))
}
/// What most other calls between services speak.
fn neighbours(case: &Case<'_>) -> LinkKind {
    let calls = inside_calls(case.design);
    let grpc = calls.iter().filter(|(_, link)| link.kind == LinkKind::Grpc).count();
    let others = calls.len().saturating_sub(1);
    let own = link(case).is_some_and(|link| link.kind == LinkKind::Grpc);
    if others == 0 || (grpc - usize::from(own)) * 2 <= others { LinkKind::Rest } else { LinkKind::Grpc }
}
/// One request to the caller makes so many calls that the cost of each shows.
fn chatty(case: &Case<'_>) -> bool {
    link(case).and_then(|link| link.calls_per_request).is_some_and(|calls| calls >= CHATTY)
}

/// So many parts behind the door that a screen would ask several of them, on telephones as well as on large screens, and enough
/// people to look after a schema.
fn wide(case: &Case<'_>) -> bool {
    let Some(link) = link(case) else { return false };
    let behind = case.design.links_from(&link.to).count();
    behind >= MANY_ROUTES && case.brief.users == Users::Public && case.brief.engineers >= case.brief.numbers.large_team
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let style = criterion("The same as its neighbours", 3);
    if screen(case) {
        return vec![
            criterion("Every tool and cache knows it", 3),
            criterion("A screen gets just what it shows", if wide(case) { 6 } else { 1 }),
            criterion("Little to build", 2),
        ];
    }
    vec![
        style,
        criterion("Easy to try out", 3),
        criterion("Many small calls at little cost", if chatty(case) { 5 } else { 1 }),
        criterion("A contract both sides are built from", 1),
    ]
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    if screen(case) {
        return vec![
            Candidate::new(
                "rest",
                "REST",
                "repeat",
                vec![mark(4, "yes"), mark(1, "a route for each"), mark(4, "plain routes")],
                LinkKind::Rest.standing(),
            ),
            Candidate::new(
                "graphql",
                "GraphQL",
                "share-2",
                vec![mark(1, "some"), mark(4, "by its query"), mark(1, "a schema, limits")],
                LinkKind::Graphql.standing(),
            ),
        ];
    }
    let same = |kind| if neighbours(case) == kind { mark(4, "yes") } else { mark(1, "an exception") };
    vec![
        Candidate::new(
            "rest",
            "REST",
            "repeat",
            vec![same(LinkKind::Rest), mark(4, "curl is enough"), mark(1, "text, one by one"), mark(2, "OpenAPI, by discipline")],
            LinkKind::Rest.standing(),
        ),
        Candidate::new(
            "grpc",
            "gRPC",
            "share-2",
            vec![same(LinkKind::Grpc), mark(2, "with tools"), mark(4, "binary, one connection"), mark(4, "a proto file")],
            LinkKind::Grpc.standing(),
        ),
        Candidate::new(
            "graphql",
            "GraphQL",
            "share-2",
            vec![mark(0, "an exception"), mark(2, "with tools"), mark(2, "one query for several"), mark(3, "a schema")],
            LinkKind::Graphql.standing(),
        ),
    ]
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let Some(link) = link(case) else {
        return Words {
            title: chosen.name.clone(),
            context: "The link is gone.".into(),
            consequences: Vec::new(),
            revisit_when: String::new(),
            elements: Vec::new(),
        };
    };
    let what = if link.label.trim().is_empty() { String::new() } else { format!(" for “{}”", link.label) };
    let context = if screen(case) {
        format!("{} asks {}{what}. People wait for the answer, on lines of any quality.", link.from, link.to)
    } else {
        format!(
            "{} asks {}{what}{}. {}",
            link.from,
            link.to,
            match link.calls_per_request {
                Some(calls) if calls > 1 => format!(", {calls} times for one request"),
                _ => String::new(),
            },
            if link.critical { "It cannot go on without the answer." } else { "It can go on without the answer." }
        )
    };
    let (consequences, revisit) = match chosen.slug.as_str() {
        "grpc" => (
            vec![
                good("Both sides are built from one proto file; a change that breaks it does not compile"),
                good("Many calls share one connection and send little"),
                bad("A call cannot be tried out without a tool"),
            ],
            "Somebody outside has to call it.",
        ),
        "graphql" => (
            vec![
                good("The caller asks for just the fields it needs, in one question"),
                bad("A question can be as dear as its asker likes: depth and cost need limits"),
                bad("Answers are hard to cache on the way"),
            ],
            "Everybody asks the same questions. Then routes do.",
        ),
        _ => (
            vec![good("Can be read, tried and cached with what everybody has"), bad("The contract holds by discipline and by tests")],
            "One request needs many of these calls, or their time shows.",
        ),
    };
    Words {
        title: format!("{} from {} to {}", chosen.name, link.from, link.to),
        context,
        consequences,
        revisit_when: revisit.to_owned(),
        elements: vec![link.from.clone(), link.to.clone()],
    }
}
