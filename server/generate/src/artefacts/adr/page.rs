//! What one record says as a page: the record of the domain in the words and the order of MADR.

use super::{RISKS_FILE, Reference, lacking, number, status};
use domain::{
    Design,
    decision::{DecisionOption, Past, Record},
    ids::ElementId,
    review::Finding,
};
use serde::Serialize;

/// From this many of four bars on, an option is good at something.
const GOOD_BARS: u8 = 3;
/// Up to this many, it is bad at it.
const BAD_BARS: u8 = 1;

#[derive(Serialize)]
pub(super) struct Page<'a> {
    title: &'a str,
    status: &'static str,
    /// What the bundle does not hold of it: `not realised`.
    lacking: Option<&'static str>,
    context: &'a str,
    drivers: &'a [String],
    options: Vec<OptionPart<'a>>,
    chosen: &'a str,
    /// What the chosen option is good at.
    because: Vec<Mark<'a>>,
    /// Named where people chose otherwise than proposed.
    proposed: Option<&'a str>,
    override_reason: Option<&'a str>,
    /// What it replaces, and what that changes.
    before: Option<Before<'a>>,
    /// What the bundle holds of it.
    held: Vec<String>,
    consequences: Vec<Consequence<'a>>,
    answers: Vec<Answer<'a>>,
    revisit_when: &'a str,
    parts: Vec<&'a str>,
    rules: Vec<Rule<'a>>,
    risks: Vec<Risk<'a>>,
    risks_file: &'static str,
}

#[derive(Serialize)]
struct OptionPart<'a> {
    name: &'a str,
    marks: Vec<Mark<'a>>,
    gap: Option<&'a str>,
}

#[derive(Serialize)]
struct Mark<'a> {
    /// `Good`, `Neutral` or `Bad`, as MADR words it.
    verdict: &'static str,
    criterion: &'a str,
    word: &'a str,
}

#[derive(Serialize)]
struct Before<'a> {
    record: Reference,
    name: &'a str,
    changes: Vec<Change<'a>>,
}

/// How the two options differ by one criterion.
#[derive(Serialize)]
struct Change<'a> {
    criterion: &'a str,
    before: &'a str,
    after: &'a str,
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
struct Rule<'a> {
    code: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Risk<'a> {
    code: &'a str,
    place: &'a str,
    reason: &'a str,
}

pub(super) fn page<'a>(design: &Design, record: &'a Record, findings: &'a [Finding], held: Vec<String>) -> Page<'a> {
    let options: Vec<OptionPart> = record
        .options
        .iter()
        .map(|option| OptionPart {
            name: &option.name,
            marks: record.criteria.iter().zip(&option.marks).map(|(criterion, mark)| Mark::new(criterion, mark)).collect(),
            gap: option.gap.as_deref(),
        })
        .collect();
    let because = find(record, &record.choice).map_or_else(Vec::new, |option| {
        let marks = record.criteria.iter().zip(&option.marks).filter(|(_, mark)| mark.bars >= GOOD_BARS);
        marks.map(|(criterion, mark)| Mark::new(criterion, mark)).collect()
    });
    Page {
        title: &record.title,
        status: status(record.status),
        lacking: lacking(record),
        context: &record.context,
        drivers: &record.criteria,
        options,
        chosen: record.chosen_name(),
        because,
        proposed: (record.proposed != record.choice).then(|| record.name_of(&record.proposed)),
        override_reason: record.override_reason.as_deref(),
        before: record.superseded.last().map(|past| before(record, past)),
        held,
        consequences: consequences(&record.consequences),
        answers: record.answers.iter().map(|a| Answer { subject: &a.subject, answer: &a.answer }).collect(),
        revisit_when: &record.revisit_when,
        // Only those that architecture.md has a heading for.
        parts: record
            .elements
            .iter()
            .map(String::as_str)
            .filter(|id| ElementId::new(*id).is_ok_and(|id| design.elements.get(&id).is_some_and(crate::artefacts::docs::is_described)))
            .collect(),
        rules: record.rules.iter().map(|rule| Rule { code: &rule.code, title: &rule.title }).collect(),
        risks: findings.iter().filter_map(|finding| risk(record, finding)).collect(),
        risks_file: RISKS_FILE,
    }
}

impl<'a> Mark<'a> {
    fn new(criterion: &'a str, mark: &'a domain::decision::Mark) -> Self {
        let verdict = match mark.bars {
            GOOD_BARS.. => "Good",
            0..=BAD_BARS => "Bad",
            _ => "Neutral",
        };
        Self { verdict, criterion, word: &mark.word }
    }
}

fn find<'a>(record: &'a Record, slug: &str) -> Option<&'a DecisionOption> {
    record.options.iter().find(|option| option.slug == slug)
}

fn consequences(all: &[domain::decision::Consequence]) -> Vec<Consequence<'_>> {
    all.iter().map(|c| Consequence { verdict: if c.good { "Good" } else { "Bad" }, text: &c.text }).collect()
}

fn before<'a>(record: &'a Record, past: &'a Past) -> Before<'a> {
    let pair = find(record, &past.choice).zip(find(record, &record.choice));
    let changes = pair.map_or_else(Vec::new, |(old, new)| {
        let marks = record.criteria.iter().zip(old.marks.iter().zip(&new.marks)).filter(|(_, (old, new))| old.word != new.word);
        marks.map(|(criterion, (old, new))| Change { criterion, before: &old.word, after: &new.word }).collect()
    });
    Before { record: Reference::to(past.number, &record.topic), name: &past.name, changes }
}

/// A risk that was accepted and that this decision has to do with.
fn risk<'a>(record: &Record, finding: &'a Finding) -> Option<Risk<'a>> {
    let reason = finding.waived.as_deref()?;
    let watched = record.rules.iter().any(|rule| rule.code == finding.key.code());
    let here = record.elements.is_empty() || finding.elements.iter().any(|id| record.elements.iter().any(|known| known == id.as_str()));
    (watched && here).then_some(Risk { code: finding.key.code(), place: &finding.place, reason })
}

/// A record that a later one replaced: what it said, and where to go on reading.
#[derive(Serialize)]
pub(super) struct Superseded<'a> {
    title: &'a str,
    subject: &'a str,
    chosen: &'a str,
    override_reason: Option<&'a str>,
    consequences: Vec<Consequence<'a>>,
    replaced_by: Reference,
    /// The title of what replaced it, when that is still current.
    replacement: Option<&'a str>,
    /// What it replaced itself.
    before: Option<Reference>,
    number: String,
}

pub(super) fn superseded<'a>(record: &'a Record, past: &'a Past) -> Superseded<'a> {
    let earlier = record.superseded.iter().find(|other| other.replaced_by == past.number);
    Superseded {
        title: &past.title,
        subject: &record.subject,
        chosen: &past.name,
        override_reason: past.override_reason.as_deref(),
        consequences: consequences(&past.consequences),
        replaced_by: Reference::to(past.replaced_by, &record.topic),
        replacement: (past.replaced_by == record.number).then_some(record.title.as_str()),
        before: earlier.map(|other| Reference::to(other.number, &record.topic)),
        number: number(past.number),
    }
}
