//! Pools of threads for pure work, away from those that serve connections: one computes what may take long, one what is small, so that
//! this does not wait behind that. A place is held until the work has ended, not until its client has gone; a client that goes
//! takes back the work's leave to go on. Must not know HTTP, and is no place for work that waits for something.

use crate::security::client::{self, Client};
use domain::work::{Stopped, Work};
pub use queue::Room;
use queue::{Figures, Job, Pushed, Queue, Refused};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::oneshot, time::timeout};
pub use turns::{Turn, Turns};

mod queue;
mod turns;

/// Longest wait for a place.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// Longest work; after that its leave is taken back.
const MAX_RUN: Duration = Duration::from_secs(20);
/// Longest work that hands over what it makes to a reader, who may be slow.
const MAX_STREAM: Duration = Duration::from_secs(300);
/// What parsers of deeply nested text may use, with room to spare. Only what is used becomes resident.
const STACK_BYTES: usize = 8 << 20;

/// How work ends. All are counted from the start: what appears with its first count hides that one from whoever asks how much it grew.
const OUTCOMES: [&str; 5] = ["done", "stopped", "refused", "too-long", "panicked"];

/// Threads that compute, and the queue before them.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// What it is called in metrics, and its threads.
    name: &'static str,
    queue: Mutex<Queue<Task>>,
    arrived: Condvar,
}

/// What a thread does.
struct Task {
    /// Does the work; says whether it was stopped on its way.
    run: Box<dyn FnOnce(&Work) -> bool + Send>,
    span: tracing::Span,
    arrived: Instant,
}

impl std::fmt::Debug for Task {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Task").field("arrived", &self.arrived).finish_non_exhaustive()
    }
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// Too much is waiting already, or this waited too long, or the server is stopping.
    #[error("the compute pool has no place")]
    Busy,
    /// It took longer than work may take.
    #[error("the work took too long")]
    TooLong,
    /// A fault of ours.
    #[error("panic: {0}")]
    Panicked(String),
}

/// How many processors there are to compute with.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Pool {
    /// Starts two threads for each processor: one address gets at most half of them, so that it can use every processor and
    /// never every thread.
    pub fn start(name: &'static str) -> std::io::Result<Self> {
        Self::with_places(name, 2 * processors())
    }

    /// Starts so many threads. One address gets at most half of them, and one at least.
    pub fn with_places(name: &'static str, places: usize) -> std::io::Result<Self> {
        let shared = Shared { name, queue: Mutex::new(Queue::new(places, Room::FOR_WORK)), arrived: Condvar::new() };
        let pool = Self { shared: Arc::new(shared) };
        OUTCOMES.iter().for_each(|outcome| pool.shared.count(outcome, 0));
        for n in 1..=places {
            let shared = pool.shared.clone();
            std::thread::Builder::new().name(format!("{name}-{n}")).stack_size(STACK_BYTES).spawn(move || shared.work())?;
        }
        Ok(pool)
    }

    /// Runs work for the client of the present request. When the caller no longer waits, the work loses its place in the queue, or
    /// its leave when it runs already.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Work) -> T + Send + 'static) -> Result<T, PoolError> {
        self.run_for(client::current(), MAX_RUN, work).await
    }

    /// The same for work that hands over what it makes while it runs. It has to give up readers who do not read.
    pub async fn stream<T: Send + 'static>(&self, work: impl FnOnce(&Work) -> T + Send + 'static) -> Result<T, PoolError> {
        self.run_for(client::current(), MAX_STREAM, work).await
    }

    async fn run_for<T: Send + 'static>(
        &self,
        client: Client,
        max_run: Duration,
        work: impl FnOnce(&Work) -> T + Send + 'static,
    ) -> Result<T, PoolError> {
        let (start, started) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let run = Box::new(move |leave: &Work| {
            // Neither is received when the caller has gone.
            let _ = start.send(());
            let outcome = catch_unwind(AssertUnwindSafe(|| work(leave)));
            let was_stopped = matches!(&outcome, Err(panic) if Stopped::is(&**panic));
            let _ = end.send(outcome);
            was_stopped
        });
        let task = Task { run, span: tracing::Span::current(), arrived: Instant::now() };
        let _place = self.enqueue(client, task)?;
        if !matches!(timeout(MAX_WAIT, started).await, Ok(Ok(()))) {
            return Err(self.counted(PoolError::Busy));
        }
        match timeout(max_run, ended).await {
            Ok(Ok(Ok(result))) => Ok(result),
            Ok(Ok(Err(panic))) if !Stopped::is(&*panic) => Err(self.counted(PoolError::Panicked(said(&*panic)))),
            Ok(_) => Err(self.counted(PoolError::Busy)),
            Err(_) => Err(self.counted(PoolError::TooLong)),
        }
    }

    fn enqueue(&self, client: Client, task: Task) -> Result<Place, PoolError> {
        let stop = Arc::new(AtomicBool::new(false));
        let job = Job { client, work: Work::until(stop.clone()), task };
        let pushed = self.shared.lock().push(job);
        let Pushed { number, displaced } = pushed.map_err(|Refused| self.counted(PoolError::Busy))?;
        // Whoever waits for it is told that there is no place. What it holds is freed outside the lock.
        drop(displaced);
        self.shared.arrived.notify_one();
        Ok(Place { shared: self.shared.clone(), number, stop })
    }

    /// How it fares now.
    pub fn figures(&self) -> Figures {
        self.shared.lock().figures()
    }

    /// What it is called in metrics.
    pub fn name(&self) -> &'static str {
        self.shared.name
    }

    fn counted(&self, error: PoolError) -> PoolError {
        let outcome = match error {
            PoolError::Busy => "refused",
            PoolError::TooLong => "too-long",
            PoolError::Panicked(_) => "panicked",
        };
        self.shared.count(outcome, 1);
        error
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().close();
        self.shared.arrived.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue<Task>> {
        // Nothing in there panics half way.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, outcome: &'static str, times: u64) {
        metrics::counter!("groundplan_pool_jobs_total", "pool" => self.name, "outcome" => outcome).increment(times);
    }

    /// What each thread does, until the pool is closed.
    fn work(&self) {
        while let Some((number, Job { work, task, .. })) = self.next() {
            let began = Instant::now();
            metrics::histogram!("groundplan_pool_wait_seconds", "pool" => self.name).record((began - task.arrived).as_secs_f64());
            let was_stopped = task.span.in_scope(|| (task.run)(&work));
            metrics::histogram!("groundplan_pool_job_seconds", "pool" => self.name).record(began.elapsed().as_secs_f64());
            self.count(if was_stopped { "stopped" } else { "done" }, 1);
            self.lock().finish(number);
        }
    }

    fn next(&self) -> Option<(u64, Job<Task>)> {
        let mut queue = self.lock();
        loop {
            if queue.is_closed() {
                return None;
            }
            if let Some(next) = queue.take() {
                return Some(next);
            }
            queue = self.arrived.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The caller waits. When it does no longer, the work is struck from the queue or told to stop.
struct Place {
    shared: Arc<Shared>,
    number: u64,
    stop: Arc<AtomicBool>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // What the job holds is freed outside the lock.
        let struck = self.shared.lock().strike(self.number);
        drop(struck);
    }
}

/// What a panic said.
pub fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a message").to_owned()
}

#[cfg(test)]
mod tests;
