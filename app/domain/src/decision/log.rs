//! The log of decisions: every question a Design poses, what it shows, what was written down, and the two told together.

use super::{
    AnswerReference, Decision, DecisionOption, Mark, Past, PastChoice, Record, RuleReference, Status, TOPICS, Theme,
    case::Case,
    retired::retired,
    topic::{About, Candidate, Topic, bad, criterion, mark},
};
use crate::{
    Design,
    discovery::{Answer, Brief, proposal::verdict::capital, questions},
    ids::{ElementId, TopicId},
    review,
    standing::{Gap, Standing},
};

/// An option within this share of the best, in percent, could as well have been chosen.
const CLOSE_PERCENT: u32 = 4;

/// The topic that the drawing itself decides.
const DRAWN: &str = "decomposition";

/// One topic of one Design.
pub(super) struct Question {
    pub topic: &'static Topic,
    pub id: TopicId,
    pub about: About,
}

impl Question {
    fn new(topic: &'static Topic, about: About) -> Option<Self> {
        let slug = about.id().map_or_else(|| topic.slug.to_owned(), |id| format!("{}-{id}", topic.slug));
        // A slug that would be too long for a topic belongs to an element with a very long name; it has no record.
        Some(Self { topic, id: TopicId::new(slug).ok()?, about })
    }
}

pub(super) fn questions_of(design: &Design) -> Vec<Question> {
    TOPICS.iter().flat_map(|topic| (topic.about)(design).into_iter().filter_map(move |about| Question::new(topic, about))).collect()
}

/// The options of a topic with their scores.
pub(super) struct Judged {
    pub candidates: Vec<(Candidate, u32)>,
    criteria: Vec<String>,
    best: usize,
    close: bool,
}

impl Judged {
    pub(super) fn best(&self) -> Option<&Candidate> {
        self.candidates.get(self.best).map(|(candidate, _)| candidate)
    }
    pub(super) fn find(&self, slug: &str) -> Option<&Candidate> {
        self.candidates.iter().map(|(candidate, _)| candidate).find(|candidate| candidate.slug == slug)
    }
}

/// How much it counts that the bundle holds an option: a wish counts more, nearly everything else less. What rules ask for in matters
/// of security is not talked out of by what is missing: it is proposed, and the review says that it is missing.
const fn in_bundle_weight(theme: Theme) -> u32 {
    if matches!(theme, Theme::Security) { 2 } else { 6 }
}

fn in_bundle(standing: Standing) -> Mark {
    match standing.gap() {
        None => mark(4, "yes"),
        Some(gap) if gap.whole => mark(0, "planned, not generated"),
        Some(_) => mark(2, "in part"),
    }
}

pub(super) fn judge(topic: &Topic, case: &Case<'_>) -> Judged {
    let mut criteria = (topic.criteria)(case);
    let mut options = (topic.options)(case);
    // What stands behind an option counts, where not all have the same behind them.
    if options.iter().any(|option| option.standing.gap().is_some()) {
        criteria.push(criterion("Is in the bundle", in_bundle_weight(topic.theme)));
        options.iter_mut().for_each(|option| option.marks.push(in_bundle(option.standing)));
    }
    let candidates: Vec<(Candidate, u32)> = options
        .into_iter()
        .map(|candidate| {
            debug_assert_eq!(candidate.marks.len(), criteria.len(), "{} {}", topic.slug, candidate.slug);
            let score = candidate.marks.iter().zip(&criteria).map(|(mark, criterion)| u32::from(mark.bars) * criterion.weight).sum();
            (candidate, score)
        })
        .collect();
    // The first of equals: options stand in the order of plainness.
    let proposable = (0..candidates.len()).filter(|i| candidates[*i].0.never.is_none());
    let best = proposable.max_by_key(|i| (candidates[*i].1, std::cmp::Reverse(*i))).unwrap_or(0);
    let top = candidates.get(best).map_or(0, |(_, score)| *score);
    let close = candidates
        .iter()
        .enumerate()
        .any(|(i, (other, score))| i != best && other.never.is_none() && (top - score) * 100 <= top * CLOSE_PERCENT);
    Judged { candidates, criteria: criteria.into_iter().map(|c| c.name).collect(), best, close }
}

