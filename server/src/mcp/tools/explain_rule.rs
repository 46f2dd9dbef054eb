//! `explain_rule`: why a rule of the review matters and what mends it.

use super::{Job, Tool};
use crate::mcp::{
    Place,
    answer::Answer,
    arguments::{Refusal, read},
};
use domain::review;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub const TOOL: Tool = Tool {
    name: "explain_rule",
    title: "Explain a rule of the review",
    description: "Tells what a rule looks for, why that hurts, what mends it, and where that is known from.",
    limit: None,
    writes: false,
    input: || schema_for!(Arguments),
    read: explain,
};

/// Which rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// The code that findings carry, such as REL104.
    code: String,
}

fn explain(arguments: Value, _: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { code } = read(arguments)?;
    let rule = review::rule(&code.to_ascii_uppercase()).ok_or_else(|| {
        let codes: Vec<&str> = review::rules().iter().map(|rule| rule.code).collect();
        let code: String = code.chars().take(60).collect();
        Refusal::new(format!("no rule has the code “{code}”; the codes are {}", codes.join(", ")))
    })?;
    let mut answer = serde_json::to_value(rule).ok().and_then(|rule| rule.as_object().cloned()).unwrap_or_else(Answer::new);
    answer.insert("title".into(), json!(rule.title()));
    answer.insert("criteria".into(), json!(review::criteria_of(rule)));
    Ok(Job::done(answer))
}
