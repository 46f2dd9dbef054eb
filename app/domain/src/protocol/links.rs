//! Links that let others in, and those that bring a browser's own designs back. Data only.

use super::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The link that brings a browser's designs into another browser. It is shown once, when it is made: only a hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryLink {
    /// The path to open: `/recover#…`. What stands behind the `#` is never sent to a server by opening it.
    pub path: String,
}

/// Whether a browser has a recovery link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryStatus {
    /// When it was made; null when there is none.
    pub made_ms: Option<i64>,
}

/// `POST /api/v1/recovery/preview` and `POST /api/v1/recovery/join`: what stands behind the `#` of a recovery link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryToken {
    pub token: String,
}

/// What comes together when a browser opens a recovery link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecoveryPreview {
    /// The link leads to what this browser has already.
    pub is_own: bool,
    /// Behind the link.
    pub theirs: Belongings,
    /// Of this browser already.
    pub ours: Belongings,
}

/// Designs that somebody has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Belongings {
    /// How many there are.
    pub count: usize,
    /// The last changed first, 500 at most.
    pub designs: Vec<NamedDesign>,
}

/// A design by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedDesign {
    pub name: String,
    pub changed_ms: i64,
}

/// Share links of a project. A link is shown once, when it is made: only a hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareLink {
    /// Names the link, for taking it back. Opens nothing.
    pub id: String,
    pub role: Role,
    /// The path to open, token included: `/s/…`.
    pub path: String,
    /// When it ends by itself; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
}

/// A share link in a list. The link itself was shown once, when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareEntry {
    pub id: String,
    pub role: Role,
    pub created_ms: i64,
    /// When it ends or has ended by itself; never when absent. From then on it opens nothing, as if it were taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
}

/// `POST /api/v1/projects/{id}/shares`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShare {
    pub role: Role,
    /// How long the link lasts, 1 to 365 days; until it is taken back when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 365))]
    pub expires_in_days: Option<u32>,
}

impl NewShare {
    /// Most days that a link can last, unless it lasts until it is taken back.
    pub const MAX_DAYS: u32 = 365;
}
