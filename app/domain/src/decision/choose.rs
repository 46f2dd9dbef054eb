//! Changing a decision: by choosing another option, or by an Edit that draws something else than what was written down.

use super::{
    Decision, Status,
    case::Case,
    log::{judge, log},
    topic::Topic,
};
use crate::{
    Design,
    design::limits::MAX_LINE_CHARS,
    discovery::Brief,
    edit,
    edit::{Edit, EditError},
    ids::TopicId,
    review::{self, FindingKey, Severity},
    work::Work,
};
use std::collections::BTreeSet;

/// Most decisions that an error names.
const MAX_NAMED: usize = 60;

/// Why a choice was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChooseError {
    #[error("this design has no decision “{topic}”; its decisions are {topics}")]
    NoTopic { topic: String, topics: String },
    #[error("“{option}” is not an option of “{topic}”; the options are {options}")]
    NoOption { topic: String, option: String, options: String },
    /// Nothing in the design would make sense of it.
    #[error("{title}. {why}")]
    NoAnswer { title: String, why: String },
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The Edit that makes a Design show another option of a topic, and writes down who wanted it and why. What follows from it for
/// other topics is written down as well. Its inverse undoes all of it.
pub fn choose(design: &Design, topic: &str, option: &str, reason: Option<&str>) -> Result<Edit, ChooseError> {
    let brief = Brief::read(&design.brief);
    let before = log(design, &brief);
    let Some(entry) = before.iter().find(|entry| entry.question.id.as_str() == topic) else {
        let topics: Vec<&str> = before.iter().map(|entry| entry.question.id.as_str()).take(MAX_NAMED).collect();
        return Err(ChooseError::NoTopic { topic: clip(topic), topics: topics.join(", ") });
    };
    let question = &entry.question;
    let judged = judge(question.topic, &Case::new(design, &brief, &question.about));
    if judged.find(option).is_none() {
        let options = judged.candidates.iter().map(|(candidate, _)| candidate.slug.as_str()).collect::<Vec<_>>().join(", ");
        return Err(ChooseError::NoOption { topic: clip(topic), option: clip(option), options });
    }
    let proposed = judged.best().is_some_and(|candidate| candidate.slug == option);
    let mut changed = design.clone();
    if entry.shown != option {
        (question.topic.set)(&mut changed, &brief, &question.about, option);
    }
    let reason = reason.map(str::trim).filter(|text| !text.is_empty() && !proposed).map(str::to_owned);
    let name = judged.find(option).map_or(option, |candidate| candidate.name.as_str());
    let why = one_line(&format!("{}: {}", question.topic.subject, reason.as_deref().unwrap_or(name)));
    let mut old = entry.decision.clone().unwrap_or_else(|| Decision::new(option));
    let draft = old.status == Status::Proposed;
    // Going back to what a draft would have replaced drops the draft.
    let number = old.superseded.pop_if(|past| draft && past.choice == option).map_or(entry.number, |past| past.number);
    let decision = Decision { choice: option.to_owned(), status: Status::Accepted, override_reason: reason, number: Some(number), ..old };
    changed.decisions.insert(question.id.clone(), decision);
    keep_numbers(design, &mut changed, &question.id);
    keep_what_people_said(design, &mut changed);
    rewrite_dependents(design, &mut changed, &brief, &question.id);
    if let Some(finding) = review::without_answer(design, &changed) {
        return Err(ChooseError::NoAnswer { title: finding.title, why: finding.explanation });
    }
    accept_price(design, &mut changed, question.topic, &why);
    let edit = edit::diff(design, &changed);
    // Shows a bad reason (too long, control characters) where it was given rather than when it is saved.
    design.clone().apply(edit.clone())?;
    Ok(edit)
}

/// Options of a topic that [`choose`] would refuse because nothing in the Design would make sense of them, by their slugs.
pub fn without_answer(design: &Design, topic: &str) -> BTreeSet<String> {
    let brief = Brief::read(&design.brief);
    let Some(entry) = log(design, &brief).into_iter().find(|entry| entry.question.id.as_str() == topic) else { return BTreeSet::new() };
    let question = &entry.question;
    let judged = judge(question.topic, &Case::new(design, &brief, &question.about));
    let others = judged.candidates.iter().map(|(candidate, _)| &candidate.slug).filter(|slug| **slug != entry.shown);
    let refused = others.filter(|slug| {
        let mut changed = design.clone();
        (question.topic.set)(&mut changed, &brief, &question.about, slug);
        review::without_answer(design, &changed).is_some()
    });
    refused.map(ToString::to_string).collect()
}

