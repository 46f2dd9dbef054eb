//! The ADR artefact: every decision as a record in the MADR 4 form, the risks that were accepted, and an index of both.

#[cfg(test)]
mod tests;

use super::{Artefact, Writer};
use crate::{GenerateError, plan::Plan, render::render};
use domain::{
    Design,
    decision::{Record, Status, records},
    ids::ElementId,
    review::{Finding, review, rule, rule_path},
};
use serde::Serialize;

pub static ARTEFACT: Artefact = Artefact {
    slug: "adr",
    name: "Decision records",
    summary: "Why it is built so: one record a decision, with options and consequences",
    icon: "scale",
    applies: |_| true,
    needs: &["docs"],
    templates: &[
        ("adr/index.md", include_str!("index.md.tera")),
        ("adr/record.md", include_str!("record.md.tera")),
        ("adr/risks.md", include_str!("risks.md.tera")),
    ],
    render: write,
};

const ROOT: &str = "docs/decisions";
/// From this many of four bars on, an option is good at something.
const GOOD_BARS: u8 = 3;
/// Up to this many, it is bad at it.
const BAD_BARS: u8 = 1;

#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    status: &'static str,
    subject: &'a str,
    context: &'a str,
    drivers: &'a [String],
    options: Vec<OptionPart<'a>>,
    chosen: &'a str,
    /// What the chosen option is good at.
    because: Vec<Mark<'a>>,
    /// Named where people chose otherwise than proposed.
    proposed: Option<&'a str>,
    override_reason: Option<&'a str>,
    consequences: Vec<Consequence<'a>>,
    answers: Vec<Answer<'a>>,
    revisit_when: &'a str,
    parts: Vec<&'a str>,
}

#[derive(Serialize)]
struct OptionPart<'a> {
    name: &'a str,
    marks: Vec<Mark<'a>>,
}

#[derive(Serialize)]
struct Mark<'a> {
    /// `Good`, `Neutral` or `Bad`, as MADR words it.
    verdict: &'static str,
    criterion: &'a str,
    word: &'a str,
}

#[derive(Serialize)]
struct Consequence<'a> {
    verdict: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Answer<'a> {
    subject: &'a str,
    answer: &'a str,
}

#[derive(Serialize)]
struct Index<'a> {
    name: &'a str,
    entries: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    number: String,
    file: String,
    title: &'a str,
    status: &'static str,
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

const RISKS_TITLE: &str = "Risks that were accepted";

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let records = records(plan.design);
    let findings = review(plan.design).findings;
    let mut entries = Vec::new();
    for record in &records {
        let file = file_name(record.number, &record.topic);
        out.text(&format!("{ROOT}/{file}"), render("adr/record.md", &page(plan.design, record))?)?;
        entries.push(Entry { number: number(record.number), file, title: &record.title, status: status(record.status) });
    }
    let risks: Vec<Risk> = findings.iter().filter_map(risk).collect();
    if !risks.is_empty() {
        let last = records.iter().map(|record| record.number).max().unwrap_or(0).saturating_add(1);
        let file = file_name(last, "accepted-risks");
        out.text(&format!("{ROOT}/{file}"), render("adr/risks.md", &Risks { risks })?)?;
        entries.push(Entry { number: number(last), file, title: RISKS_TITLE, status: status(Status::Accepted) });
    }
    out.text(&format!("{ROOT}/README.md"), render("adr/index.md", &Index { name: &plan.name, entries })?)
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
    }
}

fn risk(finding: &Finding) -> Option<Risk<'_>> {
    let reason = finding.waived.as_deref()?;
    let rule = rule(&finding.code)?;
    let Finding { title, place, explanation, .. } = finding;
    let sources = rule.sources.iter().map(|source| RiskSource { title: source.title, url: source.url }).collect();
    Some(Risk { code: finding.key.code(), title, place, explanation, reason, cure: rule.cure, page: rule_path(rule.code), sources })
}

fn page<'a>(design: &Design, record: &'a Record) -> Page<'a> {
    let options: Vec<OptionPart> = record
        .options
        .iter()
        .map(|option| OptionPart {
            name: &option.name,
            marks: record
                .criteria
                .iter()
                .zip(&option.marks)
                .map(|(criterion, mark)| Mark { verdict: verdict(mark.bars), criterion, word: &mark.word })
                .collect(),
        })
        .collect();
    let name_of = |slug: &'a str| record.options.iter().find(|option| option.slug == slug).map_or(slug, |option| option.name.as_str());
    let chosen = record.options.iter().find(|option| option.slug == record.choice);
    let because = chosen.map_or_else(Vec::new, |option| {
        let marks = record.criteria.iter().zip(&option.marks).filter(|(_, mark)| mark.bars >= GOOD_BARS);
        marks.map(|(criterion, mark)| Mark { verdict: verdict(mark.bars), criterion, word: &mark.word }).collect()
    });
    Page {
        title: &record.title,
        status: status(record.status),
        subject: &record.subject,
        context: &record.context,
        drivers: &record.criteria,
        options,
        chosen: name_of(&record.choice),
        because,
        proposed: (record.proposed != record.choice).then(|| name_of(&record.proposed)),
        override_reason: record.override_reason.as_deref(),
        consequences: record
            .consequences
            .iter()
            .map(|c| Consequence { verdict: if c.good { "Good" } else { "Bad" }, text: &c.text })
            .collect(),
        answers: record.answers.iter().map(|a| Answer { subject: &a.subject, answer: &a.answer }).collect(),
        revisit_when: &record.revisit_when,
        // Only those that architecture.md has a heading for.
        parts: record
            .elements
            .iter()
            .map(String::as_str)
            .filter(|id| ElementId::new(*id).is_ok_and(|id| design.elements.get(&id).is_some_and(super::docs::is_described)))
            .collect(),
    }
}

fn verdict(bars: u8) -> &'static str {
    match bars {
        GOOD_BARS.. => "Good",
        0..=BAD_BARS => "Bad",
        _ => "Neutral",
    }
}
