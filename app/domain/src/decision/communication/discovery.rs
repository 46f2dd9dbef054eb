//! How parts find each other.

use crate::decision::{
    Theme,
    case::{Case, parts},
    operations::deployment::own_dns,
    topic::{Candidate, Criterion, Topic, Words, bad, criterion, good, mark, whole},
};
use crate::{
    design::Discovery,
    discovery::{
        brief::CurrentSystem,
        proposal::verdict::{capital, plural},
    },
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "discovery",
    subject: "Service discovery",
    theme: Theme::Communication,
    questions: &["target", "current-system", "stack"],
    rules: &["COM102"],
    about: |design| whole(parts(design).len() > 1),
    choice: |case| slug(case.design.platform.discovery).to_owned(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        if let Some(discovery) = Discovery::ALL.iter().copied().find(|discovery| slug(*discovery) == option) {
            design.platform.discovery = discovery;
        }
    },
};

fn slug(discovery: Discovery) -> &'static str {
    match discovery {
        Discovery::ComposeDns => "compose-dns",
        Discovery::KubernetesDns => "kubernetes-dns",
        Discovery::Consul => "consul",
        Discovery::Eureka => "eureka",
        Discovery::CloudDns => "cloud-dns",
    }
}

/// Parts stand on the new platform and on the old machines for a while.
fn spread(case: &Case<'_>) -> bool {
    case.brief.current_system == CurrentSystem::Services && !case.brief.existing.is_empty()
}
fn java(case: &Case<'_>) -> bool {
    case.brief.stack.first() == Some(&"java-spring")
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    vec![
        criterion("Nothing more to run", 2),
        criterion("Finds parts outside the platform", if spread(case) { 4 } else { 1 }),
        criterion("Comes with the language", if spread(case) && java(case) { 3 } else { 0 }),
        criterion("Skips copies that are ill", 1),
    ]
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let own = own_dns(case.design.platform.target);
    [own, Discovery::Consul, Discovery::Eureka]
        .into_iter()
        .map(|discovery| {
            let marks = match discovery {
                Discovery::Consul => {
                    vec![mark(1, "three servers"), mark(4, "yes"), mark(1, "a library"), mark(4, "by its own checks")]
                }
                Discovery::Eureka => vec![
                    mark(1, "a server, or two"),
                    mark(3, "those with its library"),
                    if java(case) { mark(4, "Spring Cloud") } else { mark(0, "Java only") },
                    mark(3, "after a while"),
                ],
                _ => vec![mark(4, "part of the platform"), mark(1, "by hand"), mark(2, "plain names"), mark(3, "by health checks")],
            };
            let icon = if discovery == own { "waypoints" } else { "search" };
            Candidate::new(slug(discovery), discovery.label(), icon, marks, discovery.standing())
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let own = !["consul", "eureka"].contains(&chosen.slug.as_str());
    let consequences = if own {
        vec![
            good("A part is reached by its name; nothing to install"),
            good("The same names work in development"),
            bad("Parts outside the platform need an entry by hand"),
        ]
    } else {
        vec![
            good("Parts on old and new machines find each other"),
            good("What is ill gets no requests"),
            bad(format!("{} must itself be highly available", capital(&chosen.name))),
            bad("Every part needs a client, or an agent beside it"),
        ]
    };
    let parts = case.parts();
    Words {
        title: format!("{} finds the parts", chosen.name),
        context: format!(
            "{} run on {} and call each other by name.",
            plural(parts.len() as u64, "part"),
            case.design.platform.target.label()
        ),
        consequences,
        revisit_when: "Parts run on two platforms, or in two places.".to_owned(),
        elements: parts.into_iter().cloned().collect(),
    }
}