/// Decides every topic of a fresh Design, in order, and writes down what was decided. The decomposition is what was drawn.
pub(crate) fn settle(design: &mut Design, brief: &Brief) {
    let mut number = 0;
    for topic in TOPICS {
        for question in (topic.about)(design).into_iter().filter_map(|about| Question::new(topic, about)) {
            let case = Case::new(design, brief, &question.about);
            let judged = judge(topic, &case);
            let current = (topic.choice)(&case);
            let Some(best) = judged.best() else { continue };
            let choice = if topic.slug == DRAWN { current.clone() } else { best.slug.clone() };
            let status = status(topic, brief, judged.close);
            if choice != current {
                (topic.set)(design, brief, &question.about, &choice);
            }
            number += 1;
            design.decisions.insert(question.id, Decision { status, number: Some(number), ..Decision::new(choice) });
        }
    }
}

/// A close call that rests on assumptions waits for a person.
fn status(topic: &Topic, brief: &Brief, close: bool) -> Status {
    let assumed = topic.questions.iter().any(|question| brief.assumed.contains(question));
    if close && assumed { Status::Proposed } else { Status::Accepted }
}

/// What a topic about an element is called once the element is; nothing for topics about something else, and for names that
/// leave no room for it.
pub(crate) fn renamed(topic: &TopicId, from: &ElementId, to: &ElementId) -> Option<TopicId> {
    let known = TOPICS
        .iter()
        .find(|known| topic.as_str().strip_prefix(known.slug).and_then(|rest| rest.strip_prefix('-')) == Some(from.as_str()))?;
    TopicId::new(format!("{}-{to}", known.slug)).ok()
}

/// One line of the log.
pub(super) struct Entry {
    pub question: Question,
    /// The option the Design shows.
    pub shown: String,
    pub number: u16,
    /// What was written down, brought up to what the Design shows. Nothing for what nobody wrote down.
    pub decision: Option<Decision>,
    /// What was written down says something else than the Design.
    pub contradicted: bool,
}

/// The log of a Design. Numbers that were given stay; others follow after them, in the registry's order.
pub(super) fn log(design: &Design, brief: &Brief) -> Vec<Entry> {
    let mut taken = std::collections::BTreeSet::new();
    let mut last = design.decisions.values().filter_map(Decision::last_number).max().unwrap_or(0);
    let mut next = move || {
        last = last.saturating_add(1);
        last
    };
    let mut entries = Vec::new();
    for question in questions_of(design) {
        let case = Case::new(design, brief, &question.about);
        let shown = (question.topic.choice)(&case);
        let stored = design.decisions.get(&question.id);
        // Two decisions with one number can only come from a file changed by hand.
        let number = stored.and_then(|decision| decision.number).filter(|number| taken.insert(*number)).unwrap_or_else(&mut next);
        // A part without a technology shows nothing, and contradicts nothing.
        let contradicted = stored.is_some_and(|decision| decision.choice != shown) && !shown.is_empty();
        let (number, decision) = match stored {
            Some(decision) if contradicted => {
                let name = || name_of(question.topic, &case, &decision.choice);
                let follower = decision.clone().followed_by(&shown, number, name, &mut next);
                (follower.number.unwrap_or(number), Some(follower))
            }
            other => (number, other.cloned()),
        };
        entries.push(Entry { question, shown, number, decision, contradicted });
    }
    entries
}

/// What people call an option; its slug in words for one that is no longer offered.
pub(super) fn name_of(topic: &Topic, case: &Case<'_>, slug: &str) -> String {
    let offered = (topic.options)(case).into_iter().find(|candidate| candidate.slug == slug);
    let words = || capital(&slug.replace('-', " "));
    offered.map_or_else(words, |candidate| candidate.name)
}

impl Decision {
    /// What stands in the log once the Design shows another option: a draft that a person has yet to accept, with what it
    /// replaces behind it. A draft that changes again is only redrafted, and going back to what it would have replaced drops it.
    fn followed_by(mut self, shown: &str, number: u16, name: impl FnOnce() -> String, next: &mut impl FnMut() -> u16) -> Self {
        if self.status == Status::Proposed {
            return match self.superseded.pop_if(|past| past.choice == shown) {
                Some(past) => Self {
                    choice: past.choice,
                    status: Status::Accepted,
                    override_reason: past.override_reason,
                    number: Some(past.number),
                    superseded: self.superseded,
                },
                None => Self { choice: shown.to_owned(), override_reason: None, number: Some(number), ..self },
            };
        }
        self.superseded.push(PastChoice { number, name: name(), choice: self.choice, override_reason: self.override_reason });
        Self {
            choice: shown.to_owned(),
            status: Status::Proposed,
            override_reason: None,
            number: Some(next()),
            superseded: self.superseded,
        }
    }
}

