//! Hostile tenants: the built server with the flags it has by default, held to its memory, beside a neighbour who works as always.
//! Whatever the others do, the server lives, the neighbour is answered within ten seconds, and nobody sees a fault of the server.
//! Two at a time in rotation, for as long as one likes: `make soak`.
//! A test alone is `cargo test --test hostile NAME -- --nocapture`, which tells what was answered to whom.
mod kills;

use anyhow::{Context as _, Result, ensure};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tests::tenants::{
    attacks::{self, Attack, Scene},
    host::Host,
    ledger::Ledger,
    neighbour::{self, Neighbour},
};

/// How long the neighbour rests after each request.
const REST: Duration = Duration::from_millis(15);
/// How often the server is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How long the neighbour is watched after the attack.
const AFTER: Duration = Duration::from_millis(500);

/// One at a time: what is measured is the server, and it needs the processors.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs attacks side by side for so many seconds.
fn beside(attacks: &[Attack], seconds: u64) -> Result<()> {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let data = tempfile::tempdir()?;
    let mut host = Host::start(data.path())?;
    let neighbour = Neighbour::start(host.address, REST);
    let ledger = Arc::new(Ledger::default());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let time = Duration::from_secs(seconds);
    let running: Vec<_> = attacks
        .iter()
        .zip(3..)
        .map(|(attack, network)| (attack.name, runtime.spawn(attack.run(Scene::new(host.address, ledger.clone(), network, time)))))
        .collect();
    let began = Instant::now();
    let mut faults = Vec::new();
    while faults.is_empty() && began.elapsed() < time + AFTER {
        std::thread::sleep(LOOK);
        faults.extend(host.check().err().map(|fault| fault.to_string()));
    }
    for (name, attack) in running {
        let ended = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), attack).await });
        let ended = ended.with_context(|| format!("“{name}” does not end"))?.with_context(|| format!("“{name}” panicked"))?;
        faults.extend(ended.err().map(|fault| format!("{name}: {fault}")));
    }
    runtime.shutdown_background();
    let (served, attacked) = (neighbour.finish()?, ledger.take());
    faults.extend(neighbour::faults(&served));
    faults.extend(attacked.faults.clone());
    println!(
        "the neighbour:  {served}\nthe attackers:  {attacked}\nmemory:         {} MiB at the most",
        host.peak_bytes().unwrap_or(0) >> 20
    );
    ensure!(faults.is_empty(), "{}\nthe log:\n{}", faults.join("\n"), host.log());
    Ok(())
}

#[test]
fn drawings_that_are_hard_to_draw() -> Result<()> {
    beside(&[attacks::OVERLAPPING, attacks::EXTREMES, attacks::ONE_SPOT], 8)
}

#[test]
fn saves_that_ask_for_too_much_and_a_huge_history() -> Result<()> {
    beside(&[attacks::RENAMES, attacks::CONFLICTS], 9)
}

#[test]
fn old_versions_replayed_many_at_a_time() -> Result<()> {
    beside(&[attacks::VERSIONS], 12)
}

#[test]
fn two_hundred_large_projects() -> Result<()> {
    beside(&[attacks::CACHE], 10)
}

#[test]
fn pages_of_the_largest_design() -> Result<()> {
    beside(&[attacks::PAGES], 7)
}

#[test]
fn bundles_of_five_thousand_parts() -> Result<()> {
    beside(&[attacks::BUNDLES], 7)
}

#[test]
fn whoever_leaves_and_whoever_does_not_read() -> Result<()> {
    beside(&[attacks::ABANDONED, attacks::DEAF, attacks::SLOW], 10)
}

#[test]
fn whoever_does_not_read_small_bundles() -> Result<()> {
    beside(&[attacks::DEAF_TO_SMALL], 7)
}

#[test]
fn bodies_without_an_end() -> Result<()> {
    beside(&[attacks::UNENDED], 8)
}

#[test]
fn floods_past_the_limits() -> Result<()> {
    beside(&[attacks::FLOODS], 8)
}

#[test]
fn bombs_and_hostile_texts() -> Result<()> {
    beside(&[attacks::TEXTS], 6)
}

/// `HOSTILE_SEED` begins with a case that failed.
#[test]
fn requests_at_random() -> Result<()> {
    beside(&[attacks::FUZZ], 9)
}

#[test]
fn two_of_everything_at_once() -> Result<()> {
    beside(&[attacks::ALL, attacks::ALL].concat(), 12)
}
