//! `GET /rules`, `/rules/{code}`: the rules of the review, as data.

use crate::{
    error::{Kind, Problem},
    extract::Path,
    openapi::{Answer, JSON, Limit, Operation, Parameter, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{
    Json,
    body::Bytes,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    Design,
    review::{self, Finding, Rule},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::LazyLock;

pub const LIST: Operation = Operation {
    id: "list_rules",
    summary: "List the rules of the review",
    description: "",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "Each with why it matters, what mends it, an example and where it is known from",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<Rule>> }],
    }],
    problems: &[],
    limit: Limit::Read,
};

pub const SHOW: Operation = Operation {
    id: "show_rule",
    summary: "Read one rule with its example worked out",
    description: "The same is a page for people at `/rules/{code}`.",
    parameters: &[Parameter { name: "code", description: "The code of the rule, such as REL104", kind: "string" }],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The rule, its example as a design, what the review says about it, and the design with the fault mended",
        payloads: &[Payload { media_types: JSON, schema: shape::<RuleView> }],
    }],
    problems: &[Kind::NOT_FOUND],
    limit: Limit::Read,
};

/// A rule in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleText {
    #[serde(flatten)]
    rule: Rule,
    /// The name people read.
    title: String,
    /// The success criteria its findings speak against.
    criteria: Vec<&'static str>,
}

impl RuleText {
    pub fn of(rule: &Rule) -> Self {
        Self { rule: *rule, title: rule.title(), criteria: review::criteria_of(rule) }
    }
}

/// A rule with its example worked out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleView {
    #[serde(flatten)]
    text: RuleText,
    /// The example as a design.
    design: Design,
    /// What the review says about it.
    finding: Option<Finding>,
    /// The design after the fix, where one can be computed.
    fixed: Option<Design>,
}

static TEXT: LazyLock<Bytes> = LazyLock::new(|| serde_json::to_vec(review::rules()).unwrap_or_default().into());

pub async fn list_rules(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/json", || TEXT.clone())
}

pub async fn show_rule(Path(code): Path<String>) -> Result<Response, Problem> {
    let rule = review::rule(&code).ok_or_else(|| Problem::new(Kind::NOT_FOUND, "No rule has this code; /api/v1/rules lists them all."))?;
    let drawn = rule.illustration();
    let view = RuleView { text: RuleText::of(rule), design: drawn.before, finding: drawn.finding, fixed: drawn.after };
    Ok(Json(view).into_response())
}
