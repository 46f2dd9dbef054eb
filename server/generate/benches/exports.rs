//! Exports of large Designs: time to the first byte, processor time, and the memory that one takes at its peak. Each runs in a process of
//! its own, so that no export is charged with the memory of another. `make bench` runs it; with arguments it runs one:
//!     exports PARTS essential|full|crowded
//! The crowded one has a broker instead of stores, at which all parts send or hear 50 events: close to the most that a bundle holds.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for people who measure")]

use domain::{
    arbitrary::{crowded, sized},
    work::Work,
};
use generate::{Options, artefacts};
use std::{
    io::{self, Write},
    process::Command,
    time::Instant,
};

/// Parts that a Design of so many services has: each with its store, and three in front.
const fn services(parts: usize) -> usize {
    (parts - 3) / 2
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [parts, profile] => one(parts.parse().unwrap(), profile),
        // Cargo's own: `--bench`.
        _ => {
            println!(
                "{:>6} {:<10} {:>8} {:>9} {:>11} {:>8} {:>8} {:>8}",
                "parts", "profile", "files", "zip MB", "first byte", "CPU s", "MB", "more MB"
            );
            for (parts, profile) in
                [("200", "full"), ("1000", "essential"), ("1000", "full"), ("5000", "essential"), ("5000", "full"), ("500", "crowded")]
            {
                assert!(Command::new(std::env::current_exe().unwrap()).args([parts, profile]).status().unwrap().success());
            }
        }
    }
}

fn one(parts: usize, profile: &str) {
    let design = if profile == "crowded" { crowded(parts, 50, 9) } else { sized(services(parts)) };
    let essential = artefacts::ALL.iter().filter(|artefact| artefact.essential).map(|artefact| artefact.slug.to_owned());
    let options = Options { artefacts: (profile == "essential").then(|| essential.collect()) };
    let (before, spent) = (status("VmHWM:"), processor_seconds());
    let mut reader = Reader { began: Instant::now(), first_ms: None, bytes: 0 };
    let said = generate::zip(&design, &options, &Work::unlimited(), &mut reader).unwrap();
    println!(
        "{parts:>6} {profile:<10} {:>8} {:>9.1} {:>8} ms {:>8.2} {:>8} {:>8}",
        said.files,
        reader.bytes as f64 / 1e6,
        reader.first_ms.unwrap(),
        processor_seconds() - spent,
        status("VmHWM:") / 1024,
        (status("VmHWM:") - before) / 1024,
    );
}

/// Takes everything at once and keeps nothing.
struct Reader {
    began: Instant,
    first_ms: Option<u128>,
    bytes: usize,
}

impl Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.first_ms.get_or_insert(self.began.elapsed().as_millis());
        self.bytes += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A number of `/proc/self/status`, in kibibytes.
fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok()).unwrap()
}

/// Seconds that this process has computed, by the clock of the kernel's hundredths.
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = text.rsplit_once(") ").unwrap().1.split(' ').collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}
