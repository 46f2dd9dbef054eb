//! The registry of questions, in the order they are asked. Holds words and when they are shown; what an answer means is
//! [`super::Brief`]'s business.

mod business;
mod infrastructure;
mod quality;
mod technical;

use super::{Answers, Choice, Part, Question};
use crate::standing::Standing;

const PARTS: [&[Question]; 4] = [business::QUESTIONS, technical::QUESTIONS, infrastructure::QUESTIONS, quality::QUESTIONS];
const COUNT: usize = PARTS[0].len() + PARTS[1].len() + PARTS[2].len() + PARTS[3].len();

static ALL: [Question; COUNT] = {
    let mut all = [PARTS[0][0]; COUNT];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut i = 0;
        while i < PARTS[part].len() {
            all[at] = PARTS[part][i];
            at += 1;
            i += 1;
        }
        part += 1;
    }
    all
};

/// Every question.
pub fn all() -> &'static [Question] {
    &ALL
}

/// The questions that matter given these answers, in order.
pub fn shown(answers: &Answers) -> Vec<&'static Question> {
    let brief = super::Brief::read(answers);
    all().iter().filter(|question| (question.shown)(&brief, answers)).collect()
}

/// A question by its id.
pub fn find(id: &str) -> Option<&'static Question> {
    all().iter().find(|question| question.id == id)
}

/// How far one part is: questions answered (“not sure” counts), and questions shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub part: Part,
    pub answered: usize,
    pub shown: usize,
}

/// How far each part is, in order.
pub fn progress(answers: &Answers) -> Vec<Progress> {
    let shown = shown(answers);
    Part::ALL
        .into_iter()
        .map(|part| {
            let of_part = || shown.iter().filter(move |question| question.part == part);
            Progress { part, answered: of_part().filter(|q| answers.contains_key(q.id)).count(), shown: of_part().count() }
        })
        .collect()
}

/// How far the whole questionnaire is: questions answered and questions shown.
pub fn answered(answers: &Answers) -> (usize, usize) {
    progress(answers).iter().fold((0, 0), |(answered, shown), part| (answered + part.answered, shown + part.shown))
}

const fn choice(slug: &'static str, label: &'static str, hint: &'static str, icon: &'static str, standing: Standing) -> Choice {
    Choice { slug, label, hint, icon, standing }
}

/// A question that always matters.
const ALWAYS: fn(&super::Brief, &Answers) -> bool = |_, _| true;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::{Answer, Input},
        ids::QuestionId,
    };
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_valid_and_every_question_says_why_and_what_it_assumes() {
        let mut seen = BTreeSet::new();
        for question in all() {
            assert!(QuestionId::new(question.id).is_ok() && seen.insert(question.id), "{}", question.id);
            for text in [question.subject, question.text, question.help, question.default_text] {
                assert!(!text.is_empty(), "{}", question.id);
            }
            assert_eq!(find(question.id).map(|q| q.id), Some(question.id));
        }
    }

    #[test]
    fn choices_of_a_question_are_distinct() {
        for question in all() {
            let slugs: Vec<_> = question.choices().iter().map(|choice| choice.slug).collect();
            let distinct: BTreeSet<_> = slugs.iter().collect();
            assert_eq!(slugs.len(), distinct.len(), "{}", question.id);
        }
    }

    #[test]
    fn suggestions_are_inside_their_bounds() {
        for question in all() {
            if let Input::Number { min, max, suggestions, .. } = question.input {
                assert!(!suggestions.is_empty() && suggestions.iter().all(|n| (min..=max).contains(n)), "{}", question.id);
            }
        }
    }

    #[test]
    fn what_cannot_matter_is_not_asked() {
        let ids = |answers: &Answers| shown(answers).iter().map(|question| question.id).collect::<BTreeSet<_>>();
        let mut answers = Answers::new();
        for hidden in ["existing-services", "teams", "gateway", "communication", "development", "release"] {
            assert!(!ids(&answers).contains(hidden), "{hidden}");
        }
        let mut say = |id: &str, answer: Answer| {
            answers.insert(QuestionId::new(id).unwrap(), answer);
        };
        say("archetype", Answer::text("e-commerce"));
        say("current-system", Answer::text("monolith"));
        say("engineers", Answer::Number(9));
        say("peak-rps", Answer::Number(2000));
        say("target", Answer::text("kubernetes"));
        for asked in ["existing-services", "teams", "gateway", "communication", "development", "release"] {
            assert!(ids(&answers).contains(asked), "{asked}");
        }
    }

    #[test]
    fn progress_counts_what_is_shown_only() {
        let mut answers = Answers::new();
        let (none, shown) = answered(&answers);
        assert_eq!(none, 0);
        assert!((16..=22).contains(&shown), "{shown} questions at the start");
        answers.insert(QuestionId::new("purpose").unwrap(), Answer::NotSure);
        answers.insert(QuestionId::new("teams").unwrap(), Answer::Number(2));
        assert_eq!(answered(&answers).0, 1, "a hidden question does not count");
        assert_eq!(progress(&answers)[0].answered, 1);
    }
}
