//! The docs artefact: the README that starts the system in two commands, the architecture at a glance, and a page for each question that
//! people have later: journeys, interfaces, security, runbooks, troubles, deployment, teams, review.

mod architecture;
mod c4;
mod deployment;
mod findings;
mod interfaces;
mod journeys;
mod overview;
mod runbook;
mod security;
mod teams;
#[cfg(test)]
mod tests;
mod troubleshooting;

use super::{ALL, Artefact, NOTHING, Writer, kubernetes::SUPPORTED_VERSIONS};
use crate::{
    GenerateError,
    plan::{PROFILE, Plan, Role, SecretSource, contract::SignIn},
    render::render,
};
use architecture::Architecture;
use domain::{
    Design,
    design::{Element, ElementKind, Link as DesignLink, LinkKind},
    discovery::migration_plan,
    ids::ContextId,
    review::{Finding, Severity},
};
use overview::Overview;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub static ARTEFACT: Artefact = Artefact {
    slug: "docs",
    name: "Documents",
    summary: "Architecture, journeys, interfaces, security, runbooks, deployment, teams and the review",
    icon: "book-open",
    essential: false,
    applies: |_| true,
    needs: &[],
    templates: &[
        ("docs/README.md", include_str!("README.md.tera")),
        ("docs/alarms.md", include_str!("alarms.md.tera")),
        ("docs/architecture.md", include_str!("architecture.md.tera")),
        ("docs/deployment.md", include_str!("deployment.md.tera")),
        ("docs/interfaces.md", include_str!("interfaces.md.tera")),
        ("docs/journeys.md", include_str!("journeys.md.tera")),
        (MIGRATION, include_str!("migration.md.tera")),
        ("docs/review.md", include_str!("review.md.tera")),
        ("docs/runbook.md", include_str!("runbook.md.tera")),
        ("docs/security.md", include_str!("security.md.tera")),
        ("docs/teams.md", include_str!("teams.md.tera")),
        ("docs/troubleshooting.md", include_str!("troubleshooting.md.tera")),
    ],
    whole: NOTHING,
    rest: write,
};

/// The template of the way out of a monolith; written only where one runs today.
const MIGRATION: &str = "docs/migration-plan.md";

/// A page below `docs/`.
struct Document {
    file: &'static str,
    title: &'static str,
    says: &'static str,
    /// Its text, or nothing when there is nothing to say.
    write: fn(&Plan, &Writer) -> Result<Option<String>, GenerateError>,
}

/// In the order people need them. The architecture and the runbooks are written beside these.
const DOCUMENTS: &[Document] = &[
    Document {
        file: "journeys.md",
        title: "Journeys",
        says: "What users do, step by step through the parts",
        write: |plan, _| journeys::page(plan),
    },
    Document {
        file: "interfaces.md",
        title: "Interfaces and events",
        says: "What parts may rely on: routes, callers, events with their fields",
        write: |plan, _| interfaces::page(plan),
    },
    Document {
        file: "security.md",
        title: "Security",
        says: "Threats at each trust boundary, data that needs protection, secrets",
        write: |plan, _| security::page(plan),
    },
    Document { file: "deployment.md", title: "Deployment", says: "Step by step to each target", write: deployment::page },
    Document {
        file: "troubleshooting.md",
        title: "Troubleshooting",
        says: "Parts cannot reach each other, do not start, or are slow",
        write: troubleshooting::page,
    },
    Document { file: "teams.md", title: "Teams", says: "Who owns what, and who does what next", write: teams::page },
    Document {
        file: "migration-plan.md",
        title: "Migration",
        says: "How to leave the current system, one context after the other",
        write: |plan, _| migration_plan(plan.design).map(|migration| render(MIGRATION, &migration)).transpose(),
    },
    Document {
        file: "review.md",
        title: "Review",
        says: "Ten criteria, findings, and risks that were accepted",
        write: |plan, _| findings::page(plan),
    },
];

#[derive(Serialize)]
struct Link {
    title: &'static str,
    path: String,
    says: &'static str,
}

#[derive(Serialize)]
struct Readme<'a> {
    name: &'a str,
    summary: &'a str,
    has_compose: bool,
    has_kubernetes: bool,
    has_secrets: bool,
    asks_provider: bool,
    has_api_keys: bool,
    /// The compose profile of what watches, when something does.
    profile: Option<&'static str>,
    ways_in: Vec<WayIn<'a>>,
    folders: Vec<Folder>,
    documents: Vec<Link>,
    oldest_version: &'static str,
    newest_version: &'static str,
    overview: Overview<'a>,
    warnings: &'a [String],
    findings: Vec<Problem<'a>>,
    waived: usize,
}

#[derive(Serialize)]
struct WayIn<'a> {
    title: &'a str,
    port: u16,
    variable: &'a str,
}

#[derive(Serialize)]
struct Folder {
    path: &'static str,
    holds: &'static str,
}

#[derive(Serialize)]
struct Problem<'a> {
    severity: &'static str,
    code: &'a str,
    title: &'a str,
    place: &'a str,
}

