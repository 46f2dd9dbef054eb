//! How parts prove to each other who they are.

use crate::decision::{
    Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    design::{ServiceAuthentication, Target},
    discovery::{
        brief::{Compliance, Operations},
        proposal::verdict::{capital, plural},
    },
};

/// From so many parts on, a mesh takes less work than certificates handed round by hand.
const MANY_PARTS: usize = 8;
/// So many need what only the larger mesh can do: rules on paths and between clusters.
const VERY_MANY_PARTS: usize = 14;

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "service-authentication",
    subject: "Trust between parts",
    theme: Theme::Security,
    questions: &["compliance", "operations", "target"],
    rules: &["SEC101", "SEC105"],
    about: |design| whole(parts(design).len() > 1),
    choice: |case| slug_of(ROWS, &case.design.platform.service_authentication),
    criteria,
    options: |case| candidates(ROWS.iter().filter(|row| possible(case, row.value)), case, ServiceAuthentication::standing),
    words: |case, chosen| {
        let context = format!(
            "{} call each other inside the network. {}",
            capital(&plural(case.parts().len() as u64, "part")),
            if audits(case) > 0 {
                "An audit asks how one knows that a call comes from whom it says."
            } else {
                "Nothing asks for more than a network of their own, but a break-in in one part should not open all others."
            }
        );
        words(ROWS, chosen, context, case.parts().into_iter().cloned().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.service_authentication = value;
        }
    },
};

/// A mesh needs a cluster to live in.
fn possible(case: &Case<'_>, way: ServiceAuthentication) -> bool {
    let mesh = matches!(way, ServiceAuthentication::Istio | ServiceAuthentication::Linkerd);
    let platform = &case.design.platform;
    !mesh || platform.target == Target::Kubernetes || platform.service_authentication == way
}

/// Rules that want proof and not nearness.
fn audits(case: &Case<'_>) -> usize {
    [Compliance::PciDss, Compliance::Hipaa, Compliance::Soc2].into_iter().filter(|rule| case.brief.must(*rule)).count()
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let n = case.parts().len();
    let strict = case.brief.must(Compliance::PciDss) && case.brief.must(Compliance::Hipaa);
    let able = case.brief.operations == Operations::OnCall && case.design.platform.target == Target::Kubernetes;
    vec![
        criterion("Says which part is calling", if audits(case) > 0 { 4 } else { 1 }),
        criterion("Encrypts what is on the way", if strict { 4 } else { 0 }),
        criterion("Little to run", if able && audits(case) > 0 { 1 } else { 3 }),
        criterion("No certificates to hand round", if n >= MANY_PARTS { 3 } else { 1 }),
        criterion("Rules between many parts", if n >= VERY_MANY_PARTS && strict { 6 } else { 0 }),
    ]
}

const ROWS: &[Row<ServiceAuthentication>] = &[
    Row {
        value: ServiceAuthentication::NetworkOnly,
        slug: "network-only",
        name: "Network isolation",
        icon: "network",
        title: "The network is the fence",
        marks: |_| vec![mark(0, "no"), mark(0, "no"), mark(4, "nothing"), mark(4, "none"), mark(1, "by address")],
        good: &["Comes with the bundle: each part reaches only what it is linked to", "Nothing in the code"],
        bad: &["Whoever is inside is trusted", "What is on the way can be read by who sits on it"],
        revisit: "An audit is due, or a part of somebody else moves in.",
    },
    Row {
        value: ServiceAuthentication::SignedTokens,
        slug: "signed-tokens",
        name: "Signed tokens",
        icon: "lock",
        title: "Every call carries a signed token",
        marks: |_| vec![mark(4, "and for whom"), mark(0, "no"), mark(2, "a key each"), mark(4, "none"), mark(2, "in the code")],
        good: &["A part knows which part calls, and for which person", "No certificates, and it passes through every proxy"],
        bad: &["Keys must be changed, and every part must check", "Encrypts nothing by itself"],
        revisit: "Auditors ask for encryption inside as well.",
    },
    Row {
        value: ServiceAuthentication::MutualTls,
        slug: "mutual-tls",
        name: "Mutual TLS",
        icon: "shield-check",
        title: "Both ends show a certificate",
        marks: |_| {
            vec![
                mark(4, "by certificate"),
                mark(4, "yes"),
                mark(1, "an authority of your own"),
                mark(1, "many, and they expire"),
                mark(2, "by name"),
            ]
        },
        good: &["Who calls is proven, and nobody can listen", "A stolen token is worth nothing without its certificate"],
        bad: &["Certificates expire, and an expired one stops everything", "Trying out a call takes a certificate as well"],
        revisit: "Handing certificates round takes more time than a mesh would.",
    },
    Row {
        value: ServiceAuthentication::Linkerd,
        slug: "linkerd",
        name: "Linkerd",
        icon: "waypoints",
        title: "Linkerd encrypts and proves every call",
        marks: |_| vec![mark(4, "by certificate"), mark(4, "yes"), mark(1, "a small mesh"), mark(4, "by itself"), mark(2, "by part")],
        good: &["Certificates are made and changed by themselves", "Retries and numbers for every call come with it"],
        bad: &["A proxy beside every part, and a control plane to upgrade", "Stable releases are sold; the free ones move every week"],
        revisit: "Rules on paths are wanted, or the mesh costs more sleep than it saves.",
    },
    Row {
        value: ServiceAuthentication::Istio,
        slug: "istio",
        name: "Istio",
        icon: "waypoints",
        title: "Istio encrypts, proves and rules every call",
        marks: |_| {
            vec![mark(4, "by certificate"), mark(4, "yes"), mark(0, "a large mesh"), mark(4, "by itself"), mark(4, "by path and caller")]
        },
        good: &["Rules say who may call which path, in one place", "Canary releases and other clusters come with it"],
        bad: &["Much to learn, and much that can be wrong", "Memory for a control plane and for its proxies"],
        revisit: "Only its certificates are used. Something smaller does that.",
    },
];
