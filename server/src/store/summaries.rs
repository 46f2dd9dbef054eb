//! Which projects wait for a summary. One worker at a time makes them, soon after a save and at once when a list misses one; a list shows
//! what there is meanwhile.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

/// Most projects that wait; more are made when a list misses them.
const MAX_WAITING: usize = 1_000;
/// How long after a save: somebody who edits saves again.
const AFTER_SAVE: Duration = Duration::from_secs(1);
/// How long a list waits for what it misses. Most summaries take a few milliseconds.
const LIST_WAIT: Duration = Duration::from_millis(80);

#[derive(Debug, Default)]
pub(super) struct Summaries {
    state: Mutex<State>,
    /// One was made.
    made: Notify,
    /// One is due sooner than was known.
    sooner: Notify,
}

#[derive(Debug, Default)]
struct State {
    due: BTreeMap<String, Instant>,
    /// Being made.
    current: Option<String>,
    is_running: bool,
}

impl Summaries {
    /// A project was saved. Says whether a worker must be started.
    pub(super) fn saved(&self, project: &str) -> bool {
        self.want(&[project.to_owned()], Instant::now() + AFTER_SAVE)
    }

    /// A list misses these. Says whether a worker must be started.
    pub(super) fn missed(&self, projects: &[String]) -> bool {
        self.want(projects, Instant::now())
    }

    fn want(&self, projects: &[String], due: Instant) -> bool {
        let mut state = self.lock();
        for project in projects {
            if let Some(known) = state.due.get_mut(project) {
                *known = (*known).min(due);
            } else if state.due.len() < MAX_WAITING {
                state.due.insert(project.clone(), due);
            }
        }
        self.sooner.notify_one();
        let start = !state.is_running && !state.due.is_empty();
        state.is_running |= start;
        start
    }

    /// The next project, once it is due; the worker ends when there is none.
    pub(super) async fn next(&self) -> Option<String> {
        loop {
            let due = {
                let mut state = self.lock();
                let Some((project, due)) = state.due.iter().min_by_key(|(_, due)| **due).map(|(project, due)| (project.clone(), *due))
                else {
                    state.is_running = false;
                    return None;
                };
                if due <= Instant::now() {
                    state.due.remove(&project);
                    state.current = Some(project.clone());
                    return Some(project);
                }
                due
            };
            // Ends early when something is due sooner; either way it looks again.
            let _ = timeout_at(due, self.sooner.notified()).await;
        }
    }

    /// The current one was made, or cannot be.
    pub(super) fn finished(&self) {
        self.lock().current = None;
        self.made.notify_waiters();
    }

    /// Waits a little for these.
    pub(super) async fn wait(&self, projects: &[String]) {
        let end = Instant::now() + LIST_WAIT;
        loop {
            let made = self.made.notified();
            let waits = {
                let state = self.lock();
                projects.iter().any(|project| state.due.contains_key(project) || state.current.as_ref() == Some(project))
            };
            if !waits || timeout_at(end, made).await.is_err() {
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_worker_takes_what_is_due_and_ends() {
        let summaries = Summaries::default();
        assert!(summaries.saved("later") && !summaries.saved("later") && !summaries.missed(&["now".into()]));
        assert_eq!(summaries.next().await.as_deref(), Some("now"));
        summaries.finished();
        assert!(!summaries.missed(&["later".into()]), "a worker runs");
        assert_eq!(summaries.next().await.as_deref(), Some("later"), "a list hurries it");
        summaries.finished();
        assert_eq!(summaries.next().await, None);
        assert!(summaries.saved("later"), "the next one needs a worker again");
    }

    #[tokio::test]
    async fn a_list_waits_for_what_is_made_at_once_and_not_for_long() {
        let summaries = Summaries::default();
        let asked = ["a".to_owned()];
        summaries.missed(&asked);
        let began = Instant::now();
        summaries.wait(&asked).await;
        assert!(began.elapsed() >= LIST_WAIT && began.elapsed() < 10 * LIST_WAIT);
        summaries.next().await;
        let ((), ()) = tokio::join!(summaries.wait(&asked), async { summaries.finished() });
        summaries.wait(&asked).await;
    }

    #[test]
    fn no_more_than_so_many_wait() {
        let summaries = Summaries::default();
        let many: Vec<String> = (0..2 * MAX_WAITING).map(|n| n.to_string()).collect();
        summaries.missed(&many);
        assert_eq!(summaries.lock().due.len(), MAX_WAITING);
    }
}
