//! Projects, in lists and whole, and how they begin. Data only.

use crate::{Design, design::Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What someone may do with a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    View,
    Edit,
    Own,
}

/// A project in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectSummary {
    pub id: String,
    pub name: String,
    pub revision: u64,
    pub created_ms: i64,
    pub changed_ms: i64,
    pub role: Role,
    pub target: Target,
    pub elements: usize,
    /// Questions answered; the design has no elements yet while the discovery goes on.
    pub answered: usize,
    /// Questions there are.
    pub questions: usize,
    pub errors: usize,
    pub warnings: usize,
    pub criteria_met: usize,
    /// The live picture, as the markup inside an `svg` element.
    pub miniature: Miniature,
}

/// A small picture of a design: rectangles and lines in world units.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Miniature {
    /// x, y, width, height.
    pub view: [i32; 4],
    pub frames: Vec<[i32; 4]>,
    /// Kind slug and rectangle.
    pub parts: Vec<(String, [i32; 4])>,
    /// Link class (`rest`, `grpc`, `graphql`, `event`, `data`) and its way points.
    pub links: Vec<(String, Vec<[i32; 2]>)>,
}

/// A project with its design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Project {
    pub id: String,
    pub revision: u64,
    pub created_ms: i64,
    pub changed_ms: i64,
    pub role: Role,
    pub design: Design,
    /// Tells this revision from another one of the same number, as there can be after a backup was restored. Absent for revisions that
    /// an older version saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// The last saves cannot be read: this is the version before them. Edits are saved on it as always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<Unreadable>,
    /// How the links of a large design run, when that was asked for: a line for each link, in the order of their ids, with the corners of
    /// its route, `x y x y`, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routes: Option<String>,
}

/// Saves that are kept but cannot be read. The operator finds them with `groundplan check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unreadable {
    /// The first revision that cannot be read.
    pub first: u64,
    /// The revision that was saved last.
    pub last: u64,
}

/// `POST /api/v1/projects`: exactly one of the fields, or none for a blank design. `D` is `()` for those who never send a design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "NewProject", extend("maxProperties" = 1))]
pub struct NewProject<D = Design> {
    /// The name of a blank design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The slug of a starter to copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starter: Option<String>,
    /// A design to begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<D>,
}

impl<D> Default for NewProject<D> {
    fn default() -> Self {
        Self { name: None, starter: None, design: None }
    }
}

/// What the browser reads of a [`Project`] that was just made: where to go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NewProjectId {
    pub id: String,
}

/// A starter in the gallery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StarterEntry {
    pub slug: String,
    pub name: String,
    pub summary: String,
    /// `5 services · 5 stores · 1 broker`.
    pub counts: String,
    pub miniature: Miniature,
}
