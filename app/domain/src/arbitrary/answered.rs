//! Answers that tests of several packages begin with. Nothing random is in them.

use crate::{
    discovery::{Answer, Answers},
    ids::QuestionId,
};

/// What an online shop with nine engineers in three teams answers.
pub fn shop_answers() -> Answers {
    let answers = [
        ("archetype", Answer::text("e-commerce")),
        ("engineers", Answer::Number(9)),
        ("teams", Answer::Number(3)),
        ("peak-rps", Answer::Number(2_000)),
        ("target", Answer::text("kubernetes")),
    ];
    answers.into_iter().filter_map(|(question, answer)| Some((QuestionId::new(question).ok()?, answer))).collect()
}
