//! Decisions that nothing asks for any more, because what they were about has left the Design. They keep their number and are
//! told as they were, so that nobody looks for them in vain. Must not judge: there is nothing left to choose between.

use super::{
    Decision, DecisionOption, Record, Status, TOPICS,
    case::Case,
    log::{name_of, past},
    topic::{About, Topic, good},
};
use crate::{
    Design,
    discovery::Brief,
    ids::{ElementId, TopicId},
};
use std::collections::BTreeSet;

/// The records of what was decided and is not asked any more, in the order of their numbers. What has no number, or belongs to no
/// topic there is, was never in the log.
pub(super) fn retired(design: &Design, brief: &Brief, asked: &BTreeSet<TopicId>) -> Vec<Record> {
    let left = design.decisions.iter().filter(|(id, _)| !asked.contains(*id));
    let mut records: Vec<Record> = left
        .filter_map(|(id, decision)| {
            let (topic, about) = topic_of(id)?;
            record(design, brief, id, decision, topic, &about)
        })
        .collect();
    records.sort_by_key(|record| record.number);
    records
}

/// The topic of an id, and what it was about.
fn topic_of(id: &TopicId) -> Option<(&'static Topic, About)> {
    if let Some(topic) = TOPICS.iter().find(|topic| topic.slug == id.as_str()) {
        return Some((topic, About::Whole));
    }
    let rest = |topic: &Topic| id.as_str().strip_prefix(topic.slug)?.strip_prefix('-').and_then(|rest| ElementId::new(rest).ok());
    TOPICS.iter().find_map(|topic| Some((topic, About::Element(rest(topic)?))))
}

fn record(design: &Design, brief: &Brief, id: &TopicId, decision: &Decision, topic: &'static Topic, about: &About) -> Option<Record> {
    let number = decision.number?;
    let case = Case::new(design, brief, about);
    let name = name_of(topic, &case, &decision.choice);
    let subject = about.id().map_or_else(|| topic.subject.to_owned(), |what| format!("{} {what}", topic.subject));
    let what = match about.id() {
        Some(what) => format!("{what} is not in the design any more, or is something else now"),
        None => "What it was about is not in the design any more".to_owned(),
    };
    Some(Record {
        topic: id.to_string(),
        theme: topic.theme,
        number,
        title: format!("{subject}: {name}"),
        subject,
        status: Status::Deprecated,
        context: match &decision.override_reason {
            Some(reason) => format!("{what}, so nothing has to be decided here. A person had chosen it: {reason}"),
            None => format!("{what}, so nothing has to be decided here."),
        },
        criteria: Vec::new(),
        options: vec![DecisionOption {
            slug: decision.choice.clone(),
            name,
            icon: "clock".to_owned(),
            marks: Vec::new(),
            score: 0,
            gap: None,
            planned: false,
        }],
        choice: decision.choice.clone(),
        proposed: decision.choice.clone(),
        override_reason: decision.override_reason.clone(),
        consequences: vec![good("The record stays, so that whoever has its number finds out what became of it")],
        answers: Vec::new(),
        rules: Vec::new(),
        revisit_when: "The design asks for it again. Then it stands as it was.".to_owned(),
        elements: Vec::new(),
        superseded: past(topic, &case, None, &decision.superseded, number),
    })
}
