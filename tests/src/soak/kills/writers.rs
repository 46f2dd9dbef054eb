//! Writers that save without a pause, each its own project, through whatever happens: an answer that fails is asked again, as a page
//! does. They remember what they were told is saved.

use crate::{
    client::{Client, rename, save, small_design},
    process::Process,
};
use anyhow::{Context, Result, ensure};
use domain::protocol::{EditsResponse, Project};
use reqwest::{Method, StatusCode};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinSet};

/// Between two tries: less than the studio asks for, which is harder on it.
const PAUSE: Duration = Duration::from_millis(500);
/// Longer is not a retry but an end.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two saves, so that a round holds saves of everybody and not only of the quickest.
const THINKING: Duration = Duration::from_millis(20);

/// What one writer was told.
#[derive(Debug, Default)]
pub struct Told {
    pub project: String,
    /// Names of the saves that were acknowledged.
    pub saved: BTreeSet<String>,
    /// Saves that were tried: each has a name of its own.
    tried: u64,
    /// The most answers that failed in a row, of those asked for after the service was back.
    pub most_retries: u32,
    /// When the first save after the last return was acknowledged.
    pub first_after: Option<Instant>,
}

/// Some browsers, each with its project.
#[derive(Debug)]
pub struct Writers {
    browsers: Vec<(Arc<Client>, Told)>,
    running: JoinSet<Result<(Arc<Client>, Told)>>,
    stop: Arc<AtomicBool>,
    /// Since when the service is back; nothing while it is away.
    back: watch::Sender<Option<Instant>>,
}

impl Writers {
    pub async fn new(url: &str, count: usize) -> Result<Self> {
        let mut browsers = Vec::new();
        for _ in 0..count {
            let browser = Client::browser(url);
            let project = browser.create(small_design()).await.id;
            browsers.push((Arc::new(browser), Told { project, ..Told::default() }));
        }
        Ok(Self { browsers, running: JoinSet::new(), stop: Arc::default(), back: watch::channel(Some(Instant::now())).0 })
    }

    pub fn start(&mut self) {
        self.stop.store(false, Ordering::Relaxed);
        for (browser, told) in self.browsers.drain(..) {
            self.running.spawn(write(browser, told, self.stop.clone(), self.back.subscribe()));
        }
    }

    /// From now on an answer that fails is no retry: nobody can answer.
    pub fn is_away(&self) {
        self.back.send_replace(None);
    }

    /// From now on every client has to get through.
    pub fn is_back(&self) {
        self.back.send_replace(Some(Instant::now()));
    }

    /// Waits until each has saved once more, and stops them.
    pub async fn stop(&mut self) -> Result<()> {
        self.stop.store(true, Ordering::Relaxed);
        while let Some(ended) = self.running.join_next().await {
            self.browsers.push(ended??);
        }
        Ok(())
    }

    pub fn told(&self) -> impl Iterator<Item = &Told> {
        self.browsers.iter().map(|(_, told)| told)
    }

    /// Every save that was acknowledged, as project and name.
    pub fn acknowledged(&self) -> BTreeSet<(String, String)> {
        self.told().flat_map(|told| told.saved.iter().map(|name| (told.project.clone(), name.clone()))).collect()
    }

    /// Forgets saves that are known to be lost, so that they are counted once.
    pub fn forget(&mut self, lost: &BTreeSet<(String, String)>) {
        for (_, told) in &mut self.browsers {
            told.saved.retain(|name| !lost.contains(&(told.project.clone(), name.clone())));
        }
    }

    /// Projects that do not open at one of the servers as they should: with the name of one of their saves, and no word of damage.
    pub async fn closed(&self, servers: &[&Process]) -> Result<usize> {
        let mut closed = 0;
        for ((browser, told), server) in self.browsers.iter().flat_map(|browser| servers.iter().map(move |server| (browser, server))) {
            let answer = browser.at(&server.url).get(&format!("/api/v1/projects/{}", told.project)).await;
            let opens = answer.status == StatusCode::OK && {
                let project: Project = answer.json();
                project.unreadable.is_none() && (project.revision == 1 || told.gave(&project.design.name))
            };
            closed += usize::from(!opens);
        }
        Ok(closed)
    }
}

impl Told {
    /// Whether a save of this writer, acknowledged or not, gave the project this name.
    fn gave(&self, name: &str) -> bool {
        name.strip_prefix("Save ").and_then(|number| number.parse().ok()).is_some_and(|number: u64| (1..=self.tried).contains(&number))
    }
}

async fn write(
    browser: Arc<Client>,
    mut told: Told,
    stop: Arc<AtomicBool>,
    back: watch::Receiver<Option<Instant>>,
) -> Result<(Arc<Client>, Told)> {
    let project: Project = opened(&browser, &told.project).await?;
    let mut base = project.revision;
    told.first_after = None;
    loop {
        told.tried += 1;
        base = save_once(&browser, &mut told, base, &back).await?;
        if stop.load(Ordering::Relaxed) {
            return Ok((browser, told));
        }
        tokio::time::sleep(THINKING).await;
    }
}

/// Opens the project, through failures.
async fn opened(browser: &Client, id: &str) -> Result<Project> {
    let end = Instant::now() + PATIENCE;
    loop {
        let request = browser.request(Method::GET, &format!("/api/v1/projects/{id}")).timeout(Duration::from_secs(8));
        match browser.try_send(request).await {
            Ok(answer) if answer.status == StatusCode::OK => return Ok(answer.json()),
            _ if Instant::now() > end => anyhow::bail!("the project {id} does not open"),
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Saves until it is acknowledged; returns the revision.
async fn save_once(browser: &Client, told: &mut Told, mut base: u64, back: &watch::Receiver<Option<Instant>>) -> Result<u64> {
    let name = format!("save-{}", told.tried);
    let end = Instant::now() + PATIENCE;
    let mut retries = 0;
    loop {
        let asked = Instant::now();
        let edits = vec![rename(&format!("Save {}", told.tried))];
        let request = browser.request(Method::POST, &format!("/api/v1/projects/{}/edits", told.project));
        let answer = browser.try_send(request.json(&save(base, &name, edits)).timeout(Duration::from_secs(8))).await;
        let is_back = back.borrow().filter(|back| asked >= *back);
        match answer {
            Ok(answer) if answer.status == StatusCode::OK => {
                told.saved.insert(name);
                if let Some(back) = is_back {
                    if told.first_after.is_none_or(|at| at < back) {
                        told.first_after = Some(Instant::now());
                    }
                    told.most_retries = told.most_retries.max(retries);
                }
                return Ok(answer.json::<EditsResponse>().revision);
            }
            // The project stands elsewhere than this writer was told: it reads, and saves on that.
            Ok(answer) if answer.status == StatusCode::CONFLICT => {
                retries += u32::from(is_back.is_some());
                base = opened(browser, &told.project).await.context("after a conflict")?.revision;
            }
            Ok(answer) => {
                ensure!(answer.status == StatusCode::SERVICE_UNAVAILABLE, "{}: {}", answer.status, answer.text());
                ensure!(!answer.header("retry-after").is_empty(), "503 without Retry-After");
                retries += u32::from(is_back.is_some());
                tokio::time::sleep(PAUSE).await;
            }
            Err(_) => {
                retries += u32::from(is_back.is_some());
                tokio::time::sleep(PAUSE).await;
            }
        }
        ensure!(Instant::now() < end, "a save does not get through");
    }
}