/// What each artefact puts where, by its slug.
const FOLDERS: &[(&str, &str, &str)] = &[
    ("compose", "compose.yaml", "Everything that runs; compose.override.yaml adds development, compose.prod.yaml production"),
    ("compose", ".env.example", "What operators may change"),
    ("compose", "scripts/", "Makes the secrets"),
    ("services", "services/", "One folder a part, with its code, its tests and its Dockerfile"),
    ("gateway", "gateway/", "The configuration of the way in"),
    ("observability", "observability/", "What is collected from where"),
    ("kubernetes", "deploy/kubernetes/", "Kustomize base with overlays for development and production"),
    ("delivery", ".github/", "A workflow for each part, one for the whole, and updates of dependencies"),
    ("delivery", "Makefile", "What people and pipelines do; make alone lists it"),
    ("delivery", "tests/load/", "The expected load, for k6"),
    ("adr", "docs/decisions/", "Why it is built so"),
    ("docs", "docs/", "The pages above"),
    ("design", "groundplan.yaml", "The design that all this was made from"),
];

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let findings = &plan.review().findings;
    let open = findings.iter().filter(|finding| finding.waived.is_none() && finding.severity != Severity::Note);
    let present: Vec<&str> = ALL.iter().map(|artefact| artefact.slug).filter(|slug| out.is_chosen(slug)).collect();
    let has = |slug: &str| present.contains(&slug);
    let mut documents = vec![Link {
        title: "Architecture",
        path: "docs/architecture.md".to_owned(),
        says: "Pictures, who owns which data, who talks to whom",
    }];
    for document in DOCUMENTS {
        if let Some(text) = (document.write)(plan, out)? {
            let path = format!("docs/{}", document.file);
            out.text(&path, text)?;
            documents.push(Link { title: document.title, path, says: document.says });
        }
    }
    runbook::write(plan, out)?;
    if runbook::covered(plan).next().is_some() {
        documents.push(Link {
            title: "Runbooks",
            path: "docs/runbooks/README.md".to_owned(),
            says: "For each alarm and each part: is it well, what to do",
        });
    }
    if has("adr") {
        documents.push(Link { title: "Decisions", path: "docs/decisions/README.md".to_owned(), says: "Why it is built so" });
    }
    let readme = Readme {
        name: &plan.name,
        summary: &plan.design.summary,
        has_compose: has("compose") && !plan.containers.is_empty(),
        has_kubernetes: has("kubernetes"),
        has_secrets: !plan.secrets.is_empty(),
        asks_provider: plan.contracts.iter().any(|c| c.sign_in == Some(SignIn::Oidc)),
        has_api_keys: plan.secrets.iter().any(|s| s.source == SecretSource::ApiKeys),
        profile: plan.of_role(Role::Observer).next().map(|_| PROFILE),
        ways_in: plan
            .containers
            .iter()
            .filter_map(|c| c.host_port.as_ref().map(|port| WayIn { title: &c.title, port: port.host, variable: &port.variable }))
            .collect(),
        folders: folders(plan, &has),
        documents,
        oldest_version: SUPPORTED_VERSIONS.0,
        newest_version: SUPPORTED_VERSIONS.1,
        overview: Overview::new(plan),
        warnings: &plan.warnings,
        findings: open.map(problem).collect(),
        waived: findings.iter().filter(|finding| finding.waived.is_some()).count(),
    };
    out.text("README.md", render("docs/README.md", &readme)?)?;
    out.text("docs/architecture.md", render("docs/architecture.md", &Architecture::new(plan))?)
}

/// The files of artefacts that are in this bundle and have something to say about this Design.
fn folders(plan: &Plan, has: &impl Fn(&str) -> bool) -> Vec<Folder> {
    let speaks = |slug: &str| ALL.iter().any(|artefact| artefact.slug == slug && ((artefact.applies)(plan.design) || slug == "kubernetes"));
    let rows = FOLDERS.iter().filter(|(slug, _, _)| has(slug) && speaks(slug));
    rows.map(|(_, path, holds)| Folder { path, holds }).collect()
}

fn problem(finding: &Finding) -> Problem<'_> {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    Problem { severity, code: finding.key.code(), title: &finding.title, place: &finding.place }
}

/// For each context the links by which it, or a part that has it as a module, owns data.
pub(super) fn owning(design: &Design, as_modules: bool) -> BTreeMap<&ContextId, Vec<&DesignLink>> {
    let mut owning: BTreeMap<&ContextId, Vec<&DesignLink>> = BTreeMap::new();
    for link in design.links.values().filter(|link| link.kind == LinkKind::Owns) {
        let ends = [&link.from, &link.to].into_iter().filter_map(|end| design.elements.get(end));
        let mut contexts: BTreeSet<&ContextId> = BTreeSet::new();
        for element in ends {
            contexts.extend(&element.context);
            contexts.extend(element.modules.iter().filter(|_| as_modules));
        }
        contexts.into_iter().for_each(|context| owning.entry(context).or_default().push(link));
    }
    owning
}

/// Parts that architecture.md has a heading for: all but remarks on the canvas.
pub(super) fn is_described(element: &Element) -> bool {
    element.kind != ElementKind::Note
}
