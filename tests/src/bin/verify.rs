//! Shows every file of every starter, and of hundreds of random Designs, to every third-party tool that reads its kind.
//!     verify [DESIGNS]
use anyhow::{Result, ensure};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};
use tests::bundles::{
    Refusal, Sample, Seen,
    random::designs,
    sample::{fixed, temporary},
    validators,
};

/// Random Designs, unless another number is given.
const DESIGNS: usize = 300;
/// A tool is started once for so many bundles.
const AT_ONCE: usize = 20;
const THREADS: usize = 2;

/// What one tool has judged so far.
#[derive(Default)]
struct Tally {
    seen: Seen,
    judged: usize,
    refused: usize,
}

fn main() -> Result<()> {
    let wanted = std::env::args().nth(1).map_or(Ok(DESIGNS), |number| number.parse())?;
    let root = temporary().join("verify");
    fs::remove_dir_all(&root).or_else(|error| if root.exists() { Err(error) } else { Ok(()) })?;
    let mut tallies: BTreeMap<&str, Tally> = validators::all().map(|validator| (validator.name, Tally::default())).collect();
    validators::all().for_each(|validator| validator.must_reject_what_is_broken());
    println!("{} tools, each of which has rejected something broken", tallies.len());

    let began = Instant::now();
    let mut samples = fixed(&root);
    let total = samples.len() + wanted;
    let mut random = designs(0).take(wanted).enumerate();
    let mut done = 0;
    while !samples.is_empty() {
        done += samples.len();
        let files: usize = samples.iter().map(|sample| sample.files.len()).sum();
        let refused = judge(&samples, &mut tallies);
        println!("[{done:>4}/{total}] {files} files, {refused} refused, {} s", began.elapsed().as_secs());
        drop(samples);
        samples = random.by_ref().take(AT_ONCE).map(|(number, design)| Sample::new(&root, &format!("random-{number}"), design)).collect();
    }
    summary(&tallies, &root)
}

/// Every tool on these bundles. Bundles of which something is refused stay where they are, with the Design that they come from.
fn judge(samples: &[Sample], tallies: &mut BTreeMap<&str, Tally>) -> usize {
    let open = Mutex::new(tallies.iter_mut());
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some((name, tally)) = { open.lock().unwrap().next() } {
                    let (judged, refusals) = validators::find(name).judge(samples, &mut tally.seen);
                    tally.judged += judged;
                    tally.refused += refusals.len();
                    refusals.iter().for_each(|refusal| tell(name, refusal));
                    found.lock().unwrap().extend(refusals);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    for sample in samples {
        let kept = found.iter().any(|refusal| refusal.subject.starts_with(&sample.directory));
        if !kept {
            sample.remove();
        }
    }
    found.len()
}

/// The first lines of what a tool said.
fn tell(tool: &str, refusal: &Refusal) {
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    const LINES: usize = 12;
    let said: String = refusal.said.lines().take(LINES).map(|line| format!("    {line}\n")).collect();
    println!("refusal {} by {tool}: {}\n{said}", TOLD.fetch_add(1, Ordering::Relaxed) + 1, refusal.subject.display());
}

fn summary(tallies: &BTreeMap<&str, Tally>, root: &Path) -> Result<()> {
    println!("\n{:<26} {:>8} {:>8}", "tool", "judged", "refused");
    for validator in validators::all() {
        let tally = &tallies[validator.name];
        println!("{:<26} {:>8} {:>8}", validator.name, tally.judged, tally.refused);
        ensure!(tally.judged > 0, "{} had nothing to judge", validator.name);
    }
    let refused: usize = tallies.values().map(|tally| tally.refused).sum();
    ensure!(refused == 0, "{refused} refused: the bundles are in {}", root.display());
    println!("\nEvery file is accepted by every tool that reads it.");
    Ok(())
}
