//! Whether the store takes changes, for those who ask whether requests may be sent here. It tries a small one, at most once in a while,
//! however often it is asked.

use super::{StoreError, deadline::Deadline};
use std::time::Duration;
use tokio::{sync::Mutex, time::Instant};

#[derive(Debug)]
pub(super) struct Pulse {
    last: Mutex<Option<(Instant, Result<(), StoreError>)>>,
    /// How long an answer is good.
    good_for: Duration,
    /// How long the database may take.
    wait: Duration,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { last: Mutex::default(), good_for: Duration::from_secs(2), wait: Duration::from_secs(3) }
    }
}

impl Pulse {
    /// The last answer, or a new one.
    pub(super) async fn feel(&self, beat: impl Future<Output = Result<(), StoreError>>) -> Result<(), StoreError> {
        // Whoever comes meanwhile waits for the one who asks, and takes that answer.
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < self.good_for
        {
            return answer.clone();
        }
        let answer = Deadline::after(self.wait).database(beat).await;
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::error::Reason;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn many_who_ask_are_one_question_and_a_silent_database_is_told_in_time() {
        let pulse = Pulse { good_for: Duration::from_millis(300), wait: Duration::from_millis(20), ..Pulse::default() };
        let asked = AtomicUsize::new(0);
        let silence = || async {
            asked.fetch_add(1, Ordering::Relaxed);
            std::future::pending().await
        };
        let (one, other) = tokio::join!(pulse.feel(silence()), pulse.feel(silence()));
        for answer in [one, other] {
            assert!(matches!(answer, Err(StoreError::Unavailable(outage)) if outage.reason == Reason::Silent));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        let pulse = Pulse { good_for: Duration::ZERO, ..pulse };
        assert!(pulse.feel(async { Ok(()) }).await.is_ok(), "it recovers by itself");
    }
}
