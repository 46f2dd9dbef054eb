//! What a list shows of a project. Computed when a list is read after a save, not by the save itself: a save has to be fast.

use domain::{
    Design,
    design::Target,
    discovery::propose,
    protocol::{Miniature, ProjectSummary, Role},
    review::{self, Severity},
    work::Work,
};
use serde::{Deserialize, Serialize};

/// The part of a [`ProjectSummary`] that follows from the design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub target: Target,
    pub elements: usize,
    pub answered: usize,
    pub errors: usize,
    pub warnings: usize,
    pub criteria_met: usize,
    pub miniature: Miniature,
}

impl Summary {
    pub fn of(design: &Design) -> Self {
        let review = review::review(design, &Work::unlimited());
        Self {
            target: design.platform.target,
            elements: design.elements.len(),
            answered: design.brief.len(),
            errors: review.open(Severity::Error).count(),
            warnings: review.open(Severity::Warning).count(),
            criteria_met: review.criteria_met(),
            miniature: picture(design),
        }
    }
}

/// The picture of a design. While the questions are answered nothing is drawn yet; then it shows what is forming.
fn picture(design: &Design) -> Miniature {
    if design.elements.is_empty() && !design.brief.is_empty() {
        return canvas::miniature::quick(&propose(Some(&design.name), &design.brief).design);
    }
    canvas::miniature::quick(design)
}

/// A row of a list, before its summary is known to be up to date.
#[derive(Debug, Clone)]
pub(super) struct ListedRow {
    pub id: String,
    pub name: String,
    pub revision: u64,
    pub created_ms: i64,
    pub changed_ms: i64,
    pub role: Role,
    pub summary: String,
    pub summary_revision: u64,
}

impl ListedRow {
    /// The stored summary, when it belongs to the head revision and this version can read it.
    pub(super) fn fresh(&self) -> Option<Summary> {
        if self.summary_revision == self.revision { serde_json::from_str(&self.summary).ok() } else { None }
    }
    pub(super) fn with(self, summary: Summary) -> ProjectSummary {
        let Summary { target, elements, answered, errors, warnings, criteria_met, miniature } = summary;
        let Self { id, name, revision, created_ms, changed_ms, role, .. } = self;
        ProjectSummary {
            id,
            name,
            revision,
            created_ms,
            changed_ms,
            role,
            target,
            elements,
            answered,
            questions: domain::discovery::questions::all().len(),
            errors,
            warnings,
            criteria_met,
            miniature,
        }
    }
}
