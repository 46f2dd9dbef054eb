//! Kills under writers who save without a pause: of the one server over SQLite, of one replica of two over PostgreSQL, and of the
//! PostgreSQL primary with the promotion of its standby. Counts what was acknowledged and is lost, what does not open, and how often a
//! client had to ask again once somebody could answer.

mod cluster;
mod primary;
mod servers;
mod wire;
mod writers;

use super::Outcome;
use crate::{process::Process, studio::program};
use anyhow::{Context, Result};
use std::{
    fmt,
    net::SocketAddr,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};
use writers::Writers;

/// Who save all the time.
const WRITERS: usize = 50;
/// How long a round writes before the kill, and again after it.
const WRITING: Duration = Duration::from_secs(3);
/// What a client may need once the new one answers.
const MOST_RETRIES: u32 = 2;

/// What to kill, how often, under how many.
#[derive(Debug, Clone)]
struct Options {
    /// The built `groundplan`.
    program: PathBuf,
    /// Kills of each kind.
    rounds: usize,
    writers: usize,
}

/// What kills of one kind did.
#[derive(Debug, Clone, Default)]
pub struct Kind {
    pub name: &'static str,
    pub kills: usize,
    pub acknowledged: usize,
    /// Acknowledged, and gone.
    pub lost: usize,
    /// Those that nothing excuses: a kill may cost at most what a standby had not received.
    pub lost_unexcused: usize,
    /// Saves that the dead primary had and its standby had not received.
    pub not_received: usize,
    /// The same in bytes of the log.
    pub not_received_bytes: i64,
    /// Projects that did not open afterwards.
    pub closed: usize,
    pub most_retries: u32,
    /// The longest from a kill until every writer had saved again.
    pub longest_away: Duration,
    /// Times that `groundplan check` found something.
    pub bad_checks: usize,
}

/// What kills of every kind did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub kinds: Vec<Kind>,
}

/// Kills so often each, and counts.
///
/// # Errors
/// When something does not start, or a client is answered what it must not be.
pub async fn run(rounds: usize) -> Result<Report> {
    let options = &Options { program: program()?, rounds, writers: WRITERS };
    let kinds = vec![
        servers::only_server(options).await.context("kills of the one server")?,
        servers::replica(options).await.context("kills of a replica")?,
        primary::primary(options, true).await.context("kills of a primary with a synchronous standby")?,
        primary::primary(options, false).await.context("kills of a primary with an asynchronous standby")?,
    ];
    Ok(Report { kinds })
}

impl Kind {
    fn missed(&self) -> Vec<String> {
        let bounds = [
            (self.acknowledged == 0, "nothing was saved".to_owned()),
            (self.lost_unexcused > 0, format!("{} acknowledged saves are lost", self.lost_unexcused)),
            (self.closed > 0, format!("{} projects do not open", self.closed)),
            (self.most_retries > MOST_RETRIES, format!("a client had to try again {} times", self.most_retries)),
            (self.bad_checks > 0, format!("groundplan check found something {} times", self.bad_checks)),
        ];
        bounds.into_iter().filter(|(missed, _)| *missed).map(|(_, what)| format!("kills of {}: {what}", self.name)).collect()
    }

    /// After a round, with the writers stopped: what they saw, and whether all projects open and all that is stored can be read.
    async fn add(&mut self, writers: &Writers, servers: &[&Process], killed: Instant, check: &mut Command) -> Result<()> {
        self.kills += 1;
        self.closed += writers.closed(servers).await?;
        for told in writers.told() {
            self.most_retries = self.most_retries.max(told.most_retries);
            let away = told.first_after.context("a writer that never saved again")?.saturating_duration_since(killed);
            self.longest_away = self.longest_away.max(away);
        }
        let checked = check.output()?;
        if !checked.status.success() {
            self.bad_checks += 1;
            println!("{}: {}{}", self.name, String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
        }
        Ok(())
    }
}

impl Outcome for Report {
    fn missed(&self) -> Vec<String> {
        self.kinds.iter().flat_map(Kind::missed).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, kind) in self.kinds.iter().enumerate() {
            let Kind { name, kills, acknowledged, lost, not_received, not_received_bytes, closed, most_retries, bad_checks, .. } = kind;
            let away = kind.longest_away.as_secs_f64();
            let lost = match not_received_bytes {
                0 => format!("{lost} lost"),
                bytes => format!("{lost} lost of {not_received} ({bytes} bytes of the log) that the standby had not received"),
            };
            let line = if at == 0 { "" } else { "\n" };
            write!(
                f,
                "{line}kills       {name}: {kills} under {WRITERS} writers; {acknowledged} saves acknowledged, {lost}; {closed} projects closed; \
                 retries at most {most_retries}; all had saved again after {away:.1} s; {bad_checks} bad checks"
            )?;
        }
        Ok(())
    }
}

/// The address in a URL of this machine.
fn address(url: &str) -> Result<SocketAddr> {
    Ok(url.strip_prefix("http://").context("a URL without TLS")?.parse()?)
}
