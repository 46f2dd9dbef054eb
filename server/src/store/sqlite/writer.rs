//! The one thread that writes. It drains its queue into one transaction (group commit): each job in its own savepoint, so that
//! a refused one leaves no trace and spoils nobody else's, and every answer is given only after COMMIT, when it is durable.

use super::identity::Opened;
use crate::store::{StoreError, error::Reason};
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// Most jobs that wait; beyond that the store says it is busy.
const MAX_QUEUE: usize = 1_024;
/// Most jobs in one transaction, so that the first of them does not wait for ever.
const MAX_BATCH: usize = 256;

/// How long a batch waits to become as large as the one before. A single client never waits.
const PATIENCE: Duration = Duration::from_micros(200);

/// Runs inside a savepoint, or is told why it cannot run; returns how it ended, and what to call once the batch is durable or lost.
type Job = Box<dyn FnOnce(Result<&Connection, &StoreError>) -> (Result<(), StoreError>, Answer) + Send>;
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The queue to the thread, and the thread.
#[derive(Debug)]
pub(super) struct Writer {
    /// Absent once the store is closed.
    queue: Mutex<Option<SyncSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, file: Arc<Opened>) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(MAX_QUEUE);
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || run(connection, &file, &jobs))?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    /// Queues a job and waits until its effect is durable.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, receiver) = oneshot::channel();
        self.enqueue(Box::new(move |connection| {
            // A panic is a fault of one job; the others of the batch are not to suffer for it.
            let run = |connection| {
                catch_unwind(AssertUnwindSafe(|| job(connection)))
                    .unwrap_or_else(|_| Err(StoreError::Corrupt("a save failed unexpectedly".into())))
            };
            let result = connection.map_err(StoreError::clone).and_then(run);
            let ended = result.as_ref().map(drop).map_err(StoreError::clone);
            let answer = move |outcome: Result<(), StoreError>| {
                // Nobody may be waiting any more: the save counts all the same.
                let _ = sender.send(result.and_then(|value| outcome.map(|()| value)));
            };
            (ended, Box::new(answer))
        }))?;
        receiver.await.map_err(|_| Reason::Closed.because("the writer has ended"))?
    }

    fn enqueue(&self, job: Job) -> Result<(), StoreError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or_else(closed)?;
        metrics::gauge!("groundplan_store_queue_length").increment(1.0);
        queue.try_send(job).map_err(|error| {
            metrics::gauge!("groundplan_store_queue_length").decrement(1.0);
            match error {
                TrySendError::Full(_) => StoreError::Busy,
                TrySendError::Disconnected(_) => closed(),
            }
        })
    }

    /// Writes what is queued, moves the log into the file, and closes it.
    pub(super) fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the writer of the store did not end well");
        }
    }
}

fn closed() -> StoreError {
    Reason::Closed.because("the store is closed")
}

fn run(connection: Connection, file: &Opened, jobs: &Receiver<Job>) {
    let mut before = 1;
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(MAX_BATCH - 1));
        // Those who were answered just now tend to come again at once.
        let end = Instant::now() + PATIENCE;
        while batch.len() < before
            && let Ok(job) = jobs.recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            batch.push(job);
        }
        before = batch.len();
        commit(&connection, file, batch);
    }
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the log could not be moved into the database file; the next start does it");
    }
}

fn commit(connection: &Connection, file: &Opened, jobs: Vec<Job>) {
    let size = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
    metrics::gauge!("groundplan_store_queue_length").decrement(f64::from(size));
    let mut answers = Vec::with_capacity(jobs.len());
    let outcome = transact(connection, file, jobs, &mut answers);
    match &outcome {
        Ok(()) => {
            metrics::counter!("groundplan_store_commits_total").increment(1);
            metrics::histogram!("groundplan_store_batch_jobs").record(f64::from(size));
        }
        Err(error) => {
            metrics::counter!("groundplan_store_failed_commits_total").increment(1);
            tracing::error!(%error, jobs = size, "a transaction of the store failed");
            // Fails when no transaction is open, and then there is nothing to take back.
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
    answers.into_iter().for_each(|answer| answer(outcome.clone()));
}

/// Runs the jobs between BEGIN and COMMIT. What the database cannot do for one it cannot do for the others: then all hear why.
fn transact(connection: &Connection, file: &Opened, jobs: Vec<Job>, answers: &mut Vec<Answer>) -> Result<(), StoreError> {
    let begun = file.keeps_its_name().and_then(|()| Ok(connection.execute_batch("BEGIN IMMEDIATE")?));
    let mut failure = begun.err();
    for job in jobs {
        if failure.is_none() {
            failure = control(connection, "SAVEPOINT job").err();
        }
        if let Some(error) = &failure {
            answers.push(job(Err(error)).1);
            continue;
        }
        let (ended, answer) = job(Ok(connection));
        answers.push(answer);
        let kept = match ended {
            Ok(()) => Ok(()),
            // SQLite may have rolled back everything by itself.
            Err(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_))) if connection.is_autocommit() => Err(error),
            Err(error @ StoreError::Unavailable(_)) => Err(error),
            Err(_) => control(connection, "ROLLBACK TO job"),
        };
        failure = kept.and_then(|()| control(connection, "RELEASE job")).err();
    }
    match failure {
        Some(error) => Err(error),
        None => {
            connection.execute_batch("COMMIT")?;
            // Or it lost its name meanwhile, and what was just written with it.
            file.keeps_its_name()
        }
    }
}

/// A statement of the transaction itself: they come with every job, so that they are parsed once.
fn control(connection: &Connection, statement: &str) -> Result<(), StoreError> {
    connection.prepare_cached(statement)?.execute([])?;
    Ok(())
}
