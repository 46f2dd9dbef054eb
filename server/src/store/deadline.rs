//! How long the store waits for its database before whoever asked hears why there is no answer.

use super::{StoreError, error::Reason};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// From the first question of a request to the last answer. Five seconds are promised to whoever saves; the rest is for the way.
const WAIT: Duration = Duration::from_millis(4_300);

#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn new() -> Self {
        Self(Instant::now() + WAIT)
    }
    pub(super) fn after(wait: Duration) -> Self {
        Self(Instant::now() + wait)
    }

    /// Waits for the database. A change that was sent to it may still be made after that.
    pub(super) async fn database<T>(self, asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        timeout_at(self.0, asked).await.unwrap_or_else(|_| Err(Reason::Silent.because("no answer from the database in time")))
    }

    /// Waits for threads of our own.
    pub(super) async fn work<T>(self, asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        timeout_at(self.0, asked).await.unwrap_or(Err(StoreError::Busy))
    }
}
