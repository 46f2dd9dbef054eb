//! What a list shows of a project. Worked out once a revision, in the background ([`super::summaries`]): neither lists nor saves wait for it.

use super::model::FORMAT;
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What takes no time: shown until the whole is there.
    pub(super) fn at_once(design: &Design) -> Self {
        Self { target: design.platform.target, elements: design.elements.len(), answered: design.brief.len(), ..Self::default() }
    }
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
    /// As text; empty while there is none.
    pub summary: Vec<u8>,
    pub summary_revision: u64,
    pub format: u64,
}

impl ListedRow {
    /// Whether the stored summary is that of the head, or the best there is: what a newer version wrote is not for us to judge.
    pub(super) fn is_fresh(&self) -> bool {
        self.summary_revision == self.revision || self.format > FORMAT
    }
    /// What to show: the last summary, whatever revision it is of, or what is known without one.
    pub(super) fn shown(self) -> ProjectSummary {
        let summary = serde_json::from_slice(&self.summary).unwrap_or_default();
        self.with(summary)
    }
    fn with(self, summary: Summary) -> ProjectSummary {
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
