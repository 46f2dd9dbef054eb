//! `propose`: a brief to a proposal, in the words that an assistant needs to go on.

use super::{Job, Tool};
use crate::{
    mcp::{
        Place,
        answer::Answer,
        arguments::{Refusal, Wish, read},
    },
    security::limits::Limit,
};
use domain::{Design, decision::Record, protocol::ProposalResponse};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub const TOOL: Tool = Tool {
    name: "propose",
    title: "Propose an architecture",
    description: "Proposes an architecture for a brief and says why: whether to split the system at all, its parts, and every decision \
        with the options it has, best first (`with_gaps` names those that the files do not hold whole; `records` says why). To take a decision otherwise, call again with `choose` in the brief. Nothing is written.",
    limit: Some(Limit::Proposal),
    writes: false,
    input: || schema_for!(Arguments),
    read: propose,
};

/// What to propose for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    /// What the system is to do.
    brief: Wish,
    /// Also give the design as the text of its groundplan.yaml.
    design: bool,
    /// Topics of decisions to read in full, with the marks of every option and the consequences.
    records: Vec<String>,
}

fn propose(arguments: Value, _: &Arc<Place>) -> Result<Job, Refusal> {
    let Arguments { brief, design, records } = read(arguments)?;
    let ProposalResponse { design: proposed, verdict, decisions, heard, unclear, alternatives, .. } = brief.proposal()?;
    let wanted = records.iter().map(|topic| find(&decisions, topic)).collect::<Result<Vec<_>, _>>()?;
    let others: Vec<Value> = alternatives
        .iter()
        .map(|other| json!({ "shape": other.shape, "fits": other.fits, "parts": other.parts, "euros_a_month": other.monthly_cost }))
        .collect();
    let mut answer = Answer::from_iter([
        ("name".to_owned(), json!(proposed.name)),
        (
            "verdict".to_owned(),
            json!({ "shape": verdict.shape, "title": verdict.title, "explanation": verdict.explanation, "would_change": verdict.would_change }),
        ),
        ("parts".to_owned(), parts(&proposed)),
        ("decisions".to_owned(), decisions.iter().map(short).collect()),
        ("heard".to_owned(), json!(heard)),
        ("unclear".to_owned(), json!(unclear)),
        ("shapes".to_owned(), json!(others)),
    ]);
    if !wanted.is_empty() {
        answer.insert("records".into(), json!(wanted));
    }
    if design {
        answer.insert("design".into(), json!(domain::file::write(&proposed)));
    }
    Ok(Job::Done(answer))
}

fn find<'r>(records: &'r [Record], topic: &str) -> Result<&'r Record, Refusal> {
    records.iter().find(|record| record.topic == topic).ok_or_else(|| {
        let topics: Vec<&str> = records.iter().map(|record| record.topic.as_str()).collect();
        let topic: String = topic.chars().take(60).collect();
        Refusal::new(format!("this design has no decision “{topic}”; its decisions are {}", topics.join(", ")))
    })
}

/// Every part in a line.
fn parts(design: &Design) -> Value {
    let part = |(id, element): (&domain::ids::ElementId, &domain::design::Element)| {
        let technology = element.technology.as_ref().map(|technology| technology.as_str());
        json!({ "id": id, "name": design.display_name(id), "kind": element.kind, "technology": technology })
    };
    design.elements.iter().map(part).collect()
}

/// A decision with its options, best first, and those of them that the files do not hold whole.
fn short(record: &Record) -> Value {
    let mut options: Vec<_> = record.options.iter().collect();
    options.sort_by_key(|option| std::cmp::Reverse(option.score));
    let slugs: Vec<&str> = options.iter().map(|option| option.slug.as_str()).collect();
    let gaps: Vec<&str> = options.iter().filter(|option| option.gap.is_some()).map(|option| option.slug.as_str()).collect();
    let mut short = json!({ "topic": record.topic, "decided": record.title, "choice": record.choice, "options": slugs });
    if record.proposed != record.choice {
        short["proposed"] = json!(record.proposed);
    }
    if !gaps.is_empty() {
        short["with_gaps"] = json!(gaps);
    }
    short
}
