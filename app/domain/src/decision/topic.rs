//! How a topic is decided: options are marked by criteria, weighed, and the best is proposed; a person may choose another.
//! Knows no topic by name.

use super::{AnswerReference, Consequence, Decision, DecisionOption, Mark, Record, Status, TOPICS, case::Case};
use crate::{
    Design, catalog,
    discovery::{Answer, Brief, questions},
    edit,
    edit::{Edit, EditError},
    ids::{ElementId, TopicId},
};

/// What is decided, how options are judged, and what choosing one changes.
pub(crate) struct Topic {
    pub slug: &'static str,
    pub subject: &'static str,
    /// Questions whose answers it rests on.
    pub questions: &'static [&'static str],
    /// What it is asked about: once for the Design (`None`), or once for each of some elements. Empty when it does not apply.
    pub about: fn(&Design) -> Vec<Option<ElementId>>,
    /// The option the Design shows.
    pub choice: fn(&Case<'_>) -> String,
    pub criteria: fn(&Case<'_>) -> Vec<Criterion>,
    pub options: fn(&Case<'_>) -> Vec<Candidate>,
    /// The words of the record for a choice.
    pub words: fn(&Case<'_>, &Candidate) -> Words,
    /// Changes the Design so that it shows an option. The option is one of `options`.
    pub set: fn(&mut Design, &Brief, Option<&ElementId>, &str),
}

/// A force, and how much it counts.
pub(crate) struct Criterion {
    pub name: String,
    pub weight: u32,
}

pub(crate) fn criterion(name: impl Into<String>, weight: u32) -> Criterion {
    Criterion { name: name.into(), weight }
}

/// An option with its marks, one a criterion.
pub(crate) struct Candidate {
    pub slug: String,
    pub name: String,
    pub icon: &'static str,
    pub marks: Vec<Mark>,
}

impl Candidate {
    pub(crate) fn new(slug: impl Into<String>, name: impl Into<String>, icon: &'static str, marks: Vec<Mark>) -> Self {
        Self { slug: slug.into(), name: name.into(), icon, marks }
    }
    /// An option that is a technology of the catalogue.
    pub(crate) fn technology(slug: &str, marks: Vec<Mark>) -> Self {
        let (name, icon) = catalog::find(slug).map_or((slug, ""), |t| (t.name, t.icon));
        Self { slug: slug.to_owned(), name: name.to_owned(), icon, marks }
    }
}

/// 0 to 4 bars and a word.
pub(crate) fn mark(bars: u8, word: impl Into<String>) -> Mark {
    Mark { bars: bars.min(4), word: word.into() }
}

/// The sentences of a record.
pub(crate) struct Words {
    pub title: String,
    pub context: String,
    pub consequences: Vec<Consequence>,
    pub revisit_when: String,
    pub elements: Vec<ElementId>,
}

pub(crate) fn good(text: impl Into<String>) -> Consequence {
    Consequence { good: true, text: text.into() }
}
pub(crate) fn bad(text: impl Into<String>) -> Consequence {
    Consequence { good: false, text: text.into() }
}

/// The criterion of a wish: counts more than any other, and only when there is one.
pub(crate) const WISH_WEIGHT: u32 = 8;
/// An option within this share of the best, in percent, could as well have been chosen.
const CLOSE_PERCENT: u32 = 4;

/// The topic that the drawing itself decides.
const DRAWN: &str = "decomposition";

/// One topic of one Design.
struct Question {
    topic: &'static Topic,
    slug: String,
    about: Option<ElementId>,
}

fn questions_of(design: &Design) -> Vec<Question> {
    let each = |topic: &'static Topic| {
        (topic.about)(design).into_iter().map(move |about| Question {
            topic,
            slug: about.as_ref().map_or_else(|| topic.slug.to_owned(), |id| format!("{}-{id}", topic.slug)),
            about,
        })
    };
    // A slug that would be too long for a topic belongs to an element with a very long name; it has no record.
    TOPICS.iter().flat_map(each).filter(|question| TopicId::new(question.slug.clone()).is_ok()).collect()
}

struct Judged {
    candidates: Vec<(Candidate, u32)>,
    criteria: Vec<String>,
    best: usize,
    close: bool,
}

fn judge(topic: &Topic, case: &Case<'_>) -> Judged {
    let criteria = (topic.criteria)(case);
    let candidates: Vec<(Candidate, u32)> = (topic.options)(case)
        .into_iter()
        .map(|candidate| {
            debug_assert_eq!(candidate.marks.len(), criteria.len(), "{} {}", topic.slug, candidate.slug);
            let score = candidate.marks.iter().zip(&criteria).map(|(mark, criterion)| u32::from(mark.bars) * criterion.weight).sum();
            (candidate, score)
        })
        .collect();
    // The first of equals: options stand in the order of plainness.
    let best = (0..candidates.len()).max_by_key(|i| (candidates[*i].1, std::cmp::Reverse(*i))).unwrap_or(0);
    let top = candidates.get(best).map_or(0, |(_, score)| *score);
    let close = candidates.iter().enumerate().any(|(i, (_, score))| i != best && (top - score) * 100 <= top * CLOSE_PERCENT);
    Judged { candidates, criteria: criteria.into_iter().map(|c| c.name).collect(), best, close }
}

/// Decides every topic of a fresh Design, in order, and writes down what was decided. The decomposition is what was drawn.
pub(crate) fn settle(design: &mut Design, brief: &Brief) {
    for topic in TOPICS {
        for about in (topic.about)(design) {
            let slug = about.as_ref().map_or_else(|| topic.slug.to_owned(), |id| format!("{}-{id}", topic.slug));
            let Ok(id) = TopicId::new(slug) else { continue };
            let case = Case::new(design, brief, about.as_ref());
            let judged = judge(topic, &case);
            let current = (topic.choice)(&case);
            let Some((best, _)) = judged.candidates.get(judged.best) else { continue };
            let drawn = topic.slug == DRAWN;
            let choice = if drawn { current.clone() } else { best.slug.clone() };
            let status = status(topic, brief, judged.close);
            if choice != current {
                (topic.set)(design, brief, about.as_ref(), &choice);
            }
            design.decisions.insert(id, Decision { choice, status, override_reason: None });
        }
    }
}

/// A close call that rests on assumptions waits for a person.
fn status(topic: &Topic, brief: &Brief, close: bool) -> Status {
    let assumed = topic.questions.iter().any(|question| brief.assumed.contains(question));
    if close && assumed { Status::Proposed } else { Status::Accepted }
}

/// Every record of a Design, numbered in the registry's order.
pub fn records(design: &Design) -> Vec<Record> {
    let brief = Brief::read(&design.brief);
    questions_of(design).iter().zip(1..).map(|(question, number)| record(design, &brief, question, number)).collect()
}

fn record(design: &Design, brief: &Brief, question: &Question, number: u16) -> Record {
    let topic = question.topic;
    let case = Case::new(design, brief, question.about.as_ref());
    let judged = judge(topic, &case);
    let choice = (topic.choice)(&case);
    let drawn = Candidate::new(choice.clone(), choice.clone(), "", Vec::new());
    let chosen = judged.candidates.iter().map(|(candidate, _)| candidate).find(|candidate| candidate.slug == choice).unwrap_or(&drawn);
    let words = (topic.words)(&case, chosen);
    let proposed = judged.candidates.get(judged.best).map_or_else(|| choice.clone(), |(candidate, _)| candidate.slug.clone());
    // What was written down counts only while the Design still shows it.
    let kept = design.decisions.get(question.slug.as_str()).filter(|decision| decision.choice == choice);
    let subject = match &question.about {
        Some(id) => format!("{} {}", topic.subject, design.display_name(id)),
        None => topic.subject.to_owned(),
    };
    Record {
        topic: question.slug.clone(),
        number,
        subject,
        title: words.title,
        status: kept.map_or_else(|| status(topic, brief, judged.close), |decision| decision.status),
        context: words.context,
        criteria: judged.criteria,
        options: judged
            .candidates
            .into_iter()
            .map(|(candidate, score)| DecisionOption {
                slug: candidate.slug,
                name: candidate.name,
                icon: candidate.icon.to_owned(),
                marks: candidate.marks,
                score,
            })
            .collect(),
        choice,
        proposed,
        override_reason: kept.and_then(|decision| decision.override_reason.clone()),
        consequences: words.consequences,
        answers: answers(design, brief, topic),
        revisit_when: words.revisit_when,
        elements: words.elements.iter().map(ToString::to_string).collect(),
    }
}

/// The answers a topic rests on, in words; an assumed one says so. Nothing for a Design that was drawn by hand.
fn answers(design: &Design, brief: &Brief, topic: &Topic) -> Vec<AnswerReference> {
    if design.brief.is_empty() {
        return Vec::new();
    }
    topic
        .questions
        .iter()
        .filter_map(|id| questions::find(id))
        .map(|question| AnswerReference {
            question: question.id.to_owned(),
            subject: question.subject.to_owned(),
            answer: match design.brief.get(question.id).filter(|_| !brief.assumed.contains(&question.id)) {
                Some(answer) => answer.describe(question),
                None => match brief.explicit(question.id) {
                    Some(answer) => format!("assumed: {}", answer.describe(question)),
                    None => Answer::NotSure.describe(question),
                },
            },
        })
        .collect()
}

/// Why a choice was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChooseError {
    #[error("this design has no decision “{0}”")]
    NoTopic(String),
    #[error("“{option}” is not an option of “{topic}”; the options are {options}")]
    NoOption { topic: String, option: String, options: String },
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The Edit that makes a Design show another option of a topic, and writes down who wanted it and why. Its inverse undoes both.
pub fn choose(design: &Design, topic: &str, option: &str, reason: Option<&str>) -> Result<Edit, ChooseError> {
    let question =
        questions_of(design).into_iter().find(|question| question.slug == topic).ok_or_else(|| ChooseError::NoTopic(clip(topic)))?;
    let brief = Brief::read(&design.brief);
    let case = Case::new(design, &brief, question.about.as_ref());
    let judged = judge(question.topic, &case);
    if !judged.candidates.iter().any(|(candidate, _)| candidate.slug == option) {
        let options = judged.candidates.iter().map(|(candidate, _)| candidate.slug.as_str()).collect::<Vec<_>>().join(", ");
        return Err(ChooseError::NoOption { topic: clip(topic), option: clip(option), options });
    }
    let current = (question.topic.choice)(&case);
    let proposed = judged.candidates.get(judged.best).is_some_and(|(candidate, _)| candidate.slug == option);
    let mut changed = design.clone();
    if current != option {
        (question.topic.set)(&mut changed, &brief, question.about.as_ref(), option);
    }
    let Ok(id) = TopicId::new(question.slug.clone()) else { return Err(ChooseError::NoTopic(question.slug)) };
    let reason = reason.map(str::trim).filter(|text| !text.is_empty() && !proposed).map(str::to_owned);
    changed.decisions.insert(id, Decision { choice: option.to_owned(), status: Status::Accepted, override_reason: reason });
    let edit = edit::diff(design, &changed);
    // Shows a bad reason (too long, control characters) where it was given rather than when it is saved.
    design.clone().apply(edit.clone())?;
    Ok(edit)
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}
