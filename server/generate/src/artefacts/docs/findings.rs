//! The model of review.md: how the design meets the ten criteria, what the review found, and what was accepted and why.

use crate::{GenerateError, plan::Plan, render::render};
use domain::review::{Finding, Met, Severity, review};
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    met: usize,
    criteria: Vec<CriterionRow>,
    groups: Vec<Group>,
    accepted: Vec<Row>,
}

#[derive(Serialize)]
struct CriterionRow {
    name: String,
    met: &'static str,
    evidence: String,
}

#[derive(Serialize)]
struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    title: String,
    place: String,
    explanation: String,
    fix: Option<String>,
    reason: Option<String>,
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
    let review = review(plan.design);
    let page = Page {
        name: &plan.name,
        met: review.criteria_met(),
        groups: SEVERITIES
            .iter()
            .map(|(severity, title)| Group { title, rows: review.open(*severity).map(row).collect() })
            .filter(|group| !group.rows.is_empty())
            .collect(),
        accepted: review.findings.iter().filter(|finding| finding.waived.is_some()).map(row).collect(),
        criteria: review.scoreboard.into_iter().map(|c| CriterionRow { name: c.name, met: met(c.met), evidence: c.evidence }).collect(),
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

fn row(finding: &Finding) -> Row {
    Row {
        code: finding.code.clone(),
        title: finding.title.clone(),
        place: finding.place.clone(),
        explanation: finding.explanation.clone(),
        fix: finding.fix.as_ref().map(|fix| fix.label.clone()),
        reason: finding.waived.clone(),
    }
}
