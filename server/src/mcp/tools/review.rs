//! `review`: what will hurt in a design.

use super::{Job, Outcome, Tool};
use crate::{
    mcp::{
        Place,
        answer::{self, Answer},
        arguments::{Refusal, Source, Wish, read},
    },
    security::limits::Limit,
};
use domain::review::{self, Finding, Severity};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub const TOOL: Tool = Tool {
    name: "review",
    title: "Review a design",
    description: "Says what will hurt in a design, worst first, with what would mend it, and how the ten success criteria stand. \
        `explain_rule` tells more of a finding's code.",
    limit: Some(Limit::Review),
    writes: false,
    input: || schema_for!(Arguments),
    read: prepare,
};

/// What to review: a brief, a design or a folder.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    /// What the system is to do, as for `propose`.
    brief: Option<Wish>,
    /// The text of a groundplan.yaml.
    design: Option<String>,
    /// A folder below the root that holds a groundplan.yaml, such as “shop”, or “.” for the root itself.
    folder: Option<String>,
    /// Only findings that matter at least so much; all of them when absent.
    at_least: Option<Severity>,
    /// Findings to leave out at the start, to read the rest of a long list.
    skip: usize,
}

fn prepare(arguments: Value, place: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { brief, design, folder, at_least, skip } = read(arguments)?;
    let design = Source { design, brief, folder }.design(place)?;
    let run = move |work: &domain::work::Work| {
        let review = review::review(&design, work);
        let open = |severity| review.open(severity).count();
        let criteria: Vec<Value> = review
            .scoreboard
            .iter()
            .map(|criterion| json!({ "name": criterion.name, "met": criterion.met, "evidence": criterion.evidence }))
            .collect();
        let mut answer = Answer::from_iter([
            ("errors".to_owned(), json!(open(Severity::Error))),
            ("warnings".to_owned(), json!(open(Severity::Warning))),
            ("notes".to_owned(), json!(open(Severity::Note))),
            ("criteria".to_owned(), json!(criteria)),
        ]);
        let least = at_least.unwrap_or(Severity::Note);
        let findings: Vec<Value> = review.findings.iter().filter(|finding| finding.severity <= least).map(told).collect();
        answer::page(&mut answer, "findings", findings.into_iter(), skip);
        Ok(Outcome::from(answer))
    };
    Ok(Job::run(0, run))
}

fn told(finding: &Finding) -> Value {
    let Finding { key, severity, title, place, explanation, fix, waived, .. } = finding;
    let fix = fix.as_ref().map(|fix| format!("{}: {}", fix.label, fix.changes.join(", ")));
    let mut told = json!({ "key": key, "severity": severity, "title": title, "place": place, "explanation": explanation, "fix": fix });
    if let Some(reason) = waived {
        told["accepted"] = json!(reason);
    }
    told
}
