//! The neighbour, first alone and then beside the attacks of the hostile suite, two at a time in rotation, on one server with the flags it
//! has by default. Says what the neighbour was answered, and what became of the server's memory.

use super::Outcome;
use crate::tenants::{
    attacks::{ALL, Scene},
    host::Host,
    ledger::{Ledger, Tally},
    neighbour::{self, Neighbour},
};
use anyhow::Result;
use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long a pair of attacks goes on.
const TURN: Duration = Duration::from_secs(20);
/// How far apart in the list the two are.
const APART: usize = 5;
/// The server rests for so long before its memory is looked at.
const REST: Duration = Duration::from_secs(15);
/// How long after the first attack its memory is looked at first: by then the caches are full.
const SETTLED: Duration = Duration::from_secs(10 * 60);
/// How often it is looked at whether it lives.
const LOOK: Duration = Duration::from_millis(500);
/// How long the neighbour rests after each request.
const PAUSE: Duration = Duration::from_millis(30);
/// The most the memory may have grown.
const MOST_GROWTH: f64 = 1.1;
/// The least share of requests that count as answered.
const LEAST_AVAILABILITY: f64 = 0.9995;

/// What came of it.
#[derive(Debug)]
pub struct Tenants {
    quiet: Tally,
    attacked: Tally,
    attackers: Tally,
    /// Resident bytes after ten minutes of attacks, where it took longer, and at the end.
    settled: Option<u64>,
    end: u64,
    peak: u64,
    faults: Vec<String>,
}

/// The server at work, and what was found out so far.
struct Watch {
    host: Host,
    neighbour: Neighbour,
    ledger: Arc<Ledger>,
    faults: Vec<String>,
}

impl Watch {
    /// Sees to it that the server lives meanwhile.
    async fn pass(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && self.faults.is_empty() {
            tokio::time::sleep(LOOK.min(time)).await;
            self.faults.extend(self.host.check().err().map(|fault| fault.to_string()));
        }
    }

    /// One pair of attacks, from addresses of their own.
    async fn turn(&mut self, number: usize) {
        let attacks = [ALL[number % ALL.len()], ALL[(number + APART) % ALL.len()]];
        let networks = [3, 4].map(|first| first + (2 * number % 240) as u8);
        let running: Vec<_> = attacks
            .into_iter()
            .zip(networks)
            .map(|(attack, network)| {
                let scene = Scene::new(self.host.address, self.ledger.clone(), network, TURN);
                (attack.name, tokio::spawn(attack.run(scene)))
            })
            .collect();
        self.pass(TURN).await;
        for fault in &mut self.faults {
            fault.push_str(&format!(", beside “{}” and “{}”", attacks[0].name, attacks[1].name));
        }
        for (name, attack) in running {
            let fault = attack.await.map_or_else(|panic| Some(panic.to_string()), |ended| ended.err().map(|fault| fault.to_string()));
            self.faults.extend(fault.map(|fault| format!("{name}: {fault}")));
        }
    }
}

/// A sixth of the time quiet, the rest beside attacks.
///
/// # Errors
/// When the server cannot be started, or something that the neighbour saved is not there.
pub async fn run(time: Duration) -> Result<Tenants> {
    let data = tempfile::tempdir()?;
    let host = Host::start(data.path())?;
    let neighbour = Neighbour::start(host.address, PAUSE);
    let mut watch = Watch { host, neighbour, ledger: Arc::default(), faults: Vec::new() };
    let began = Instant::now();
    watch.pass(time / 6).await;
    let quiet = watch.neighbour.take();
    println!("quiet       {quiet}");
    let (mut attacked, mut attackers, mut settled) = (Tally::default(), Tally::default(), None);
    let (mut number, attacked_since) = (0, Instant::now());
    while began.elapsed() < time && watch.faults.is_empty() {
        watch.turn(number).await;
        number += 1;
        if number % ALL.len() == 0 {
            println!("{:>4} s      {} MiB resident", began.elapsed().as_secs(), watch.host.resident_bytes()? >> 20);
        }
        attacked.add(watch.neighbour.take());
        attackers.add(watch.ledger.take());
        if settled.is_none() && attacked_since.elapsed() >= SETTLED && time > began.elapsed() + TURN {
            watch.pass(REST).await;
            settled = Some(watch.host.resident_bytes()?);
        }
    }
    watch.pass(REST).await;
    let Watch { host, neighbour, ledger, mut faults } = watch;
    let (end, peak) = (host.resident_bytes().unwrap_or(0), host.peak_bytes().unwrap_or(0));
    attacked.add(neighbour.finish()?);
    attackers.add(ledger.take());
    faults.extend(neighbour::faults(&quiet));
    faults.extend(neighbour::faults(&attacked));
    faults.extend(attackers.faults.clone());
    let log = host.log();
    if !faults.is_empty() && !log.is_empty() {
        faults.push(log);
    }
    Ok(Tenants { quiet, attacked, attackers, settled, end, peak, faults })
}

impl fmt::Display for Tenants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { quiet, attacked, attackers, settled, end, peak, .. } = self;
        let percent = |tally: &Tally| tally.availability() * 100.0;
        writeln!(f, "quiet       {quiet}; {:.3} % within 250 ms and without 5xx", percent(quiet))?;
        writeln!(f, "attacked    {attacked}; {:.3} % within 250 ms and without 5xx", percent(attacked))?;
        writeln!(f, "attackers   {attackers}")?;
        writeln!(f, "5xx         the neighbour {:?}, the attackers {:?}", attacked.server_errors, attackers.server_errors)?;
        if let Some(settled) = settled {
            write!(f, "memory      {} MiB after ten minutes of attacks, ", settled >> 20)?;
        }
        write!(f, "{} MiB at the end, {} MiB at the most", end >> 20, peak >> 20)
    }
}

impl Outcome for Tenants {
    fn missed(&self) -> Vec<String> {
        let mut missed = self.faults.clone();
        for (when, tally) in [("quiet", &self.quiet), ("attacked", &self.attacked)] {
            if tally.availability() < LEAST_AVAILABILITY {
                missed
                    .push(format!("{when}, {:.3} % of the neighbour's requests were answered within 250 ms", tally.availability() * 100.0));
            }
        }
        if let Some(settled) = self.settled
            && self.end as f64 > settled as f64 * MOST_GROWTH
        {
            missed.push(format!("memory grew from {} to {} MiB", settled >> 20, self.end >> 20));
        }
        missed
    }
}
