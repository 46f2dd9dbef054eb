//! The server is killed in the middle of saves, again and again: what was acknowledged is there when it comes back.

use crate::ALONE;
use anyhow::{Context as _, Result, ensure};
use domain::protocol::{EditsResponse, Project};
use std::{
    net::Ipv4Addr,
    sync::{Arc, PoisonError},
    time::Duration,
};
use tests::{
    client::{rename, save},
    tenants::{
        designs::SMALL,
        guest::{Guest, JSON},
        host::Host,
        ledger::Ledger,
    },
};

const WRITERS: u8 = 8;
const ROUNDS: u64 = 4;

/// Somebody who saves, and remembers what was acknowledged.
struct Writer {
    guest: Guest,
    project: String,
    revision: u64,
}

impl Writer {
    /// Saves until the server is gone.
    async fn write(mut self, round: u64) -> Self {
        loop {
            let name = format!("r{round}-{}", self.revision);
            let Ok(body) = serde_json::to_vec(&save(self.revision, &name, vec![rename(&name)])) else { return self };
            let Ok(reply) = self.guest.post(&format!("{}/edits", self.project), JSON, &body).await else { return self };
            if let Ok(EditsResponse { revision, .. }) = serde_json::from_slice(&reply.body) {
                self.revision = revision;
            }
        }
    }

    /// Everything that was acknowledged is there, and at most the one save that got no answer beside.
    async fn look(&mut self) -> Result<()> {
        let reply = self.guest.get(&self.project).await.context("the server that came back does not answer")?;
        ensure!(reply.is_success(), "{} is answered with {} after a kill", self.project, reply.status);
        let now: Project = serde_json::from_slice(&reply.body)?;
        let fits = self.revision..=self.revision + 1;
        ensure!(fits.contains(&now.revision), "revision {} was acknowledged, and {} is there", self.revision, now.revision);
        self.revision = now.revision;
        Ok(())
    }
}

#[test]
fn what_was_acknowledged_outlives_kills() -> Result<()> {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(killed())
}

async fn killed() -> Result<()> {
    let data = tempfile::tempdir()?;
    let ledger = Arc::new(Ledger::default());
    let mut host = Host::start(data.path())?;
    let mut writers = Vec::new();
    for n in 1..=WRITERS {
        let guest = Guest::new(host.address, Ipv4Addr::new(127, 0, 3, n), ledger.clone());
        let id = guest.create(&SMALL).await.context("nothing can be stored")?;
        writers.push(Writer { guest, project: format!("/api/v1/projects/{id}"), revision: 1 });
    }
    for round in 1..=ROUNDS {
        let writing: Vec<_> = writers.drain(..).map(|writer| tokio::spawn(writer.write(round))).collect();
        tokio::time::sleep(Duration::from_millis(500 + 130 * round)).await;
        host.check()?;
        host.kill()?;
        host = Host::start(data.path())?;
        for writer in writing {
            let mut writer = writer.await?;
            writer.guest = writer.guest.at(host.address);
            writer.look().await?;
            writers.push(writer);
        }
    }
    let saved: u64 = writers.iter().map(|writer| writer.revision - 1).sum();
    println!("{saved} saves, {ROUNDS} kills, nothing lost");
    ensure!(saved > ROUNDS * u64::from(WRITERS), "{saved} saves were acknowledged");
    let tally = ledger.take();
    ensure!(tally.faults.is_empty(), "{:?}", tally.faults);
    Ok(())
}
