//! The shapes that cross the wire between browser, server and scripts: `/api/v1`. Data only. Times are milliseconds since the
//! Unix epoch, in UTC.

use crate::{Design, analysis::Analysis, decision::Record, design::Target, discovery, edit::Edit, review::Review};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An error as RFC 9457 words it, sent as `application/problem+json`. `C` is how its reader wants the conflict: most want none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ProblemDocument")]
#[serde(bound(deserialize = "C: Deserialize<'de>"))]
pub struct ProblemDocument<C = Conflict> {
    /// A path that names the kind of problem: `/problems/invalid-design`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words: `The design is not valid`.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// This occurrence, and the way on.
    pub detail: String,
    /// What is wrong, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// After a refused save: what happened since the base revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<C>,
    /// After a save that asks for too much: how many of its edits, from the first on, one save may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fits: Option<usize>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldError {
    /// `elements.orders.port`, or empty for the whole document.
    pub path: String,
    pub message: String,
    /// Line and column in the text that was sent, from 1, when it was text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

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
}

/// What the proposal engine says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposalResponse {
    pub design: Design,
    pub verdict: discovery::Verdict,
    pub decisions: Vec<Record>,
    /// The words of the purpose that were understood. To correct one, answer `capabilities` without it, or with another.
    pub heard: Vec<discovery::Heard>,
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

/// What a review says, as `POST /api/v1/reviews` answers: findings, scoreboard, and the numbers behind them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewResponse {
    #[serde(flatten)]
    pub review: Review,
    pub analysis: Analysis,
}

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
    /// Names of the designs behind the link, the last changed first, 500 at most.
    pub theirs: Vec<String>,
    /// Names of the designs that this browser has already.
    pub ours: Vec<String>,
}

/// Share links of a project. A link is shown once, when it is made: only a hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareLink {
    /// Names the link, for taking it back. Opens nothing.
    pub id: String,
    pub role: Role,
    /// The path to open, token included: `/s/…`.
    pub path: String,
}

/// A share link in a list. The link itself was shown once, when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareEntry {
    pub id: String,
    pub role: Role,
    pub created_ms: i64,
}

/// `POST /api/v1/projects/{id}/shares`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShare {
    pub role: Role,
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
