//! `questions`: what a brief may say.

use super::{Job, Tool};
use crate::{
    mcp::{
        Place,
        answer::{self, Answer},
        arguments::{Refusal, read},
    },
    routes::questions::QuestionEntry,
};
use domain::discovery::{Input, Question, questions};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub const TOOL: Tool = Tool {
    name: "questions",
    title: "List the questions",
    description: "Lists what a brief may answer: ids of questions, what each is about, and the words that fit. With an id, one question in \
        full, with what each option means and what the files will lack of it. None has to be answered.",
    limit: None,
    writes: false,
    input: || schema_for!(Arguments),
    read: ask,
};

/// Which question.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    /// The id of one question, to read it in full.
    id: Option<String>,
    /// Questions to leave out at the start, to read the rest of a long list.
    skip: usize,
}

fn ask(arguments: Value, _: &Arc<Place>) -> Result<Job, Refusal> {
    let mut answer = Answer::new();
    let Arguments { id, skip } = read(arguments)?;
    match id {
        Some(id) => {
            let question = questions::all().iter().find(|question| question.id == id).ok_or_else(|| unknown(&id))?;
            answer.insert("question".into(), serde_json::to_value(QuestionEntry::from(question)).unwrap_or_default());
        }
        None => answer::page(&mut answer, "questions", questions::all().iter().map(short), skip),
    }
    Ok(Job::Done(answer))
}

fn unknown(id: &str) -> Refusal {
    let ids: Vec<&str> = questions::all().iter().map(|question| question.id).collect();
    let id: String = id.chars().take(60).collect();
    Refusal::new(format!("there is no question “{id}”; the questions are {}", ids.join(", ")))
}

/// A question in a line.
fn short(question: &Question) -> Value {
    let slugs = || question.choices().iter().map(|choice| choice.slug).collect::<Vec<_>>();
    let fits = match question.input {
        Input::One(_) => json!({ "one_of": slugs() }),
        Input::Many { free: None, .. } => json!({ "list_of": slugs() }),
        Input::Many { free: Some(_), .. } => json!({ "list_of": slugs(), "or": "words of your own" }),
        Input::Number { unit, min, max, .. } => json!({ "number": unit, "from": min, "to": max }),
        Input::Text { .. } => json!("a text"),
        Input::Levels(_) => json!({ "for_any_of": slugs(), "one_of": ["none", "some", "strong"] }),
    };
    json!({ "id": question.id, "text": question.text, "answer": fits, "default": question.default_text })
}
