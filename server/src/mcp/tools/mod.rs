//! The tools: one file each, listed here.

mod compare;
mod explain_rule;
mod generate;
mod propose;
mod questions;
mod review;

use super::{Place, answer::Answer, arguments::Refusal, place::Effect, published::Publish};
use crate::security::limits::Limit;
use domain::work::Work;
use rmcp::model::{JsonObject, Tool as Described, ToolAnnotations};
use schemars::Schema;
use serde_json::Value;
use std::sync::Arc;

/// A tool.
#[derive(Debug)]
pub struct Tool {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    /// What its calls over HTTP are counted as, beside being requests.
    pub limit: Option<Limit>,
    /// Whether it may write, where anything is written.
    pub writes: bool,
    /// The schema of its arguments.
    pub input: fn() -> Schema,
    /// Reads its arguments.
    pub read: fn(Value, &Arc<Place>) -> Result<Job, Refusal>,
}

/// What is left to do once the arguments are read.
pub enum Job {
    /// Nothing.
    Done(Answer),
    /// Something is to be computed, for a design of so many parts.
    Run { parts: usize, run: Box<Run> },
}

/// Computes an answer.
pub type Run = dyn FnOnce(&Work) -> Result<Outcome, Refusal> + Send;

/// What a tool answers, and what the studio is to keep for whoever asked.
#[derive(Debug)]
pub struct Outcome {
    pub answer: Answer,
    pub publish: Option<Publish>,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self { answer, publish: None }
    }
}

impl Job {
    pub fn run(parts: usize, run: impl FnOnce(&Work) -> Result<Outcome, Refusal> + Send + 'static) -> Self {
        Self::Run { parts, run: Box::new(run) }
    }
}

/// Every tool, in the order of their use.
pub static ALL: &[&Tool] = &[&questions::TOOL, &propose::TOOL, &review::TOOL, &explain_rule::TOOL, &generate::TOOL, &compare::TOOL];

/// The tool of that name.
pub fn find(name: &str) -> Option<&'static Tool> {
    ALL.iter().find(|tool| tool.name == name).copied()
}

impl Tool {
    /// As the protocol describes it. Where there are no folders, none is asked for.
    pub fn described(&self, place: &Place) -> Described {
        let mut schema: JsonObject = (self.input)().to_value().as_object().cloned().unwrap_or_default();
        if !place.has_folders()
            && let Some(Value::Object(properties)) = schema.get_mut("properties")
        {
            properties.remove("folder");
        }
        let effect = if self.writes { place.effect() } else { Effect::None };
        let annotations = ToolAnnotations::with_title(self.title)
            .read_only(effect == Effect::None)
            .destructive(effect == Effect::Replaces)
            .idempotent(effect != Effect::Adds)
            .open_world(false);
        Described::new(self.name, self.description, schema).with_title(self.title).with_annotations(annotations)
    }
}
