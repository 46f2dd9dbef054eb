//! Threads that render pages and do nothing else. A page is rendered from its first to its last letter on one of them, one page at a
//! time: what the interface keeps by thread is never seen by another request, and no page waits behind a bundle or holds up a save.
//! The page of a reader who has left is given up.

use crate::{error::Problem, pool::said};
use domain::work::Work;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
};
use tokio::sync::oneshot;

/// Pages that wait for a thread; whoever comes then is told to come back.
const MOST_WAITING: usize = 256;
/// A rendered view is a deep value: its frames are large where nothing was optimised.
const STACK_BYTES: usize = 8 * 1024 * 1024;

type Job = Box<dyn FnOnce() + Send>;

/// The threads. They end when this is dropped.
#[derive(Debug)]
pub struct PageThreads(SyncSender<Job>);

impl PageThreads {
    /// As many as there are processors.
    ///
    /// # Errors
    /// When the system gives no thread at all.
    pub fn start() -> std::io::Result<Self> {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self::with(processors, MOST_WAITING)
    }

    fn with(threads: usize, waiting: usize) -> std::io::Result<Self> {
        let (send, receive) = sync_channel::<Job>(waiting);
        let receive = Arc::new(Mutex::new(receive));
        for number in 0..threads {
            let receive = receive.clone();
            let thread = std::thread::Builder::new().name(format!("page-{number}")).stack_size(STACK_BYTES);
            thread.spawn(move || work(&receive))?;
        }
        Ok(Self(send))
    }

    /// Runs work on one of the threads. When its asker has gone it is not begun, or its leave to go on is taken back.
    ///
    /// # Errors
    /// When too many wait already, and when the work panicked.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Work) -> T + Send + 'static) -> Result<T, Problem> {
        let (send, receive) = oneshot::channel();
        let asker = Asker(Arc::default());
        let leave = Work::until(asker.0.clone());
        let job = move || {
            if !leave.is_stopped() {
                // The asker may have left meanwhile.
                let _ = send.send(catch_unwind(AssertUnwindSafe(|| work(&leave))));
            }
        };
        self.0.try_send(Box::new(job)).map_err(|error| match error {
            TrySendError::Full(_) => Problem::busy(2),
            TrySendError::Disconnected(_) => Problem::internal("the threads of the pages have ended"),
        })?;
        match receive.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(panic)) => Err(Problem::internal(format!("a page panicked: {}", said(panic.as_ref())))),
            Err(gone) => Err(Problem::internal(gone)),
        }
    }
}

/// Whoever waits for a page; takes its leave back by going.
struct Asker(Arc<AtomicBool>);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // One thread waits for the next page, the others for this lock: the same to whoever asks.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Barrier, atomic::AtomicUsize};

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn a_panic_is_said_and_its_thread_goes_on() {
        let threads = PageThreads::with(1, 4).unwrap();
        runtime().block_on(async {
            assert!(threads.run(|_| panic!("broken")).await.map(|(): ()| ()).is_err());
            assert_eq!(threads.run(|_| 7).await.unwrap(), 7);
        });
    }

    #[test]
    fn beyond_the_queue_one_is_told_to_come_back_and_whoever_left_costs_nothing() {
        let threads = Arc::new(PageThreads::with(1, 1).unwrap());
        let (begin, end) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let begun = Arc::new(AtomicUsize::new(0));
        runtime().block_on(async {
            let busy = {
                let (begin, end) = (begin.clone(), end.clone());
                threads.run(move |_| {
                    begin.wait();
                    end.wait();
                })
            };
            let waits = {
                let begun = begun.clone();
                threads.run(move |_| begun.fetch_add(1, Ordering::SeqCst))
            };
            let mut busy = Box::pin(busy);
            let mut waits = Box::pin(waits);
            assert!(futures_poll(&mut busy).is_none());
            begin.wait();
            assert!(futures_poll(&mut waits).is_none());
            let refused = threads.run(|_| ()).await.unwrap_err().document();
            assert_eq!(refused.status, 503);
            drop(waits);
            end.wait();
            busy.await.unwrap();
            threads.run(|_| ()).await.unwrap();
        });
        assert_eq!(begun.load(Ordering::SeqCst), 0, "the page of the one who left was rendered");
    }

    #[test]
    fn a_page_is_given_up_when_its_reader_leaves() {
        let threads = PageThreads::with(1, 4).unwrap();
        let begin = Arc::new(Barrier::new(2));
        runtime().block_on(async {
            let endless = {
                let begin = begin.clone();
                threads.run(move |work| {
                    begin.wait();
                    loop {
                        work.go_on();
                    }
                })
            };
            let mut endless: std::pin::Pin<Box<dyn Future<Output = Result<(), Problem>>>> = Box::pin(endless);
            assert!(futures_poll(&mut endless).is_none());
            begin.wait();
            drop(endless);
            assert_eq!(threads.run(|_| 7).await.unwrap(), 7, "the thread is free again");
        });
    }

    /// Asks a future once.
    fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::Pin::new(future).poll(&mut context) {
            std::task::Poll::Ready(done) => Some(done),
            std::task::Poll::Pending => None,
        }
    }
}
