//! Which designs the list shows: a few are found and sorted here; of many the server sends a page at a time.

use crate::{
    alive::Alive,
    api::{self, DESIGNS_AT_ONCE},
    components::toast::Toasts,
};
use domain::protocol::ProjectSummary;
use leptos::prelude::*;
use std::{collections::BTreeSet, time::Duration};

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Changed,
    Name,
}

/// How long somebody may type before the server is asked.
const TYPING: Duration = Duration::from_millis(250);

/// What the server is asked for.
type Asked = (String, Order);

/// The list. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listing {
    find: RwSignal<String>,
    order: RwSignal<Order>,
    /// What came, in the order of the server.
    came: RwSignal<Vec<ProjectSummary>>,
    /// There are more of these.
    more: RwSignal<bool>,
    /// Everything came with the page.
    is_whole: bool,
    busy: RwSignal<bool>,
    toasts: Toasts,
    alive: Alive,
}

impl Listing {
    /// Begins with the first page of all.
    pub(super) fn begin(mut first: Vec<ProjectSummary>, find: RwSignal<String>, order: RwSignal<Order>) -> Self {
        let more = cut(&mut first);
        let listing = Self {
            find,
            order,
            came: RwSignal::new(first),
            more: RwSignal::new(more),
            is_whole: !more,
            busy: RwSignal::new(false),
            toasts: expect_context(),
            alive: Alive::here(),
        };
        if !listing.is_whole {
            listing.follow();
        }
        listing
    }

    /// Asks the server once somebody looks for something else.
    fn follow(self) {
        Effect::new(move |before: Option<Asked>| {
            let asked = self.asked();
            if before.as_ref().is_some_and(|before| *before != asked) {
                let this = asked.clone();
                self.busy.set(true);
                let wait = if before.is_some_and(|before| before.0 == asked.0) { Duration::ZERO } else { TYPING };
                self.alive.after(wait, move || {
                    if untrack(|| self.asked()) == this {
                        self.fetch(this, 0);
                    }
                });
            }
            asked
        });
    }

    fn asked(self) -> Asked {
        (self.find.with(|find| find.trim().to_lowercase()), self.order.get())
    }

    fn fetch(self, asked: Asked, skip: usize) {
        self.busy.set(true);
        self.alive.spawn(async move {
            let path = api::designs_path(&asked.0, asked.1 == Order::Name, skip);
            let answer = api::get::<Vec<ProjectSummary>>(path).await;
            // A slow answer must not replace a newer one.
            if untrack(|| self.asked()) != asked {
                return;
            }
            match answer {
                Ok(mut page) => {
                    self.more.set(cut(&mut page));
                    self.came.update(|came| put(came, page, skip));
                }
                Err(error) => self.toasts.error(format!("The designs could not be listed. {error}")),
            }
            self.busy.set(false);
        });
    }

    /// Fetches the next page.
    pub(super) fn more(self) {
        if !self.busy.get_untracked() {
            self.fetch(untrack(|| self.asked()), self.came.with_untracked(Vec::len));
        }
    }
    /// A design is deleted: the next page begins one earlier.
    pub(super) fn forget(self, id: &str) {
        _ = self.came.try_update(|came| came.retain(|project| project.id != id));
    }
    pub(super) fn has_more(self) -> bool {
        self.more.get()
    }
    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }
    /// What to show, without what was deleted.
    pub(super) fn shown(self, hidden: &BTreeSet<String>) -> Vec<ProjectSummary> {
        let (find, order) = self.asked();
        self.came.with(|came| {
            if self.is_whole {
                found(came, &find, order, hidden)
            } else {
                came.iter().filter(|project| !hidden.contains(&project.id)).cloned().collect()
            }
        })
    }
}

/// Takes away the one that only says that there are more. Says whether it was there.
fn cut(page: &mut Vec<ProjectSummary>) -> bool {
    let more = page.len() > DESIGNS_AT_ONCE;
    page.truncate(DESIGNS_AT_ONCE);
    more
}

/// Puts a page where it belongs. What moved up meanwhile is there already.
fn put(came: &mut Vec<ProjectSummary>, page: Vec<ProjectSummary>, skip: usize) {
    came.truncate(skip);
    let known: BTreeSet<String> = came.iter().map(|project| project.id.clone()).collect();
    came.extend(page.into_iter().filter(|project| !known.contains(&project.id)));
}

/// Designs that match, in order.
fn found(projects: &[ProjectSummary], find: &str, order: Order, hidden: &BTreeSet<String>) -> Vec<ProjectSummary> {
    let fits = |project: &&ProjectSummary| !hidden.contains(&project.id) && project.name.to_lowercase().contains(find);
    let mut found: Vec<ProjectSummary> = projects.iter().filter(fits).cloned().collect();
    match order {
        Order::Changed => found.sort_by_key(|project| std::cmp::Reverse(project.changed_ms)),
        Order::Name => found.sort_by_key(|project| (project.name.to_lowercase(), project.id.clone())),
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        design::Target,
        protocol::{Miniature, Role},
    };

    fn project(id: &str, name: &str, changed_ms: i64) -> ProjectSummary {
        ProjectSummary {
            id: id.into(),
            name: name.into(),
            revision: 1,
            created_ms: 0,
            changed_ms,
            role: Role::Own,
            target: Target::Compose,
            elements: 0,
            answered: 0,
            questions: 0,
            errors: 0,
            warnings: 0,
            criteria_met: 0,
            miniature: Miniature::default(),
        }
    }

    fn ids(projects: &[ProjectSummary]) -> String {
        projects.iter().map(|project| project.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_list_is_found_sorted_and_without_what_was_deleted() {
        let all = [project("1", "Shop", 5), project("2", "bella Italia", 9), project("3", "Booking shop", 7)];
        let shown = |find: &str, order, hidden: &[&str]| {
            let hidden = hidden.iter().map(|id| (*id).to_owned()).collect();
            ids(&found(&all, find, order, &hidden))
        };
        assert_eq!(shown("", Order::Changed, &[]), "2 3 1");
        assert_eq!(shown("", Order::Name, &[]), "2 3 1");
        assert_eq!(shown("shop", Order::Name, &[]), "3 1");
        assert_eq!(shown("", Order::Changed, &["3"]), "2 1");
    }

    #[test]
    fn a_page_says_by_one_more_that_there_are_more_and_nothing_is_listed_twice() {
        let page = |from: usize, to: usize| (from..to).map(|n| project(&n.to_string(), "Shop", 0)).collect::<Vec<_>>();
        let (mut full, mut last) = (page(0, DESIGNS_AT_ONCE + 1), page(0, DESIGNS_AT_ONCE));
        assert_eq!((cut(&mut full), full.len(), cut(&mut last)), (true, DESIGNS_AT_ONCE, false));
        let mut came = page(0, 3);
        put(&mut came, page(2, 5), 3);
        assert_eq!(ids(&came), "0 1 2 3 4");
        put(&mut came, page(7, 9), 0);
        assert_eq!(ids(&came), "7 8");
    }
}
