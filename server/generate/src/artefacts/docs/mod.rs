//! The docs artefact: the README that starts the system in two commands, and the architecture at a glance.

mod architecture;
mod overview;
#[cfg(test)]
mod tests;

use super::{ALL, Artefact, Writer, kubernetes::SUPPORTED_VERSIONS};
use crate::{
    GenerateError,
    plan::{PROFILE, Plan, Role},
    render::render,
};
use architecture::Architecture;
use domain::{
    design::{Element, ElementKind},
    review::{Finding, Severity, review},
};
use overview::Overview;
use serde::Serialize;

pub static ARTEFACT: Artefact = Artefact {
    slug: "docs",
    name: "Documents",
    summary: "How to start it, what is where, and the architecture at a glance",
    icon: "book-open",
    applies: |_| true,
    needs: &[],
    templates: &[("docs/README.md", include_str!("README.md.tera")), ("docs/architecture.md", include_str!("architecture.md.tera"))],
    render: write,
};

#[derive(Serialize)]
struct Readme<'a> {
    name: &'a str,
    summary: &'a str,
    has_compose: bool,
    has_kubernetes: bool,
    has_records: bool,
    has_secrets: bool,
    /// The compose profile of what watches, when something does.
    profile: Option<&'static str>,
    ways_in: Vec<WayIn<'a>>,
    folders: Vec<Folder>,
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
    ("adr", "docs/decisions/", "Why it is built so"),
    ("docs", "docs/architecture.md", "Who owns which data, who talks to whom"),
    ("design", "groundplan.yaml", "The design that all this was made from"),
];

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let findings = review(plan.design).findings;
    let open = findings.iter().filter(|finding| finding.waived.is_none() && finding.severity != Severity::Note);
    let present: Vec<&str> = ALL.iter().map(|artefact| artefact.slug).filter(|slug| out.is_chosen(slug)).collect();
    let has = |slug: &str| present.contains(&slug);
    let readme = Readme {
        name: &plan.name,
        summary: &plan.design.summary,
        has_compose: has("compose") && !plan.containers.is_empty(),
        has_kubernetes: has("kubernetes"),
        has_records: has("adr"),
        has_secrets: !plan.secrets.is_empty(),
        profile: plan.of_role(Role::Observer).next().map(|_| PROFILE),
        ways_in: plan
            .containers
            .iter()
            .filter_map(|c| c.host_port.as_ref().map(|port| WayIn { title: &c.title, port: port.host, variable: &port.variable }))
            .collect(),
        folders: folders(plan, &has),
        oldest_version: SUPPORTED_VERSIONS.0,
        newest_version: SUPPORTED_VERSIONS.1,
        overview: Overview::new(plan),
        warnings: &plan.warnings,
        findings: open.map(problem).collect(),
        waived: findings.iter().filter(|finding| finding.waived.is_some()).count(),
    };
    out.text("README.md", render("docs/README.md", &readme)?)?;
    out.text("docs/architecture.md", render("docs/architecture.md", &Architecture::new(plan.design))?)
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

/// Parts that architecture.md has a heading for: all but remarks on the canvas.
pub(super) fn is_described(element: &Element) -> bool {
    element.kind != ElementKind::Note
}
