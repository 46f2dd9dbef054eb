//! The store's own threads: for what takes long (replaying saves, planning large ones, summaries) as many as there are processors, for the
//! readers of the embedded database one each. So many wait, the rest is told to come back. Whoever leaves while it waits frees its place;
//! what has begun is short enough to be finished.

use super::{StoreError, error::Reason};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::available_parallelism,
};
use tokio::sync::Semaphore;

/// Most that wait for a processor.
const MAX_WAITING: usize = 64;

#[derive(Debug, Clone)]
pub(super) struct Desk {
    seats: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    max_waiting: usize,
}

impl Desk {
    /// For computing.
    pub(super) fn for_work() -> Self {
        Self::new(available_parallelism().map_or(2, std::num::NonZero::get), MAX_WAITING)
    }
    pub(super) fn new(seats: usize, max_waiting: usize) -> Self {
        Self { seats: Arc::new(Semaphore::new(seats)), waiting: Arc::default(), max_waiting }
    }
    /// Nothing new is begun.
    pub(super) fn close(&self) {
        self.seats.close();
    }

    /// Runs it in a thread of its own, once there is one.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
        let place = Place::take(&self.waiting, self.max_waiting)?;
        let seat = self.seats.clone().acquire_owned().await.map_err(|_| Reason::Closed.because("the store is closed"))?;
        drop(place);
        let job = move || {
            // Held by the work, not by whoever waits for it.
            let _seat = seat;
            work()
        };
        tokio::task::spawn_blocking(job).await.map_err(|_| StoreError::Corrupt("work of the store failed unexpectedly".into()))
    }
}

/// A place in the queue, given up when its turn has come or its owner has left.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(count: &Arc<AtomicUsize>, most: usize) -> Result<Self, StoreError> {
        if count.fetch_add(1, Ordering::Relaxed) >= most {
            count.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::Busy);
        }
        Ok(Self(count.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, time::Duration};

    #[tokio::test]
    async fn whoever_leaves_does_not_free_a_thread_that_still_works() {
        let desk = Desk::for_work();
        let processors = desk.seats.available_permits();
        let (release, hold) = mpsc::channel::<()>();
        let left = desk.run(move || hold.recv_timeout(Duration::from_secs(10)).ok());
        assert!(tokio::time::timeout(Duration::from_millis(100), left).await.is_err());
        assert_eq!(desk.seats.available_permits(), processors - 1);
        release.send(()).unwrap();
        while desk.seats.available_permits() < processors {
            tokio::task::yield_now().await;
        }
        assert_eq!(desk.waiting.load(Ordering::Relaxed), 0);
    }
}
