//! Answers to a proposal, and a review. Data only.

use crate::{
    Design,
    analysis::Analysis,
    decision::{self, ChooseError, Record},
    discovery,
    review::Review,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /api/v1/proposals`: answers to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalRequest {
    /// What to call the design; derived from the purpose when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Answers by question id; a missing or null answer takes the stated default.
    #[serde(default)]
    pub brief: discovery::Answers,
    /// The shape you want; the one that fits when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<discovery::Shape>,
    /// Decisions to take otherwise than proposed, one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choose: Vec<Choosing>,
}

/// Another option of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choosing {
    /// The slug of the decision's topic, as `decisions` of the answer names it: `broker`.
    pub topic: String,
    /// The slug of one of its options: `kafka`.
    pub option: String,
    /// Why, for the decision's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the proposal engine says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposalResponse {
    pub design: Design,
    pub verdict: discovery::Verdict,
    pub decisions: Vec<Record>,
    /// The words of the purpose that were understood. To correct one, answer `capabilities` without it, or with another.
    pub heard: Vec<discovery::Heard>,
    /// What the purpose leaves open. To settle it, answer `capabilities`.
    pub unclear: Vec<discovery::Unclear>,
    /// Answers that were read from the purpose because nobody gave them. To correct one, answer its question.
    pub read: Vec<discovery::facts::ReadAnswer>,
    /// What became of each service that was named.
    pub services: Vec<discovery::KeptService>,
    /// How well the contexts are cut, with the coarser and finer cuts; null when there is nothing to cut.
    pub cut: Option<discovery::Cutting>,
    /// Every shape these answers can take, each as a whole design.
    pub alternatives: Vec<discovery::Alternative>,
    /// From a running monolith to the parts, step by step; null when there is none.
    pub migration: Option<discovery::MigrationPlan>,
    /// The numbers it was reckoned with. To override one, put it into the brief under its id.
    pub numbers: Vec<ReckonedNumber>,
}

/// A number of the proposal engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReckonedNumber {
    pub id: String,
    pub label: String,
    pub unit: String,
    pub value: u32,
    pub default: u32,
    pub about: String,
}

impl ProposalResponse {
    /// What the engine says to these answers; in the wanted shape when there is one, else in the one that fits.
    pub fn of(name: Option<&str>, brief: &discovery::Answers, shape: Option<discovery::Shape>) -> Self {
        let discovery::Proposal { design, verdict, decisions, .. } = discovery::proposal::propose_shaped(name, brief, shape);
        let numbers = discovery::Brief::read(brief).numbers;
        let reckoned = |number: &discovery::numbers::Number| ReckonedNumber {
            id: number.id.to_owned(),
            label: number.label.to_owned(),
            unit: number.unit.to_owned(),
            value: numbers.get(number.id).unwrap_or(number.default),
            default: number.default,
            about: number.about.to_owned(),
        };
        Self {
            heard: discovery::heard(brief),
            unclear: discovery::unclear(brief),
            read: discovery::facts::read_answers(brief),
            services: discovery::kept_services(brief),
            cut: discovery::cutting(&design),
            alternatives: discovery::alternatives(name, brief),
            migration: discovery::migration_plan(&design),
            numbers: discovery::numbers::ALL.iter().map(reckoned).collect(),
            design,
            verdict,
            decisions,
        }
    }
}

impl ProposalResponse {
    /// The same with other options chosen, one after the other. An error names the place of the choice that does not fit.
    pub fn choosing(mut self, choices: &[Choosing]) -> Result<Self, (usize, ChooseError)> {
        for (place, Choosing { topic, option, reason }) in choices.iter().enumerate() {
            let edit = decision::choose(&self.design, topic, option, reason.as_deref()).map_err(|error| (place, error))?;
            self.design.apply(edit).map_err(|error| (place, error.into()))?;
        }
        if !choices.is_empty() {
            self.decisions = decision::records(&self.design);
            self.cut = discovery::cutting(&self.design);
            self.migration = discovery::migration_plan(&self.design);
        }
        Ok(self)
    }
}

/// What a review says, as `POST /api/v1/reviews` answers: findings, scoreboard, and the numbers behind them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewResponse {
    #[serde(flatten)]
    pub review: Review,
    pub analysis: Analysis,
}
