//! The one thread that writes. It drains its queue into one transaction (group commit): each job in its own savepoint, so that
//! a refused one leaves no trace and spoils nobody else's, and every answer is given only after COMMIT, when it is durable.

use crate::store::{StoreError, heads::Heads, heads::Versioned};
use domain::Design;
use rusqlite::Connection;
use std::{
    collections::BTreeMap,
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

/// What a job works with: the open transaction and the designs the batch has changed so far.
pub(super) struct Batch<'a> {
    pub connection: &'a Connection,
    heads: &'a Heads,
    changed: BTreeMap<String, Versioned>,
}

impl Batch<'_> {
    /// The last known design of a project, to be changed in place and given back with [`Self::put_head`].
    pub(super) fn take_head(&mut self, project: &str) -> Option<Versioned> {
        self.changed.remove(project).or_else(|| self.heads.take(project))
    }
    /// Becomes known to others when the batch is committed.
    pub(super) fn put_head(&mut self, project: &str, revision: u64, design: Arc<Design>) {
        self.changed.insert(project.to_owned(), (revision, design));
    }
    pub(super) fn forget_head(&mut self, project: &str) {
        self.changed.remove(project);
        self.heads.forget(project);
    }
}

/// Runs inside a savepoint; returns whether to keep it, and what to call once the batch is durable or lost.
type Job = Box<dyn FnOnce(&mut Batch<'_>) -> (bool, Answer) + Send>;
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The queue to the thread, and the thread.
#[derive(Debug)]
pub(super) struct Writer {
    /// Absent once the store is closed.
    queue: Mutex<Option<SyncSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, heads: Arc<Heads>) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(MAX_QUEUE);
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || run(connection, &heads, &jobs))?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    /// Queues a job and waits until its effect is durable.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, receiver) = oneshot::channel();
        self.enqueue(Box::new(move |batch| {
            // A panic is a fault of one job; the others of the batch are not to suffer for it.
            let result = catch_unwind(AssertUnwindSafe(|| job(batch)))
                .unwrap_or_else(|_| Err(StoreError::Corrupt("a save failed unexpectedly".into())));
            let keep = result.is_ok();
            let answer = move |outcome: Result<(), StoreError>| {
                // Nobody may be waiting any more: the save counts all the same.
                let _ = sender.send(result.and_then(|value| outcome.map(|()| value)));
            };
            (keep, Box::new(answer))
        }))?;
        receiver.await.map_err(|_| StoreError::Unavailable("the database did not take the change".into()))?
    }

    /// Queues a job that nobody waits for; dropped when the store is busy.
    pub(super) fn write_if_idle(&self, job: impl FnOnce(&mut Batch<'_>) -> Result<(), StoreError> + Send + 'static) {
        let job: Job = Box::new(move |batch| (job(batch).is_ok(), Box::new(|_| ())));
        if self.enqueue(job).is_err() {
            tracing::debug!("a background write was left out");
        }
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
    StoreError::Unavailable("the store is closed".into())
}

fn run(connection: Connection, heads: &Heads, jobs: &Receiver<Job>) {
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
        commit(&connection, heads, batch);
    }
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the log could not be moved into the database file; the next start does it");
    }
}

fn commit(connection: &Connection, heads: &Heads, jobs: Vec<Job>) {
    let size = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
    metrics::gauge!("groundplan_store_queue_length").decrement(f64::from(size));
    let mut batch = Batch { connection, heads, changed: BTreeMap::new() };
    let mut answers = Vec::with_capacity(jobs.len());
    let outcome = transact(&mut batch, jobs, &mut answers);
    match &outcome {
        Ok(()) => {
            metrics::counter!("groundplan_store_commits_total").increment(1);
            metrics::histogram!("groundplan_store_batch_jobs").record(f64::from(size));
            for (project, (revision, design)) in batch.changed {
                heads.put(&project, revision, design);
            }
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

/// Runs the jobs between BEGIN and COMMIT. Jobs that did not get to run answer with the failure too.
fn transact(batch: &mut Batch<'_>, jobs: Vec<Job>, answers: &mut Vec<Answer>) -> Result<(), StoreError> {
    let begun = batch.connection.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from);
    let mut failure = begun.err();
    for job in jobs {
        if let Some(error) = &failure {
            // A job holds its own answer; run against nothing it would do harm, so it is dropped and its caller hears that
            // the store is unavailable.
            tracing::debug!(%error, "a job was not run");
            drop(job);
            continue;
        }
        if let Err(error) = control(batch.connection, "SAVEPOINT job") {
            failure = Some(error);
            continue;
        }
        let (keep, answer) = job(batch);
        answers.push(answer);
        let taken_back = if keep { Ok(()) } else { control(batch.connection, "ROLLBACK TO job") };
        failure = taken_back.and_then(|()| control(batch.connection, "RELEASE job")).err();
    }
    match failure {
        Some(error) => Err(error),
        None => batch.connection.execute_batch("COMMIT").map_err(StoreError::from),
    }
}

/// A statement of the transaction itself: they come with every job, so that they are parsed once.
fn control(connection: &Connection, statement: &str) -> Result<(), StoreError> {
    connection.prepare_cached(statement)?.execute([])?;
    Ok(())
}