/// Every record of a Design in the registry's order, and after them those of what is not asked any more.
pub fn records(design: &Design) -> Vec<Record> {
    let brief = Brief::read(&design.brief);
    let entries = log(design, &brief);
    let asked = entries.iter().map(|entry| entry.question.id.clone()).collect();
    let mut all: Vec<Record> = entries.into_iter().map(|entry| record(design, &brief, entry)).collect();
    all.extend(retired(design, &brief, &asked));
    all
}

fn record(design: &Design, brief: &Brief, entry: Entry) -> Record {
    let Entry { question, shown: choice, number, decision, .. } = entry;
    let topic = question.topic;
    let case = Case::new(design, brief, &question.about);
    let judged = judge(topic, &case);
    let drawn = Candidate::unknown(choice.clone(), choice.clone());
    let chosen = judged.find(&choice).unwrap_or(&drawn);
    let words = (topic.words)(&case, chosen);
    let mut consequences = words.consequences;
    consequences.extend(chosen.never.map(bad));
    consequences.extend(chosen.standing.gap().map(|gap| bad(capital(&gap.mark()))));
    let proposed = judged.best().map_or_else(|| choice.clone(), |candidate| candidate.slug.clone());
    let subject = match &question.about {
        About::Whole => topic.subject.to_owned(),
        About::Element(id) => format!("{} {}", topic.subject, design.display_name(id)),
        About::Link(id) => match design.links.get(id) {
            Some(link) => format!("{} {} to {}", topic.subject, design.display_name(&link.from), design.display_name(&link.to)),
            None => topic.subject.to_owned(),
        },
    };
    let status = decision.as_ref().map_or_else(|| status(topic, brief, judged.close), |decision| decision.status);
    let superseded = decision.as_ref().map(|decision| past(topic, &case, Some(&judged), &decision.superseded, number)).unwrap_or_default();
    Record {
        topic: question.id.to_string(),
        theme: topic.theme,
        number,
        subject,
        title: words.title,
        status,
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
                gap: candidate.standing.gap().map(Gap::mark),
                planned: candidate.standing.gap().is_some_and(|gap| gap.whole),
            })
            .collect(),
        choice,
        proposed,
        override_reason: decision.and_then(|decision| decision.override_reason),
        consequences,
        answers: answers(design, brief, topic),
        rules: rules(topic),
        revisit_when: words.revisit_when,
        elements: words.elements.iter().map(ToString::to_string).collect(),
        superseded,
    }
}

/// What was decided before, told by the option it was.
pub(super) fn past(topic: &Topic, case: &Case<'_>, judged: Option<&Judged>, choices: &[PastChoice], number: u16) -> Vec<Past> {
    let replaced_by = choices.iter().skip(1).map(|later| later.number).chain([number]);
    choices
        .iter()
        .zip(replaced_by)
        .map(|(past, replaced_by)| {
            let gone = Candidate::unknown(past.choice.clone(), past.name.clone());
            // An option that is no longer offered has no words of its own.
            let offer = judged.and_then(|judged| judged.find(&past.choice));
            let offered = offer.is_some();
            let words = (topic.words)(case, offer.unwrap_or(&gone));
            Past {
                number: past.number,
                choice: past.choice.clone(),
                name: past.name.clone(),
                title: if offered { words.title } else { format!("{}: {}", topic.subject, past.name) },
                consequences: if offered { words.consequences } else { Vec::new() },
                override_reason: past.override_reason.clone(),
                replaced_by,
            }
        })
        .collect()
}

fn rules(topic: &Topic) -> Vec<RuleReference> {
    let known = topic.rules.iter().filter_map(|code| review::rule(code));
    known.map(|rule| RuleReference { code: rule.code.to_owned(), title: rule.title() }).collect()
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
