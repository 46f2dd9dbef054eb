//! The answers of the questionnaire: what is proposed with each of them, compared with what is proposed when nobody says.

use super::*;
use domain::{
    discovery::{
        Answer, Answers, Brief, Input, Level, Question,
        proposal::propose,
        questions::{self},
    },
    ids::QuestionId,
};

/// Systems in which an answer may matter: a small one on one machine, one of several teams on Kubernetes, one beside others that run
/// already, the smallest, two for which nobody says where they run, and one whose messages want another broker than the plainest.
const BRIEFS: [&str; 7] = [
    "archetype: restaurant-voice\nengineers: 3\nusers: public\n",
    "archetype: e-commerce\nengineers: 24\nteams: 4\npeak-rps: 8000\ntarget: kubernetes\noperations: on-call\navailability: \"99.99\"\nbudget: more\n",
    "archetype: saas\nengineers: 12\nteams: 2\ncurrent-system: services\nexisting-services: [Billing, Weather feed]\ntarget: compose\n",
    "capabilities: [accounts, orders]\nengineers: 2\ntarget: compose\nbudget: under-50\n",
    "archetype: e-commerce\nengineers: 12\npeak-rps: 3000\navailability: \"99.9\"\n",
    "archetype: e-commerce\nengineers: 20\nteams: 3\npeak-rps: 900\navailability: \"99.95\"\nskills: { kubernetes: some }\nbudget: more\n",
    "capabilities: [devices, telemetry]\nengineers: 8\npeak-rps: 15000\ntarget: compose\n",
];
pub(super) fn all() -> Vec<Value> {
    questions::all().iter().flat_map(answers_of).collect()
}

fn answers_of(question: &'static Question) -> Vec<Value> {
    let place = || format!("answer, {}", question.id);
    let choice = |choice: &domain::discovery::Choice, answer: Answer| {
        let trials: Vec<(bool, Trial)> = BRIEFS.iter().map(|brief| trial(question, brief, std::slice::from_ref(&answer))).collect();
        let is_default = trials.iter().any(|(is_default, _)| *is_default);
        let trials = trials.into_iter().filter(|(is_default, _)| !is_default).map(|(_, trial)| trial).collect();
        Value { place: place(), name: choice.label.to_owned(), standing: choice.standing, is_default, trials }
    };
    let open = |name: &str, standing: Standing, answers: &[Answer]| Value {
        place: place(),
        name: name.to_owned(),
        standing,
        is_default: false,
        trials: BRIEFS.iter().map(|brief| trial(question, brief, answers).1).collect(),
    };
    match question.input {
        Input::One(choices) => choices.iter().map(|c| choice(c, Answer::text(c.slug))).collect(),
        Input::Levels(subjects) => {
            subjects.iter().map(|c| choice(c, Answer::Levels([(c.slug.to_owned(), Level::Strong)].into()))).collect()
        }
        Input::Many { choices, free } => {
            let mut values: Vec<Value> = choices.iter().map(|c| choice(c, Answer::many([c.slug]))).collect();
            let entries = [["Weather stations"], ["Bee hives"]].map(Answer::many);
            values.extend(free.map(|standing| open("an entry of one's own", standing, &entries)));
            values
        }
        Input::Number { suggestions, standing, .. } => {
            let answers: Vec<Answer> = suggestions.iter().copied().map(Answer::Number).collect();
            vec![open("a number", standing, &answers)]
        }
        Input::Text { standing, .. } => {
            let texts = ["Sell shoes to the public", "Track parcels of several carriers"].map(Answer::text);
            vec![open("a text", standing, &texts)]
        }
    }
}

/// What is proposed without an answer and with each of these. The first tells whether the answer says what is assumed anyway.
fn trial(question: &Question, brief: &str, answers: &[Answer]) -> (bool, Trial) {
    let mut said: Answers = serde_saphyr::from_str(brief).expect("answers");
    let id = QuestionId::new(question.id).expect("an id");
    said.remove(&id);
    let before = propose(Some("Shop"), &said).design;
    let mut is_default = false;
    let after = answers.iter().map(|answer| {
        let mut said = said.clone();
        let nobody = understood(&said);
        said.insert(id.clone(), answer.clone());
        is_default |= understood(&said) == nobody;
        propose(Some("Shop"), &said).design
    });
    let after = after.collect();
    (is_default, Trial { before, after, part: String::new() })
}

/// What the engine takes from answers, whoever said it.
fn understood(answers: &Answers) -> String {
    format!("{:?}", Brief { assumed: Vec::new(), ..Brief::read(answers) })
}
