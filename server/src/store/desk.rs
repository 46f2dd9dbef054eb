//! The store's own threads: for what takes long (replaying saves, planning large ones, summaries) two for each processor, for the readers of
//! the embedded database one each. One address has half of them at the most. So many wait, the rest is told to come back. Whoever leaves
//! while it waits frees its place; what has begun is short enough to be finished.

use super::{StoreError, error::Reason};
use crate::pool::{Room, Turn, Turns, processors};
use std::sync::Arc;

#[derive(Debug, Clone)]
pub(super) struct Desk(Turns);

/// The right to a thread, taken before there is work for it. Clones share it; it is given back with the last of them.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    _turn: Arc<Turn>,
}

impl Desk {
    /// For computing.
    pub(super) fn for_work() -> Self {
        Self::new(2 * processors(), Room::FOR_WORK)
    }
    pub(super) fn new(seats: usize, room: Room) -> Self {
        Self(Turns::new(seats, room))
    }
    /// Nothing new is begun.
    pub(super) fn close(&self) {
        self.0.close();
    }

    /// A seat, once there is one for whoever asks.
    pub(super) async fn seat(&self) -> Result<Seat, StoreError> {
        match self.0.take().await {
            Some(turn) => Ok(Seat { _turn: Arc::new(turn) }),
            None if self.0.is_closed() => Err(Reason::Closed.because("the store is closed")),
            None => Err(StoreError::Busy),
        }
    }

    /// Runs it in a thread of its own, once there is one.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
        self.seat().await?.run(work).await
    }
}

impl Seat {
    /// Runs it in a thread.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
        let seat = self.clone();
        let job = move || {
            // Held by the work, not by whoever waits for it.
            let _seat = seat;
            work()
        };
        tokio::task::spawn_blocking(job).await.map_err(|_| StoreError::Corrupt("work of the store failed unexpectedly".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, time::Duration};
    use tokio::time::timeout;

    #[tokio::test]
    async fn whoever_leaves_does_not_free_a_thread_that_still_works() {
        let desk = Desk::new(1, Room::FOR_WORK);
        let (release, hold) = mpsc::channel::<()>();
        let left = desk.run(move || hold.recv_timeout(Duration::from_secs(10)).ok());
        assert!(timeout(Duration::from_millis(100), left).await.is_err());
        assert!(timeout(Duration::from_millis(100), desk.seat()).await.is_err(), "it works still");
        release.send(()).unwrap();
        assert!(timeout(Duration::from_secs(10), desk.seat()).await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_closed_desk_says_so() {
        let desk = Desk::for_work();
        desk.close();
        let refused = desk.run(|| ()).await;
        assert!(matches!(&refused, Err(StoreError::Unavailable(outage)) if outage.reason == Reason::Closed), "{refused:?}");
    }
}
