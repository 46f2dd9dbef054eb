//! Saves, what happened before them, and the history that they become. Data only.

use crate::edit::Edit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest label of a save in the history.
pub const MAX_LABEL_CHARS: usize = 120;

/// `POST /api/v1/projects/{id}/edits`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditsRequest {
    /// The revision the edits were made on.
    pub base: u64,
    /// The `chain` of that revision, when it was told: then nothing is saved on another revision of the same number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// A name the client gives this save, so that sending it again after a lost answer does not apply it twice.
    pub client_save: String,
    pub edits: Vec<Edit>,
    /// What the person did, for the history: `Moved orders`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// The save is durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EditsResponse {
    pub revision: u64,
    /// As in [`Project`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
}

/// What happened since a revision: in a save's refusal because somebody else saved first, and at `GET /api/v1/projects/{id}/edits`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// The revision the project is at.
    pub revision: u64,
    /// The `chain` of that revision, as in [`Project`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// The saves after the base the client named, oldest first: as many as fit into some 256 KiB, and one at least.
    pub since: Vec<Saved>,
    /// There are later ones: `GET /api/v1/projects/{id}/edits?since=` the last revision here gives the next. Reading the project again is
    /// often less.
    #[serde(default, skip_serializing_if = "crate::design::is_false")]
    pub more: bool,
    /// The base is no revision of this project, or one whose content is another now: read the project again.
    #[serde(default, skip_serializing_if = "crate::design::is_false")]
    pub anew: bool,
}

/// One revision with its edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Saved {
    pub revision: u64,
    pub saved_ms: i64,
    pub label: String,
    pub edits: Vec<Edit>,
}

/// One revision in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevisionEntry {
    pub revision: u64,
    pub saved_ms: i64,
    pub label: String,
    pub edits: usize,
    /// What somebody called it. A named revision is kept for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many old saves were merged to this one; absent for a save as it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<u64>,
}

/// `POST /api/v1/projects/{id}/revisions/{n}/name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisionName {
    /// One line; takes the name back when empty.
    pub name: String,
}
