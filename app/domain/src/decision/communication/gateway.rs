//! The one door: which gateway.

use crate::decision::{
    Theme,
    case::{Case, list},
    surgery::replace_technology,
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{Authentication, Cloud, ElementKind, ManagedGateway, Target},
    discovery::{
        brief::{Operations, Users},
        proposal::verdict::{capital, plural, words},
    },
    ids::ElementId,
};

/// Those that run in a container, the plainest first.
const OPTIONS: [&str; 3] = ["nginx", "traefik", "kong"];
/// Those that a cloud runs, and their slugs.
const MANAGED: [(ManagedGateway, &str); 2] =
    [(ManagedGateway::AwsApiGateway, "aws-api-gateway"), (ManagedGateway::AzureApiManagement, "azure-api-management")];

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "gateway",
    subject: "API gateway",
    theme: Theme::Communication,
    questions: &["gateway", "target", "authentication", "users"],
    rules: &["COM101", "COM102", "SEC101"],
    about: |design| whole(!gateways(design).is_empty()),
    choice: |case| {
        if let Some((_, slug)) = MANAGED.into_iter().find(|(managed, _)| *managed == case.design.platform.managed_gateway) {
            return slug.to_owned();
        }
        let first = gateways(case.design).first().and_then(|id| case.design.elements.get(id));
        first.and_then(|e| e.technology.as_ref()).map(ToString::to_string).unwrap_or_default()
    },
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        // What is drawn stays: it is the door wherever the cloud's own cannot be had.
        if let Some((managed, _)) = MANAGED.into_iter().find(|(_, slug)| *slug == option) {
            design.platform.managed_gateway = managed;
            return;
        }
        design.platform.managed_gateway = ManagedGateway::None;
        for id in gateways(design) {
            if let Some(gateway) = design.elements.get_mut(&id) {
                replace_technology(gateway, option);
            }
        }
    },
};

fn gateways(design: &Design) -> Vec<ElementId> {
    design.elements_of(ElementKind::Gateway).map(|(id, _)| id.clone()).collect()
}

fn routes(case: &Case<'_>) -> usize {
    gateways(case.design).iter().map(|id| case.design.links_from(id).count()).sum()
}

/// The gateway has to know callers by their keys or tokens.
fn checks_callers(case: &Case<'_>) -> bool {
    let asked = case.brief.asked_authentication;
    case.brief.users == Users::Programs || matches!(asked, Some(Authentication::ApiKeys | Authentication::Oidc))
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let moves = matches!(case.design.platform.target, Target::Swarm);
    let mut all = vec![
        criterion(format!("Carries {}", plural(routes(case) as u64, "route")), 1),
        criterion("Knows callers by key or token", if checks_callers(case) { 4 } else { 1 }),
        criterion("Follows parts that come and go", if moves { 3 } else { 1 }),
        criterion("Easy to run", if case.brief.operations == Operations::OnCall { 2 } else { 3 }),
        criterion("At home where the rest runs", 1),
    ];
    if case.brief.gateway.is_some() {
        all.push(criterion("Your preference", WISH_WEIGHT));
    }
    all
}

/// Those of a cloud, marked.
fn managed(case: &Case<'_>) -> impl Iterator<Item = Candidate> {
    let home = match case.design.platform.cloud() {
        Some(Cloud::Aws) => ManagedGateway::AwsApiGateway,
        Some(Cloud::Azure) => ManagedGateway::AzureApiManagement,
        Some(Cloud::Google) | None => ManagedGateway::None,
    };
    let wished = case.brief.gateway.is_some();
    MANAGED.into_iter().map(move |(managed, slug)| {
        let mut marks = vec![
            mark(3, "paid by the call"),
            mark(4, "keys, tokens, plans"),
            mark(2, "by its templates"),
            mark(3, "run by the cloud"),
            if managed == home { mark(4, "part of it") } else { mark(0, "another cloud") },
        ];
        if wished {
            marks.push(mark(0, "no"));
        }
        Candidate::new(slug, managed.label(), "cloud", marks, managed.standing())
    })
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    OPTIONS
        .iter()
        .map(|slug| {
            let mut marks = match *slug {
                "nginx" => vec![mark(4, "easily"), mark(1, "by hand"), mark(2, "after a reload"), mark(4, "one file")],
                "traefik" => vec![mark(4, "easily"), mark(2, "forward auth"), mark(4, "by itself"), mark(3, "one file and labels")],
                _ => vec![mark(4, "easily"), mark(4, "plugins"), mark(2, "after a reload"), mark(2, "more memory, plugins")],
            };
            marks.push(mark(3, "a container"));
            if let Some(wished) = case.brief.gateway {
                marks.push(if wished == *slug { mark(4, "yes") } else { mark(0, "no") });
            }
            Candidate::technology(slug, ElementKind::Gateway, marks)
        })
        .chain(managed(case))
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let gateways = gateways(case.design);
    let behind: Vec<&str> = gateways.iter().flat_map(|id| case.design.links_from(id)).map(|(_, link)| link.to.as_str()).collect();
    let consequences = match chosen.slug.as_str() {
        "kong" => vec![
            good("Keys, tokens and limits are plugins, not code"),
            good("One declarative file, no database"),
            bad("Needs more memory than the others"),
            bad("Plugins have to be kept up with its releases"),
        ],
        "aws-api-gateway" | "azure-api-management" => vec![
            good("Nothing of yours to run; it grows with the calls"),
            good("Keys, plans and limits for each caller come with it"),
            bad("Each call costs a little, and a busy system pays for it every month"),
            bad("Its limits on time and size are the cloud's, and moving means writing it anew"),
        ],
        "traefik" => vec![
            good("New copies are found without a reload"),
            good("Fetches and renews its certificates"),
            bad("Tokens are checked by a service it asks"),
            bad("Labels spread its configuration over all parts"),
        ],
        _ => vec![
            good("Small, fast, known nearly everywhere"),
            good("The whole configuration is one file that can be tested"),
            bad("Tokens are checked by the parts, or by a service it asks"),
            bad("A new part takes a reload"),
        ],
    };
    Words {
        title: format!("{} is the one door", chosen.name),
        context: format!(
            "{} behind the gateway: {}. Callers should see one address and one certificate.",
            if behind.len() == 1 { "One route leads".to_owned() } else { format!("{} routes lead", capital(&words(behind.len()))) },
            list(behind.iter().copied())
        ),
        consequences,
        revisit_when: match chosen.slug.as_str() {
            "kong" => "The plugins used could be counted on one hand, and memory is short.".to_owned(),
            "aws-api-gateway" | "azure-api-management" => "The bill for calls passes that of two machines.".to_owned(),
            _ => "Partners get keys of their own, or limits differ from caller to caller.".to_owned(),
        },
        elements: gateways,
    }
}
