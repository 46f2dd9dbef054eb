//! The registry of questions, in the order they are asked.

use super::{Answers, Question};

/// Every question.
pub fn all() -> &'static [Question] {
    &[]
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
