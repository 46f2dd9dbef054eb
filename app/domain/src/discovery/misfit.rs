//! Answers that answer nothing. [`Brief::read`] takes the default for them, which is right for a stored Design and wrong for somebody
//! who has just written them down: this says what does not fit.

use super::{Answer, Answers, Brief, Input, Question, grouped, numbers, proposal::moves, questions};
use crate::{design::Problem, spelling::did_you_mean};

/// Every answer that would be passed over, by the path of its field, and what would fit.
pub fn misfits(answers: &Answers) -> Vec<Problem> {
    let assumed = Brief::read(answers).assumed;
    let message = |id: &str, answer: &Answer| match (questions::find(id), numbers::ALL.iter().find(|number| number.id == id)) {
        _ if id == moves::QUESTION => owners(answer),
        (Some(_), _) if *answer == Answer::NotSure => None,
        (Some(question), _) => unknown_choices(question, answer).or_else(|| assumed.contains(&question.id).then(|| wanted(question))),
        (None, Some(number)) => match answer {
            Answer::Number(n) if (u64::from(number.min)..=u64::from(number.max)).contains(n) => None,
            _ => Some(whole_number(u64::from(number.min), u64::from(number.max))),
        },
        (None, None) => Some(format!("there is no such question{}", did_you_mean(id, &known()))),
    };
    let problem = |(id, answer): (&crate::ids::QuestionId, &Answer)| {
        message(id.as_str(), answer).map(|message| Problem { path: format!("brief.{id}"), message })
    };
    answers.iter().filter_map(problem).collect()
}

/// Everything that can be answered.
fn known() -> Vec<&'static str> {
    let questions = questions::all().iter().map(|question| question.id);
    questions.chain(numbers::ALL.iter().map(|number| number.id)).chain([moves::QUESTION]).collect()
}

fn owners(answer: &Answer) -> Option<String> {
    let all_read = matches!(answer, Answer::Many(entries) if entries.iter().all(|entry| moves::is_move(entry)));
    (!all_read).then(|| "must be a list of entities with the context that gets each: “coupons=catalog”".to_owned())
}

/// Options that a list without free entries does not have.
fn unknown_choices(question: &Question, answer: &Answer) -> Option<String> {
    let words: Vec<&str> = match (question.input, answer) {
        (Input::Many { free: None, .. }, Answer::Many(entries)) => entries.iter().map(String::as_str).collect(),
        (Input::Levels(_), Answer::Levels(levels)) => levels.keys().map(String::as_str).collect(),
        _ => return None,
    };
    let unknown = words.into_iter().find(|word| !question.choices().iter().any(|choice| choice.slug == *word))?;
    let slugs: Vec<&str> = question.choices().iter().map(|choice| choice.slug).collect();
    Some(format!("there is no “{unknown}” here{}; there are {}", did_you_mean(unknown, &slugs), slugs.join(", ")))
}

/// What would fit.
fn wanted(question: &Question) -> String {
    let slugs = || question.choices().iter().map(|choice| choice.slug).collect::<Vec<_>>().join(", ");
    match question.input {
        Input::One(_) => format!("must be one of {}", slugs()),
        Input::Many { free: Some(_), .. } => "must be a list of texts".to_owned(),
        Input::Many { free: None, .. } => format!("must be a list of {}", slugs()),
        Input::Number { min, max, .. } => whole_number(min, max),
        Input::Text { .. } => "must be a text".to_owned(),
        Input::Levels(_) => format!("must be none, some or strong for any of {}", slugs()),
    }
}

fn whole_number(min: u64, max: u64) -> String {
    format!("must be a whole number from {} to {}", grouped(min), grouped(max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::Level, ids::QuestionId};

    fn said(answers: &[(&str, Answer)]) -> Vec<String> {
        let answers = answers.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect();
        misfits(&answers).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_passed_over_is_named_with_what_would_fit() {
        let misfits = said(&[
            ("engineerz", Answer::Number(5)),
            ("engineers", Answer::text("many")),
            ("peak-rps", Answer::Number(0)),
            ("database", Answer::text("oracle")),
            ("stack", Answer::many(["node-express", "python-fastap"])),
            ("skills", Answer::Levels([("cobol".to_owned(), Level::Strong)].into())),
            ("number-god-entities", Answer::Number(1_000)),
            ("entity-owners", Answer::many(["coupons"])),
        ]);
        assert_eq!(
            misfits,
            [
                "brief.database: must be one of decide, postgresql, mysql, mongodb",
                "brief.engineers: must be a whole number from 1 to 5,000",
                "brief.engineerz: there is no such question (did you mean “engineers”?)",
                "brief.entity-owners: must be a list of entities with the context that gets each: “coupons=catalog”",
                "brief.number-god-entities: must be a whole number from 6 to 60",
                "brief.peak-rps: must be a whole number from 1 to 1,000,000",
                "brief.skills: there is no “cobol” here; there are node, python, go, java, rust, docker, kubernetes, postgresql, mongodb, \
                 rabbitmq, kafka",
                "brief.stack: there is no “python-fastap” here (did you mean “python-fastapi”?); there are node-express, python-fastapi, \
                 go, java-spring, rust-axum",
            ]
        );
    }

    #[test]
    fn whatever_the_brief_says_of_itself_fits() {
        let brief = Brief::read(&Answers::new());
        let explicit = |question: &Question| Some((QuestionId::new(question.id).unwrap(), brief.explicit(question.id)?));
        let answers: Answers = questions::all().iter().filter_map(explicit).filter(|(_, answer)| *answer != Answer::text("")).collect();
        assert!(answers.len() > 15, "{answers:?}");
        assert_eq!(misfits(&answers), []);
        let unsure = questions::all().iter().map(|question| (QuestionId::new(question.id).unwrap(), Answer::NotSure)).collect();
        assert_eq!(misfits(&unsure), []);
    }

    #[test]
    fn every_option_and_suggestion_fits() {
        for question in questions::all() {
            let slugs = || question.choices().iter().map(|choice| choice.slug);
            let answers: Vec<Answer> = match question.input {
                Input::One(_) => slugs().map(Answer::text).collect(),
                Input::Many { .. } => vec![Answer::many(slugs())],
                Input::Number { min, max, suggestions, .. } => suggestions.iter().copied().chain([min, max]).map(Answer::Number).collect(),
                Input::Text { .. } => vec![Answer::text("Guests book a table")],
                Input::Levels(_) => vec![Answer::Levels(slugs().map(|slug| (slug.to_owned(), Level::Some)).collect())],
            };
            for answer in answers {
                assert_eq!(said(&[(question.id, answer.clone())]), [""; 0], "{answer:?}");
            }
        }
    }
}