/// A system drawn anew brings decisions of its own; those that were known keep their number and what came before them.
fn keep_numbers(design: &Design, changed: &mut Design, chosen: &TopicId) {
    let known = design.decisions.values().chain(changed.decisions.get(chosen));
    let mut last = known.filter_map(Decision::last_number).max().unwrap_or(0);
    for (topic, decision) in &mut changed.decisions {
        match design.decisions.get(topic) {
            // The one that was chosen has its own already.
            _ if topic == chosen => {}
            Some(known) => {
                decision.number = known.number;
                decision.superseded.clone_from(&known.superseded);
            }
            None if decision.number.is_some() && !design.decisions.is_empty() => {
                last = last.saturating_add(1);
                decision.number = Some(last);
            }
            None => {}
        }
    }
}

/// A system drawn anew asks other things; what a person had said about those of before stays in the log.
fn keep_what_people_said(design: &Design, changed: &mut Design) {
    for (topic, decision) in &design.decisions {
        if decision.override_reason.is_some() || !decision.superseded.is_empty() {
            changed.decisions.entry(topic.clone()).or_insert_with(|| decision.clone());
        }
    }
}

/// Who chooses an option accepts what it is known to cost: errors of the rules that watch over the topic are accepted with the
/// reason that was given. What was accepted that way and is not found any more is forgotten.
fn accept_price(design: &Design, changed: &mut Design, topic: &Topic, why: &str) {
    let watched = |key: &FindingKey| topic.rules.contains(&key.code());
    let errors = |design: &Design| -> BTreeSet<FindingKey> {
        let findings = review::review(design, &Work::unlimited()).findings.into_iter();
        findings.filter(|f| f.severity == Severity::Error && watched(&f.key)).map(|f| f.key).collect()
    };
    let (before, after) = (errors(design), errors(changed));
    let mark = format!("{}: ", topic.subject);
    changed.waivers.retain(|key, reason| !watched(key) || !reason.starts_with(&mark) || after.contains(key));
    for key in after.difference(&before) {
        changed.waivers.entry(key.clone()).or_insert_with(|| why.to_owned());
    }
}

/// Writes down what the choice means for other topics. What a person chose with a reason, or what has a past, is superseded
/// instead, so that neither is lost.
fn rewrite_dependents(design: &Design, changed: &mut Design, brief: &Brief, chosen: &TopicId) {
    let stored = |id: &TopicId| design.decisions.get(id);
    let followers: Vec<(TopicId, Decision)> = log(changed, brief)
        .into_iter()
        .filter(|entry| entry.contradicted && entry.question.id != *chosen)
        .filter_map(|entry| {
            let old = stored(&entry.question.id)?.clone();
            let plain = old.override_reason.is_none() && old.superseded.is_empty();
            let decision = if plain { Decision { choice: entry.shown, status: Status::Accepted, ..old } } else { entry.decision? };
            Some((entry.question.id, decision))
        })
        .collect();
    changed.decisions.extend(followers);
}

/// The Edit that brings the log up to a Design that shows something else than what was decided: the decision is superseded, and
/// a draft with the new option takes its place. Nothing when the log is right. Whoever applies an Edit applies this after it,
/// as one step.
pub fn follow_up(design: &Design) -> Option<Edit> {
    if design.decisions.is_empty() {
        return None;
    }
    let brief = Brief::read(&design.brief);
    let edits: Vec<Edit> = log(design, &brief)
        .into_iter()
        .filter(|entry| entry.contradicted)
        .map(|entry| Edit::SetDecision { topic: entry.question.id, decision: entry.decision })
        .collect();
    if edits.is_empty() { None } else { Some(Edit::batch(edits)) }
}

/// Applies an Edit and what follows from it for the log, as one step. Returns what was done and what undoes it.
pub fn apply_with_log(design: &mut Design, edit: Edit) -> Result<Applied, EditError> {
    let quiet = edit.is_layout_only();
    let inverse = design.apply(edit.clone())?;
    let Some(follower) = (!quiet).then(|| follow_up(design)).flatten() else { return Ok(Applied { edit, inverse }) };
    // A log that is full stays as it is; the records still tell what the Design shows.
    let Ok(back) = design.apply(follower.clone()) else { return Ok(Applied { edit, inverse }) };
    Ok(Applied { edit: Edit::batch(vec![edit, follower]), inverse: Edit::batch(vec![back, inverse]) })
}

/// An Edit as it was applied, with what followed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub edit: Edit,
    pub inverse: Edit,
}

/// As much of a text as the reason of an accepted finding holds.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_LINE_CHARS).collect()
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}
