//! Kills of the PostgreSQL primary, after which its standby is promoted and the address of the database leads there. Before each kill the
//! standby's link is held, so that there is something that it has not received.

use super::{
    Kind, Options, WRITING, address,
    cluster::{Node, Place},
    wire::Wire,
    writers::Writers,
};
use crate::process::Process;
use anyhow::{Context, Result, ensure};
use std::{
    process::Command,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// How long the standby receives nothing before the primary dies.
const HELD: Duration = Duration::from_millis(300);

pub(super) async fn primary(options: &Options, is_synchronous: bool) -> Result<Kind> {
    let mut place = Place::new()?;
    let mut primary = place.primary().await?;
    let database = Wire::to(&[primary.address]).await?;
    let url = format!("postgres://groundplan@{}/groundplan", database.address);
    let folder = tempfile::tempdir()?;
    let program = options.program.to_str().context("a path that is no text")?;
    let start = || Process::start(program, folder.path(), &["--database-url", &url]);
    let replicas = [start()?, start()?];
    let front = Wire::to(&[address(&replicas[0].url)?, address(&replicas[1].url)?]).await?;
    let mut writers = Writers::new(&format!("http://{}", front.address), options.writers).await?;
    let name = if is_synchronous { "the primary, synchronous standby" } else { "the primary, asynchronous standby" };
    let mut kind = Kind { name, ..Kind::default() };
    for _ in 0..options.rounds {
        let link = Wire::to(&[primary.address]).await?;
        let standby = place.standby(&primary, link.address, is_synchronous).await?;
        writers.start();
        sleep(WRITING).await;
        link.hold();
        sleep(HELD).await;
        writers.is_away();
        let killed = Instant::now();
        let dead = primary.kill()?;
        drop(link);
        let received = standby.promote().await?;
        database.switch(standby.address);
        primary = standby;
        writers.is_back();
        sleep(WRITING).await;
        writers.stop().await?;

        let old = Node::raise(dead)?;
        let (there, before) = (primary.saves().await?, old.saves().await?);
        let lost = &writers.acknowledged() - &there;
        ensure!(lost.is_subset(&before), "a save was acknowledged that the primary had not on its disk");
        kind.lost += lost.len();
        kind.lost_unexcused += if is_synchronous { lost.len() } else { 0 };
        kind.not_received += (&before - &there).len();
        kind.not_received_bytes += (old.log_end().await? - received).max(0);
        kind.add(&writers, &[&replicas[0], &replicas[1]], killed, Command::new(program).args(["check", "--database-url", &url])).await?;
        writers.forget(&lost);
    }
    kind.acknowledged = writers.acknowledged().len() + kind.lost;
    Ok(kind)
}
