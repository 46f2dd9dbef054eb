//! `explain_rule`: why a rule of the review matters and what mends it.

use super::{Job, Tool};
use crate::{
    error::Problem,
    mcp::{
        Place,
        arguments::{Refusal, read},
    },
    routes::rules::RuleText,
};
use domain::review;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;
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
    let text = serde_json::to_value(RuleText::of(rule)).map_err(Problem::internal)?;
    Ok(Job::Done(text.as_object().cloned().unwrap_or_default()))
}
