//! Bounded contexts: a named group of elements that owns named entities and belongs to one team.

use super::FieldType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A bounded context.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// What people call it.
    pub name: String,
    /// How much it matters to the business.
    #[serde(default)]
    pub subdomain: Subdomain,
    /// What it is responsible for, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The team that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The entities it owns. Nobody else writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
}

/// The three kinds of subdomain of domain-driven design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subdomain {
    /// Sets the product apart: build it with the best people.
    Core,
    /// Needed, and particular to this business.
    #[default]
    Supporting,
    /// The same everywhere: buy it or keep it plain.
    Generic,
}

impl Subdomain {
    pub const ALL: [Self; 3] = [Self::Core, Self::Supporting, Self::Generic];
    pub fn label(self) -> &'static str {
        match self {
            Self::Core => "Core",
            Self::Supporting => "Supporting",
            Self::Generic => "Generic",
        }
    }
}

/// A thing a context stores and owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Plural, snake case: `orders`, `order_items`.
    pub name: String,
    /// How carefully it must be handled.
    #[serde(default, skip_serializing_if = "Sensitivity::is_plain")]
    pub sensitivity: Sensitivity,
    /// What is kept of it beside its id and the times of its creation and last change, by name. Generated code keeps a name
    /// and a note when nothing is said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldType>,
}

impl Entity {
    pub fn plain(name: impl Into<String>) -> Self {
        Self { name: name.into(), sensitivity: Sensitivity::Plain, fields: BTreeMap::new() }
    }
    pub fn with_sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }
}

/// What kind of protection an entity needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    #[default]
    Plain,
    /// About a person: GDPR applies.
    Personal,
    /// Card holder data: PCI DSS applies.
    Card,
    /// Health records: HIPAA applies.
    Health,
}

impl Sensitivity {
    pub const ALL: [Self; 4] = [Self::Plain, Self::Personal, Self::Card, Self::Health];
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "Plain",
            Self::Personal => "Personal",
            Self::Card => "Card",
            Self::Health => "Health",
        }
    }
    pub(crate) fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}
