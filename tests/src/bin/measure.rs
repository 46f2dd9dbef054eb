//! Prints what the first visit costs in bytes, what the server takes in memory when idle and for a large bundle, how soon it answers, and
//! how long the browser takes for review and analysis. Measures the release.
use anyhow::{Context, Result};
use domain::arbitrary::sized;
use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;
use tests::studio::{Studio, root, target};

const STARTS: usize = 9;
const ACCEPT: &str = "Accept-Encoding: br, gzip\r\n";

fn main() -> Result<()> {
    let program = target().join("release/groundplan");
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let studio = Studio::start_program(&program)?;
        starts.push(studio.started_in());
        studio.stop()?;
    }
    starts.sort();
    let studio = Studio::start_program(&program)?;
    // Idle means: started, one page served, then left alone.
    std::thread::sleep(Duration::from_secs(1));
    let resident = studio.resident_bytes()?;
    println!("start to first page     {:>8.1} ms   median of {STARTS}", starts[STARTS / 2].as_secs_f64() * 1e3);
    println!("memory when idle        {:>8.1} MB", resident as f64 / 1e6);
    let large = studio.post("/api/v1/bundles", &serde_json::to_string(&sized(100))?)?;
    anyhow::ensure!(large.status == 200, "the bundle of 100 services: {}", large.head);
    let more = studio.peak_bytes()?.saturating_sub(resident);
    println!("bundle of 100 services  {:>8.1} MB   more at the most", more as f64 / 1e6);
    println!("program                 {:>8.1} MB", std::fs::metadata(&program)?.len() as f64 / 1e6);

    let page = studio.get("/", ACCEPT)?;
    let plain = String::from_utf8(studio.get("/", "")?.body).context("the home page is not text")?;
    println!("first visit of home, bytes of the bodies on the wire:");
    let mut total = page.body.len();
    println!("  {:>8}  /", page.body.len());
    let mut open: Vec<String> = assets(&plain).into_iter().collect();
    while let Some(path) = open.pop() {
        let answer = studio.get(&path, ACCEPT)?;
        anyhow::ensure!(answer.status == 200, "{path}: {}", answer.status);
        println!("  {:>8}  {path}", answer.body.len());
        total += answer.body.len();
        if path.ends_with(".js") {
            let script = String::from_utf8(studio.get(&path, "")?.body).context("a script is not text")?;
            open.extend(imports(&path, &script));
        }
    }
    println!("  {total:>8}  together");
    review_in_the_browser(&studio)?;
    studio.stop()
}

/// Two elements a service, and three that they share.
fn review_in_the_browser(studio: &Studio) -> Result<()> {
    println!("review and analysis in the browser, after an edit:");
    let out = tempfile::tempdir()?;
    for (elements, services) in [(50, 23), (1_000, 498)] {
        std::fs::write(out.path().join(format!("design-{elements}.json")), serde_json::to_string(&sized(services))?)?;
    }
    let script = root().join("tests/e2e/run.mjs");
    let measured = Command::new("node").arg(script).args(["review_time", &studio.url()]).arg(out.path()).status()?;
    anyhow::ensure!(measured.success(), "{measured}");
    Ok(())
}

/// Everything the page names below `/pkg/`: what a browser fetches at once or soon after.
fn assets(page: &str) -> BTreeSet<String> {
    let ends = |letter: char| letter == '"' || letter == '#' || letter == '\\' || letter == '&';
    page.match_indices("/pkg/").map(|(at, _)| page[at..].split(ends).next().unwrap_or_default().to_owned()).collect()
}

/// The scripts beside `path` that it imports. They import the main script in turn, which has been counted.
fn imports(path: &str, script: &str) -> BTreeSet<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let names =
        script.lines().filter(|line| line.starts_with("import ")).filter_map(|line| line.split("from \"./").nth(1)?.split('"').next());
    names.filter(|name| *name != "groundplan.js").map(|name| format!("{folder}/{name}")).collect()
}
