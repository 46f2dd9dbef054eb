//! What a list shows of a project. Worked out once a revision, in the background ([`super::summaries`]): neither lists nor saves wait for it.

use super::model::{FORMAT, MAX_LISTED};
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

/// Which designs a list shows.
#[derive(Debug, Clone)]
pub struct ListPage {
    /// Only those that have this in their name, in whatever case. Empty for all.
    pub find: String,
    /// By name, from A; else the last changed first.
    pub by_name: bool,
    /// So many are left out at the beginning.
    pub skip: usize,
    /// No more than so many.
    pub most: usize,
}

impl Default for ListPage {
    fn default() -> Self {
        Self { find: String::new(), by_name: false, skip: 0, most: MAX_LISTED as usize }
    }
}

impl ListPage {
    /// Those of all that the list shows, in its order. Databases know upper and lower case of few letters, so none of them is asked.
    pub(super) fn of(&self, mut all: Vec<ListedName>) -> Vec<ListedName> {
        let wanted = self.find.trim().to_lowercase();
        if !wanted.is_empty() {
            all.retain(|listed| listed.name.to_lowercase().contains(&wanted));
        }
        if self.by_name {
            all.sort_by_cached_key(|listed| (listed.name.to_lowercase(), listed.id.clone()));
        } else {
            all.sort_by(|a, b| b.changed_ms.cmp(&a.changed_ms).then_with(|| a.id.cmp(&b.id)));
        }
        all.into_iter().skip(self.skip).take(self.most).collect()
    }
}

/// What a list is chosen by.
#[derive(Debug, Clone)]
pub(super) struct ListedName {
    pub id: String,
    pub name: String,
    pub changed_ms: i64,
    pub role: Role,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_finds_and_sorts_in_any_language() {
        let named = |id: &str, name: &str, changed_ms| ListedName { id: id.into(), name: name.into(), changed_ms, role: Role::Own };
        let all = [named("1", "Ärzte", 5), named("2", "bella Italia", 9), named("3", "Booking shop", 7), named("4", "SHOP", 7)];
        let ids = |page: ListPage| page.of(all.to_vec()).into_iter().map(|listed| listed.id).collect::<Vec<_>>().join(" ");
        let find = |find: &str| ListPage { find: find.into(), ..ListPage::default() };
        assert_eq!(ids(ListPage::default()), "2 3 4 1");
        assert_eq!(ids(ListPage { by_name: true, ..ListPage::default() }), "2 3 4 1");
        assert_eq!((ids(find(" shop ")), ids(find("ärz"))), ("3 4".into(), "1".into()));
        assert_eq!(ids(ListPage { skip: 1, most: 2, ..ListPage::default() }), "3 4");
        assert_eq!(ids(ListPage { skip: 4, ..ListPage::default() }), "");
    }
}
