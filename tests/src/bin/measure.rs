//! Prints what the first visit costs in bytes, what the server takes in memory when idle and for a large bundle, how soon it answers, and
//! how long the browser takes for review and analysis, and how long processors work for a page. Measures the release.
use anyhow::{Context, Result};
use domain::arbitrary::sized;
use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;
use tests::studio::{Studio, root, target};

const STARTS: usize = 9;
/// Requests for each page.
const PAGES: u32 = 500;
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
    pages(&studio)?;
    on_a_phone(&studio)?;
    studio.stop()
}

/// What Lighthouse says of home on its slow phone.
fn on_a_phone(studio: &Studio) -> Result<()> {
    println!("Lighthouse, mobile:");
    let script = root().join("tests/lighthouse/score.mjs");
    let measured = Command::new("node").arg(script).arg(format!("{}/", studio.url())).status()?;
    anyhow::ensure!(measured.success(), "{measured}");
    Ok(())
}

/// What a page of a small shop costs the server, once it has been asked for.
fn pages(studio: &Studio) -> Result<()> {
    let design = domain::starters::find("e-commerce").context("no starter")?.design()?;
    let made = studio.post("/api/v1/projects", &serde_json::to_string(&serde_json::json!({ "design": design }))?)?;
    let header = |name: &str| {
        let line = made.head.lines().find_map(|line| line.split_once(':').filter(|(said, _)| said.eq_ignore_ascii_case(name)));
        line.map(|(_, value)| value.trim().to_owned()).with_context(|| format!("no {name} in {}", made.head))
    };
    let (location, cookie) = (header("location")?, header("set-cookie")?);
    let id = location.rsplit('/').next().unwrap_or_default();
    let headers = format!("{ACCEPT}Cookie: {}\r\n", cookie.split(';').next().unwrap_or_default());
    println!("processor time of a page, mean of {PAGES}:");
    let stages = ["discovery", "proposal", "studio", "export", "history"].map(|stage| format!("/p/{id}/{stage}"));
    for path in ["/".to_owned()].into_iter().chain(stages).chain([location.clone()]) {
        let warm = studio.get(&path, &headers)?;
        anyhow::ensure!(warm.status == 200, "{path}: {}", warm.head);
        let before = studio.processor_time()?;
        for _ in 0..PAGES {
            studio.get(&path, &headers)?;
        }
        let took = studio.processor_time()?.saturating_sub(before) / PAGES;
        println!("  {:>8.2} ms   {}", took.as_secs_f64() * 1e3, path.replace(id, "ID"));
    }
    Ok(())
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
