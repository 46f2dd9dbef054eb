//! `groundplan new`: a design from flags, each of them the answer to a question. Knows what people call things, not what follows from it.

use super::{
    Failure,
    input::{read_text, shown},
    propose::{hand_over, read_brief, valid},
};
use crate::cli::NewArgs;
use domain::{
    discovery::{Answer, Answers, questions},
    ids::QuestionId,
    protocol::ProposalResponse,
};

/// What people call a choice of a question: the question, their word, the choice.
const WORDS: &[(&str, &str, &str)] = &[
    ("database", "postgres", "postgresql"),
    ("database", "mongo", "mongodb"),
    ("stack", "node", "node-express"),
    ("stack", "python", "python-fastapi"),
    ("stack", "java", "java-spring"),
    ("stack", "rust", "rust-axum"),
    ("communication", "event-driven", "events"),
    ("communication", "request-response", "request"),
    ("observability", "prometheus", "metrics"),
    ("observability", "loki", "logs"),
    ("observability", "jaeger", "full"),
];
/// Requests a second at the peak.
const SCALES: [(&str, u64); 3] = [("low", 10), ("medium", 200), ("high", 2_000)];

pub(super) fn run(args: &NewArgs) -> Result<(), Failure> {
    let mut answers = Answers::new();
    if let Some(path) = &args.from {
        let file = shown(path);
        answers = read_brief(&read_text(path)?).map_err(|error| format!("{file} is not a valid brief: {error}"))?.1;
    }
    let flags = [
        ("database", "database", &args.database),
        ("gateway", "gateway", &args.gateway),
        ("queue", "broker", &args.queue),
        ("pattern", "communication", &args.pattern),
        ("monitoring", "observability", &args.monitoring),
        ("language", "stack", &args.language),
    ];
    for (flag, question, word) in flags {
        if let Some(word) = word {
            let slug = fitting(flag, question, word)?;
            let answer = if question == "stack" { Answer::many([slug]) } else { Answer::text(slug) };
            set(&mut answers, question, answer);
        }
    }
    if !args.services.is_empty() {
        set(&mut answers, "existing-services", Answer::many(args.services.iter().cloned()));
    }
    if let Some(scale) = &args.scale {
        let known = SCALES.iter().find(|(word, _)| word == scale);
        let (_, rps) = known.ok_or_else(|| format!("--scale {scale}: what fits is {}", SCALES.map(|(word, _)| word).join(", ")))?;
        set(&mut answers, "peak-rps", Answer::Number(*rps));
    }
    let answers = valid("this", answers)?;
    let answer = ProposalResponse::of(Some(&args.name), &answers, None);
    if let Some(queue) = args.queue.as_deref().filter(|queue| *queue != "decide") {
        carried(&answer, queue)?;
    }
    hand_over(&domain::file::write(&answer.design), &answer, args.output.as_deref())
}

fn set(answers: &mut Answers, question: &str, answer: Answer) {
    if let Ok(id) = QuestionId::new(question) {
        answers.insert(id, answer);
    }
}

/// The choice of a question that somebody's word is.
fn fitting(flag: &str, question: &str, word: &str) -> Result<String, Failure> {
    let choices: Vec<&str> =
        questions::find(question).map_or_else(Vec::new, |known| known.choices().iter().map(|choice| choice.slug).collect());
    let called = WORDS.iter().find(|(of, called, _)| *of == question && *called == word).map_or(word, |(_, _, slug)| slug);
    if choices.contains(&called) {
        return Ok(called.to_owned());
    }
    let words = WORDS.iter().filter(|(of, ..)| *of == question).map(|(_, called, _)| *called);
    let fits: Vec<&str> = words.chain(choices).collect();
    Err(format!("--{flag} {word}: what fits is {}", fits.join(", ")))
}

/// A broker that was asked for is refused where the design announces nothing, and so has none.
fn carried(answer: &ProposalResponse, queue: &str) -> Result<(), Failure> {
    if answer.decisions.iter().any(|record| record.topic == "broker") {
        return Ok(());
    }
    Err(format!(
        "--queue {queue}: no part of this announces anything, so nothing would go through a broker; --pattern event-driven asks for events"
    ))
}
