//! Somebody who works beside the attacks as anybody would, on a thread of their own so that nothing but the server keeps them waiting:
//! opens home, the list, the studio, the project, saves, exports, asks whether the server lives.

use super::{
    guest::{Guest, JSON},
    ledger::{Ledger, Tally},
};
use crate::client::{rename, save, small_design};
use anyhow::{Context as _, Result};
use domain::protocol::{EditsResponse, Project};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// Where the neighbour lives; nobody else asks from there.
const HOME: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
/// The longest that anybody may wait for an answer.
pub const MOST_WAIT: Duration = Duration::from_secs(10);
/// How long to wait with a save that was turned away.
const AGAIN: Duration = Duration::from_millis(500);

/// The neighbour at work. Stops when dropped.
#[derive(Debug)]
pub struct Neighbour {
    ledger: Arc<Ledger>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<()>>>,
}

impl Neighbour {
    /// Moves in and begins; rests after each request.
    pub fn start(server: SocketAddr, rest: Duration) -> Self {
        let (ledger, stop) = (Arc::new(Ledger::default()), Arc::new(AtomicBool::new(false)));
        let life = {
            let (ledger, stop) = (ledger.clone(), stop.clone());
            move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                runtime.block_on(live(&Guest::new(server, HOME, ledger), rest, &stop))
            }
        };
        Self { ledger, stop, thread: Some(std::thread::spawn(life)) }
    }

    /// What was answered since this was asked last.
    pub fn take(&self) -> Tally {
        self.ledger.take()
    }

    /// Ends it; returns what was answered since it was asked last.
    ///
    /// # Errors
    /// When something that was acknowledged is not there.
    pub fn finish(mut self) -> Result<Tally> {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok().context("the neighbour panicked")??;
        }
        Ok(self.ledger.take())
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What of an answer to a neighbour is a fault of the server, in words.
pub fn faults(tally: &Tally) -> Vec<String> {
    let mut faults = tally.faults.clone();
    if tally.slowest.0 > MOST_WAIT {
        faults.push(format!("the neighbour waited {:.1} s for {}", tally.slowest.0.as_secs_f64(), tally.slowest.1));
    }
    if tally.broken > 0 {
        faults.push(format!("{} requests of the neighbour had no whole answer", tally.broken));
    }
    let refused: u64 = tally.statuses.range(400..500).map(|(_, count)| count).sum();
    if refused > 0 {
        faults.push(format!("the neighbour was refused: {:?}", tally.statuses));
    }
    if tally.successes() * 10 < tally.answers() * 9 {
        faults
            .push(format!("less than nine tenths of the neighbour's requests were served: {:?} {:?}", tally.statuses, tally.server_errors));
    }
    if tally.answers() == 0 {
        faults.push("the neighbour was answered nothing".into());
    }
    faults
}

async fn live(guest: &Guest, rest: Duration, stop: &AtomicBool) -> Result<()> {
    let design = serde_json::to_vec(&small_design())?;
    let rests = async || tokio::time::sleep(rest).await;
    let is_over = || stop.load(Ordering::Relaxed);
    let id = loop {
        match guest.create(&design).await {
            Some(id) => break id,
            None if is_over() => return Ok(()),
            None => tokio::time::sleep(AGAIN).await,
        }
    };
    let project = format!("/api/v1/projects/{id}");
    let (edits, bundle, studio) = (format!("{project}/edits"), format!("{project}/bundle.zip?targets=compose"), format!("/p/{id}/studio"));
    let mut revision = 1;
    while !is_over() {
        for path in ["/", "/api/v1/projects", &studio, &project, &bundle, "/livez"] {
            // How it was answered is in the ledger.
            let _ = guest.get(path).await;
            rests().await;
        }
        let body = serde_json::to_vec(&save(revision, &format!("save-{revision}"), vec![rename(&format!("Shop {revision}"))]))?;
        // The same save again until it is answered: it counts once.
        while let Ok(reply) = guest.post(&edits, JSON, &body).await {
            if reply.is_success() {
                revision = serde_json::from_slice::<EditsResponse>(&reply.body)?.revision;
                break;
            }
            if is_over() {
                break;
            }
            tokio::time::sleep(AGAIN).await;
        }
        rests().await;
    }
    if let Ok(reply) = guest.get(&project).await
        && reply.is_success()
    {
        let now: Project = serde_json::from_slice(&reply.body)?;
        anyhow::ensure!(now.revision >= revision, "revision {revision} was acknowledged, and {} is there", now.revision);
    }
    Ok(())
}
