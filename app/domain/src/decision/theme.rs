//! Themes: what kind of question a decision answers. They group long lists, and nothing else.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A group of topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// What is one part, and what it is written in.
    Structure,
    /// Who owns which data, where it lies, and how it stays right.
    Data,
    /// How parts find, ask and tell each other.
    Communication,
    /// Who may do what, and how that is proven.
    Security,
    /// Where it runs, and how it is looked after.
    Operations,
    /// How a change reaches its users.
    Delivery,
}

impl Theme {
    pub const ALL: [Self; 6] = [Self::Structure, Self::Data, Self::Communication, Self::Security, Self::Operations, Self::Delivery];
    /// The name people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Structure => "Structure",
            Self::Data => "Data",
            Self::Communication => "Communication",
            Self::Security => "Security",
            Self::Operations => "Operations",
            Self::Delivery => "Delivery",
        }
    }
}
