//! What a bundle holds, file by file and line by line. Data only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileEntry {
    pub path: String,
    pub bytes: u64,
    /// The slug of the artefact that wrote it.
    pub artefact: String,
    /// In a comparison: how it differs from the earlier revision. A file that is gone is listed too, with the size it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// How something differs from what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Added,
    Changed,
    Removed,
}

/// One line of a comparison, the lines of both versions in one order. Without a change it stands in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    pub text: String,
}

/// One artefact that can be chosen for a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArtefactEntry {
    pub slug: String,
    pub name: String,
    /// What it adds, in a few words.
    pub summary: String,
    pub icon: String,
    /// Whether it belongs to the smallest bundle that starts and says why it is built so.
    pub essential: bool,
    /// Files it has, or would have when chosen.
    pub files: usize,
    pub chosen: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What a bundle holds: the answer to `POST /api/v1/bundles` with `Accept: application/json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BundleListing {
    pub artefacts: Vec<ArtefactEntry>,
    /// In order of their paths, as many as an answer holds.
    pub files: Vec<FileEntry>,
    /// Files of the bundle that are not in the list.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// Things to know before using it; they stand in its README too.
    pub warnings: Vec<String>,
    /// What was checked before packing.
    pub checks: Vec<String>,
}

/// The text of one file, for the preview: `GET /api/v1/projects/{id}/files?path=…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileText {
    pub path: String,
    /// Empty when the file is gone. As many whole lines as an answer holds.
    pub text: String,
    /// Bytes of the file that are not in the text.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out_bytes: usize,
    /// In a comparison: the file line by line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<ComparedLine>>,
    /// What lines are printed from, in the order of the lines. A mark holds for what stands below it too, until the next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Origin>,
}

/// What a line of a file is printed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// Counted from 1.
    pub line: usize,
    pub kind: OriginKind,
    /// The id of the element or link, the topic of the decision, the code of the rule.
    pub id: String,
    /// What to call it.
    pub label: String,
}

/// What something in a file can come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OriginKind {
    Element,
    Link,
    Decision,
    Rule,
}
