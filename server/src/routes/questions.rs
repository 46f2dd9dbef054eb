//! `GET /questions`: the questionnaire, as data.

use crate::{
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use domain::{
    discovery::{Choice, Input, Part, Question, questions},
    standing::Gap,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::LazyLock;

pub const LIST: Operation = Operation {
    id: "list_questions",
    summary: "List the questions of the discovery",
    description: "Which of them matter depends on earlier answers; an answer to one that does not is ignored.",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "In the order they are asked",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<QuestionEntry>> }],
    }],
    problems: &[],
    limit: Limit::Read,
};

/// A question on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionEntry {
    id: &'static str,
    part: Part,
    subject: &'static str,
    text: &'static str,
    /// Why it is asked.
    help: &'static str,
    /// What “I don't know yet” takes.
    default: &'static str,
    /// `one`, `many`, `number`, `text` or `levels`.
    input: &'static str,
    choices: Vec<ChoiceEntry>,
    /// For `many`: entries beside the choices are welcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u64>,
}

/// An option of a question on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChoiceEntry {
    slug: &'static str,
    label: &'static str,
    hint: &'static str,
    /// What the bundle does not hold of it: `planned, not generated: …`.
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<String>,
}

impl From<&Question> for QuestionEntry {
    fn from(question: &Question) -> Self {
        let Question { id, part, subject, text, help, input, default_text, .. } = *question;
        let entry = Self {
            id,
            part,
            subject,
            text,
            help,
            default: default_text,
            input: "",
            choices: Vec::new(),
            free: None,
            unit: None,
            min: None,
            max: None,
        };
        let entries = |choices: &[Choice]| {
            let entry = |c: &Choice| ChoiceEntry { slug: c.slug, label: c.label, hint: c.hint, gap: c.standing.gap().map(Gap::mark) };
            choices.iter().map(entry).collect()
        };
        match input {
            Input::One(choices) => Self { input: "one", choices: entries(choices), ..entry },
            Input::Many { choices, free } => Self { input: "many", choices: entries(choices), free: Some(free.is_some()), ..entry },
            Input::Number { unit, min, max, .. } => Self { input: "number", unit: Some(unit), min: Some(min), max: Some(max), ..entry },
            Input::Text { .. } => Self { input: "text", ..entry },
            Input::Levels(subjects) => Self { input: "levels", choices: entries(subjects), ..entry },
        }
    }
}

static TEXT: LazyLock<Bytes> = LazyLock::new(|| {
    let entries: Vec<QuestionEntry> = questions::all().iter().map(QuestionEntry::from).collect();
    serde_json::to_vec(&entries).unwrap_or_default().into()
});

pub async fn list_questions(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/json", || TEXT.clone())
}
