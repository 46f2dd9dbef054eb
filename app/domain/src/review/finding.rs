//! What a rule says: findings, their fixes, and the scoreboard.

use crate::{
    edit::Edit,
    ids::{ElementId, LinkId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Will break or leak.
    Error,
    /// Will hurt under load or in an outage.
    Warning,
    /// Worth knowing.
    Note,
}

/// Names one finding for good, so that it can be waived: the rule's code and what it is about, `REL104@orders-payments`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct FindingKey(#[schemars(regex(pattern = r"^[A-Z]{2,5}[0-9]{3}@[a-z0-9.+-]{1,200}$"))] String);

impl FindingKey {
    pub fn new(code: &str, subject: &str) -> Self {
        Self(format!("{code}@{subject}"))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The rule's code.
    pub fn code(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
    /// What it is about: ids joined by `+`.
    pub fn subject(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, subject)| subject)
    }
}

impl TryFrom<String> for FindingKey {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("“{text}” is not a finding: it must look like REL104@orders-payments");
        let (code, subject) = text.split_once('@').ok_or_else(wrong)?;
        let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
        let code_fits = (2..=5).contains(&letters) && code.len() == letters + 3 && code.bytes().skip(letters).all(|b| b.is_ascii_digit());
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.+".contains(&b);
        if !code_fits || subject.is_empty() || subject.len() > 200 || !subject.bytes().all(allowed) {
            return Err(wrong());
        }
        Ok(Self(text))
    }
}
impl From<FindingKey> for String {
    fn from(key: FindingKey) -> Self {
        key.0
    }
}
impl std::fmt::Display for FindingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One result of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    pub key: FindingKey,
    /// Stable code of the rule: `REL104`.
    pub code: String,
    /// Slug of the rule, named after the bad pattern: `no-timeout`.
    pub rule: String,
    pub severity: Severity,
    /// What is wrong, in a few words: `No timeout on Charge`.
    pub title: String,
    /// Where: `order-service to payment-service`.
    pub place: String,
    /// What happens because of it, in a sentence or two.
    pub explanation: String,
    pub elements: Vec<ElementId>,
    pub links: Vec<LinkId>,
    pub fix: Option<Fix>,
    /// The reason it was accepted, when it was.
    pub waived: Option<String>,
}

impl Finding {
    /// It says that the bundle does not hold what was decided.
    pub fn is_gap(&self) -> bool {
        super::unbuilt::CODES.contains(&self.code.as_str())
    }
}

/// A change that removes a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// A verb phrase for the button: `Add a 2 s timeout`.
    pub label: String,
    /// The change in words, a line each: `timeout: 2 s`.
    pub changes: Vec<String>,
    pub edit: Edit,
}

/// Whether one of the ten success criteria is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    Yes,
    Partly,
    No,
}

/// One of the ten success criteria, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    pub name: String,
    pub met: Met,
    /// What it was judged by: `4 of 5 parts have one`.
    pub evidence: String,
    /// What fulfils it.
    #[serde(default, skip_serializing_if = "Witnesses::is_empty")]
    pub good: Witnesses,
    /// What does not.
    #[serde(default, skip_serializing_if = "Witnesses::is_empty")]
    pub bad: Witnesses,
    /// Open findings that speak against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingKey>,
}

/// Parts and links that a criterion was judged by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Witnesses {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<ElementId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkId>,
}

impl Witnesses {
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty() && self.links.is_empty()
    }
}

/// Everything the review says about a Design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// The worst first, then by code and key.
    pub findings: Vec<Finding>,
    /// Ten criteria, in the field's order.
    pub scoreboard: Vec<Criterion>,
}

impl Review {
    /// Open findings (not waived) of a severity.
    pub fn open(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity && finding.waived.is_none())
    }
    /// How many of the ten criteria are met.
    pub fn criteria_met(&self) -> usize {
        self.scoreboard.iter().filter(|criterion| criterion.met == Met::Yes).count()
    }
}
