//! How people and programs prove who they are.

use crate::decision::{
    Theme,
    case::{Case, list, parts},
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{Authentication, ElementKind},
    discovery::{
        brief::Users,
        proposal::verdict::{capital, plural},
    },
    ids::ElementId,
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "authentication",
    subject: "Sign-in",
    theme: Theme::Security,
    questions: &["authentication", "users", "compliance"],
    rules: &["SEC104"],
    about: |design| whole(!entrances(design).is_empty()),
    choice: |case| slug(case.design.platform.authentication).to_owned(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        if let Some(way) = way_of(option) {
            design.platform.authentication = way;
        }
    },
};

/// Where people and programs come in.
fn entrances(design: &Design) -> Vec<ElementId> {
    let inlets = |kind: ElementKind| matches!(kind, ElementKind::Gateway | ElementKind::Frontend);
    design.elements.iter().filter(|(_, e)| inlets(e.kind)).map(|(id, _)| id.clone()).collect()
}

fn way_of(option: &str) -> Option<Authentication> {
    Authentication::ALL.iter().copied().find(|way| slug(*way) == option)
}

fn slug(way: Authentication) -> &'static str {
    match way {
        Authentication::None => "none",
        Authentication::Jwt => "jwt",
        Authentication::Sessions => "sessions",
        Authentication::ApiKeys => "api-keys",
        Authentication::Oidc => "oidc",
    }
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let several = parts(case.design).len() > 2;
    let users = case.brief.users;
    let mut all = vec![
        criterion("Keeps strangers out", 3),
        criterion("Checked once, trusted by every part", if several { 3 } else { 0 }),
        criterion("Ends at once when it must", if several { 1 } else { 2 }),
        criterion("For programs", if users == Users::Programs { 4 } else { 0 }),
        criterion("Uses accounts people already have", if users == Users::Staff { 4 } else { 0 }),
        criterion("Little to build", 1),
    ];
    if case.brief.asked_authentication.is_some() {
        all.push(criterion("Asked for", WISH_WEIGHT));
    }
    all
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    [Authentication::Sessions, Authentication::Jwt, Authentication::Oidc, Authentication::ApiKeys, Authentication::None]
        .into_iter()
        .map(|way| {
            let mut marks = match way {
                Authentication::Sessions => {
                    vec![
                        mark(4, "yes"),
                        mark(1, "each asks the store"),
                        mark(4, "yes"),
                        mark(1, "awkward"),
                        mark(0, "no"),
                        mark(4, "in every framework"),
                    ]
                }
                Authentication::Jwt => {
                    vec![
                        mark(4, "yes"),
                        mark(4, "a signature"),
                        mark(2, "when it expires"),
                        mark(3, "yes"),
                        mark(0, "no"),
                        mark(3, "a library"),
                    ]
                }
                Authentication::Oidc => {
                    vec![
                        mark(4, "yes"),
                        mark(4, "a signature"),
                        mark(3, "at the provider"),
                        mark(2, "yes"),
                        mark(4, "yes"),
                        mark(1, "a provider to set up"),
                    ]
                }
                Authentication::ApiKeys => {
                    vec![
                        mark(3, "who holds the key"),
                        mark(3, "a hash"),
                        mark(4, "yes"),
                        mark(4, "made for it"),
                        mark(0, "no"),
                        mark(3, "a table"),
                    ]
                }
                Authentication::None => {
                    vec![
                        mark(0, "no"),
                        mark(0, "nothing to check"),
                        mark(0, "nothing to end"),
                        mark(0, "no"),
                        mark(0, "no"),
                        mark(4, "nothing"),
                    ]
                }
            };
            if let Some(asked) = case.brief.asked_authentication {
                marks.push(if asked == way { mark(4, "yes") } else { mark(0, "no") });
            }
            let icon = match way {
                Authentication::None => "app-window",
                Authentication::ApiKeys => "code-xml",
                Authentication::Sessions => "bookmark",
                _ => "lock",
            };
            Candidate::new(slug(way), way.label(), icon, marks, way.standing())
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let n = parts(case.design).len();
    let way = way_of(&chosen.slug).unwrap_or_default();
    let consequences = match way {
        Authentication::None => {
            vec![good("Nothing stands between people and the system"), bad("Nobody can be told from anybody else, or be kept out")]
        }
        Authentication::Sessions => vec![
            good("Signing somebody out works at once"),
            good("The browser holds nothing worth stealing but a cookie"),
            bad("Copies of a part must share the sessions"),
        ],
        Authentication::Jwt => vec![
            good("The gateway checks once; every part can read who it is"),
            good("No part has to ask another"),
            bad("A stolen token is good until it expires"),
            bad("Keys have to be changed from time to time"),
        ],
        Authentication::ApiKeys => vec![
            good("Simple for programs, and each key can be taken back"),
            bad("Keys end up in logs and repositories of others"),
            bad("No word about the person behind the program"),
        ],
        Authentication::Oidc => vec![
            good("People use the account they have; passwords are not yours to keep"),
            good("Second factors come with the provider"),
            bad("When the provider is down, nobody new gets in"),
        ],
    };
    let title = match way {
        Authentication::None => "Everything is public".to_owned(),
        _ => capital(&chosen.name),
    };
    Words {
        title,
        context: format!(
            "{} must know for whom {}. Whoever comes in comes by {}.",
            capital(&plural(n as u64, "part")),
            if n == 1 { "it works" } else { "they work" },
            list(entrances(case.design).iter().map(ElementId::as_str))
        ),
        consequences,
        revisit_when: "Another kind of user arrives, or an organisation asks for its own sign-in.".to_owned(),
        elements: entrances(case.design),
    }
}
