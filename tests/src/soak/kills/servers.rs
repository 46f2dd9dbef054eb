//! Kills of servers: of the only one, over SQLite, and of one of two, over PostgreSQL.

use super::{Kind, Options, WRITING, address, cluster::Place, wire::Wire, writers::Writers};
use crate::process::Process;
use anyhow::{Context, Result};
use std::{collections::BTreeSet, path::Path, process::Command, time::Instant};
use tokio::time::sleep;

/// The only server, killed and started again.
pub(super) async fn only_server(options: &Options) -> Result<Kind> {
    let folder = tempfile::tempdir()?;
    let program = options.program.to_str().context("a path that is no text")?;
    let mut server = Process::start(program, folder.path(), &[])?;
    let front = Wire::to(&[address(&server.url)?]).await?;
    let mut writers = Writers::new(&format!("http://{}", front.address), options.writers).await?;
    let mut kind = Kind { name: "the one server, over SQLite", ..Kind::default() };
    for _ in 0..options.rounds {
        writers.start();
        sleep(WRITING).await;
        writers.is_away();
        let killed = Instant::now();
        server.kill()?;
        server = Process::start(program, folder.path(), &[])?;
        front.switch(address(&server.url)?);
        writers.is_back();
        sleep(WRITING).await;
        writers.stop().await?;
        let lost = &writers.acknowledged() - &saves(&folder.path().join("groundplan.db"))?;
        kind.lost += lost.len();
        kind.lost_unexcused += lost.len();
        kind.add(&writers, &[&server], killed, Command::new(program).args(["check", "--data"]).arg(folder.path())).await?;
        writers.forget(&lost);
    }
    kind.acknowledged = writers.acknowledged().len() + kind.lost;
    Ok(kind)
}

fn saves(file: &Path) -> Result<BTreeSet<(String, String)>> {
    let database = rusqlite::Connection::open(file)?;
    let mut asked = database.prepare("SELECT project, client_save FROM revisions")?;
    let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One of two. Somebody can answer all the time.
pub(super) async fn replica(options: &Options) -> Result<Kind> {
    let mut place = Place::new()?;
    let database = place.primary().await?;
    let url = format!("postgres://groundplan@{}/groundplan", database.address);
    let folder = tempfile::tempdir()?;
    let program = options.program.to_str().context("a path that is no text")?;
    let start = || Process::start(program, folder.path(), &["--database-url", &url]);
    let (mut one, mut other) = (start()?, start()?);
    let front = Wire::to(&[address(&one.url)?, address(&other.url)?]).await?;
    let mut writers = Writers::new(&format!("http://{}", front.address), options.writers).await?;
    let mut kind = Kind { name: "one replica of two, over PostgreSQL", ..Kind::default() };
    for _ in 0..options.rounds {
        writers.start();
        sleep(WRITING).await;
        let killed = Instant::now();
        writers.is_back();
        one.kill()?;
        sleep(WRITING).await;
        one = start()?;
        front.lead(&[address(&one.url)?, address(&other.url)?]);
        writers.stop().await?;
        let lost = &writers.acknowledged() - &database.saves().await?;
        kind.lost += lost.len();
        kind.lost_unexcused += lost.len();
        kind.add(&writers, &[&one, &other], killed, Command::new(program).args(["check", "--database-url", &url])).await?;
        writers.forget(&lost);
        std::mem::swap(&mut one, &mut other);
    }
    kind.acknowledged = writers.acknowledged().len() + kind.lost;
    Ok(kind)
}
