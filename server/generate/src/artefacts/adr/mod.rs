//! The ADR artefact: every decision as a record in the MADR 4 form, the risks that were accepted, and an index of both.

mod held;
mod page;
#[cfg(test)]
mod tests;

use super::{ALL, Artefact, NOTHING, Writer};
use crate::{GenerateError, origin::Mark, plan::Plan, render::render};
use domain::{
    decision::{Record, Status},
    review::{Finding, rule, rule_path},
};
use held::{Sight, held};
use page::{page, superseded};
use serde::Serialize;

pub static ARTEFACT: Artefact = Artefact {
    slug: "adr",
    name: "Decision records",
    summary: "Why it is built so: one record a decision, with options and consequences",
    icon: "scale",
    essential: true,
    applies: |_| true,
    needs: &["docs"],
    templates: &[
        ("adr/index.md", include_str!("index.md.tera")),
        ("adr/record.md", include_str!("record.md.tera")),
        ("adr/superseded.md", include_str!("superseded.md.tera")),
        ("adr/risks.md", include_str!("risks.md.tera")),
    ],
    whole: NOTHING,
    rest: write,
};

const ROOT: &str = "docs/decisions";
const RISKS_FILE: &str = "accepted-risks.md";

#[derive(Serialize)]
struct Index<'a> {
    name: &'a str,
    entries: Vec<Entry<'a>>,
    risks: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    number: String,
    file: String,
    topic: &'a str,
    title: &'a str,
    theme: &'static str,
    status: &'static str,
    /// What the bundle does not hold of what was accepted: `not realised`.
    lacking: Option<&'static str>,
    /// Where to go on reading, for what was superseded.
    replaced_by: Option<Reference>,
}

/// Another record.
#[derive(Serialize)]
struct Reference {
    number: String,
    file: String,
}

impl Reference {
    fn to(number: u16, topic: &str) -> Self {
        Self { number: self::number(number), file: file_name(number, topic) }
    }
}

#[derive(Serialize)]
struct Risks<'a> {
    risks: Vec<Risk<'a>>,
}

#[derive(Serialize)]
struct Risk<'a> {
    code: &'a str,
    title: &'a str,
    place: &'a str,
    explanation: &'a str,
    reason: &'a str,
    /// What would mend it after all.
    cure: &'static str,
    /// The page of the rule in any studio.
    page: String,
    sources: Vec<RiskSource>,
}

#[derive(Serialize)]
struct RiskSource {
    title: &'static str,
    url: Option<&'static str>,
}

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let mut records: Vec<&Record> = plan.records().iter().collect();
    records.sort_by_key(|record| record.number);
    let findings = &plan.review().findings;
    let chosen = ALL.iter().map(|artefact| artefact.slug).filter(|slug| out.is_chosen(slug)).collect();
    let sight = Sight { plan, chosen };
    let mut entries = Vec::new();
    for record in records {
        for past in &record.superseded {
            let file = file_name(past.number, &record.topic);
            out.text(format!("{ROOT}/{file}"), render("adr/superseded.md", &superseded(record, past))?)?;
            let replaced_by = Some(Reference::to(past.replaced_by, &record.topic));
            let (theme, status) = (record.theme.label(), status(Status::Superseded));
            entries.push((
                past.number,
                Entry {
                    number: number(past.number),
                    file,
                    topic: &record.topic,
                    title: &past.title,
                    theme,
                    status,
                    lacking: None,
                    replaced_by,
                },
            ));
        }
        let file = file_name(record.number, &record.topic);
        out.about(Some(Mark::Decision(record.topic.clone())));
        out.text(format!("{ROOT}/{file}"), render("adr/record.md", &page(plan.design, record, findings, held(&sight, record)))?)?;
        let (theme, status) = (record.theme.label(), status(record.status));
        entries.push((
            record.number,
            Entry {
                number: number(record.number),
                file,
                topic: &record.topic,
                title: &record.title,
                theme,
                status,
                lacking: lacking(record),
                replaced_by: None,
            },
        ));
    }
    out.about(None);
    entries.sort_by_key(|(number, _)| *number);
    let risks: Vec<Risk> = findings.iter().filter_map(risk).collect();
    let any_risks = !risks.is_empty();
    if any_risks {
        out.text(format!("{ROOT}/{RISKS_FILE}"), render("adr/risks.md", &Risks { risks })?)?;
    }
    let entries = entries.into_iter().map(|(_, entry)| entry).collect();
    out.text(format!("{ROOT}/README.md"), render("adr/index.md", &Index { name: &plan.name, entries, risks: any_risks })?)
}

fn number(number: u16) -> String {
    format!("{number:04}")
}

fn file_name(position: u16, topic: &str) -> String {
    format!("{}-{topic}.md", number(position))
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Proposed => "proposed",
        Status::Accepted => "accepted",
        Status::Superseded => "superseded",
        Status::Deprecated => "deprecated",
    }
}

/// What the bundle does not hold of what was accepted.
fn lacking(record: &Record) -> Option<&'static str> {
    record.lacking().filter(|_| record.status == Status::Accepted)
}

fn risk(finding: &Finding) -> Option<Risk<'_>> {
    let reason = finding.waived.as_deref()?;
    let rule = rule(&finding.code)?;
    let Finding { title, place, explanation, .. } = finding;
    let sources = rule.sources.iter().map(|source| RiskSource { title: source.title, url: source.url }).collect();
    Some(Risk { code: finding.key.code(), title, place, explanation, reason, cure: rule.cure, page: rule_path(rule.code), sources })
}
