//! The model of review.md: how the design meets the ten criteria, what the review found, and what was accepted and why.

use crate::{GenerateError, plan::Plan, render::render};
use domain::review::{Finding, Met, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    met: usize,
    criteria: Vec<CriterionRow<'a>>,
    groups: Vec<Group<'a>>,
    accepted: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct CriterionRow<'a> {
    name: &'a str,
    met: &'static str,
    evidence: &'a str,
}

#[derive(Serialize)]
struct Group<'a> {
    title: &'static str,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    title: &'a str,
    place: &'a str,
    explanation: &'a str,
    fix: Option<&'a str>,
    reason: Option<&'a str>,
}

const SEVERITIES: [(Severity, &str); 3] = [
    (Severity::Error, "Will break or leak"),
    (Severity::Warning, "Will hurt under load or in an outage"),
    (Severity::Note, "Worth knowing"),
];

pub(super) fn page(plan: &Plan) -> Result<Option<String>, GenerateError> {
    if plan.design.elements.is_empty() && plan.containers.is_empty() {
        return Ok(None);
    }
    let review = plan.review();
    let page = Page {
        name: &plan.name,
        met: review.criteria_met(),
        groups: SEVERITIES
            .iter()
            .map(|(severity, title)| Group { title, rows: review.open(*severity).map(row).collect() })
            .filter(|group| !group.rows.is_empty())
            .collect(),
        accepted: review.findings.iter().filter(|finding| finding.waived.is_some()).map(row).collect(),
        criteria: review.scoreboard.iter().map(|c| CriterionRow { name: &c.name, met: met(c.met), evidence: &c.evidence }).collect(),
    };
    render("docs/review.md", &page).map(Some)
}

fn met(met: Met) -> &'static str {
    match met {
        Met::Yes => "yes",
        Met::Partly => "partly",
        Met::No => "no",
    }
}

fn row(finding: &Finding) -> Row<'_> {
    Row {
        code: &finding.code,
        title: &finding.title,
        place: &finding.place,
        explanation: &finding.explanation,
        fix: finding.fix.as_ref().map(|fix| fix.label.as_str()),
        reason: finding.waived.as_deref(),
    }
}
