//! Durable saves a second: one client and fifty, beside one plain SQLite writer at synchronous=FULL in the same minute. Disks
//! change their speed from minute to minute, so the ratio is the figure; both sides take turns.
use anyhow::Result;
use domain::arbitrary::sized;
use domain::ids::ElementId;
use domain::layout::Placement;
use domain::protocol::EditsRequest;
use domain::{Design, Edit};
use server::store::{FIRST_REVISION, Hashed, Save, Store};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const TURN: Duration = Duration::from_millis(1_500);
const TURNS: usize = 4;
const CLIENTS: usize = 50;
const OWNER: Hashed = Hashed([7; 32]);

fn main() -> Result<()> {
    // Beside the build, not in a temporary folder: that may be memory.
    let folder = tempfile::tempdir_in(tests::studio::target())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let store = Arc::new(Store::sqlite(&folder.path().join("groundplan.db"))?);
    let design = sized(6);
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        clients.push(runtime.block_on(Client::new(&store, number, &design))?);
    }
    let (mut plain, mut one, mut fifty) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        plain.push(plain_rate(&folder.path().join(format!("plain-{turn}.db")))?);
        fifty.push(runtime.block_on(rate_of(&store, &mut clients, CLIENTS))?);
        plain.push(plain_rate(&folder.path().join(format!("again-{turn}.db")))?);
        one.push(runtime.block_on(rate_of(&store, &mut clients, 1))?);
    }
    let (plain, one, fifty) = (median(plain), median(one), median(fifty));
    println!("durable saves a second, medians of {TURNS} turns");
    println!("  plain SQLite, one writer, synchronous=FULL  {plain:8.0}");
    println!("  store, 1 client                             {one:8.0}   {:.1} times", one / plain);
    println!("  store, {CLIENTS} clients                           {fifty:8.0}   {:.1} times", fifty / plain);
    runtime.block_on(store.close());
    Ok(())
}

/// Someone who moves a part to and fro.
struct Client {
    project: String,
    revision: u64,
    part: ElementId,
}

impl Client {
    async fn new(store: &Store, number: usize, design: &Design) -> Result<Self> {
        let project = format!("bench-{number}");
        store.create(OWNER, project.clone(), design.clone(), 0).await?;
        let part = design.elements.keys().next().cloned().ok_or_else(|| anyhow::anyhow!("a design without parts"))?;
        Ok(Self { project, revision: FIRST_REVISION, part })
    }

    /// Saves until the time is over; returns how often.
    async fn save_until(mut self, store: Arc<Store>, end: Instant) -> Result<(Self, u32)> {
        let mut saves = 0;
        while Instant::now() < end {
            let x = i32::try_from(self.revision % 100)? * 8;
            let edits = vec![Edit::Place { id: self.part.clone(), placement: Some(Placement { x, ..Placement::default() }) }];
            let request = EditsRequest {
                base: self.revision,
                chain: None,
                client_save: self.revision.to_string(),
                edits,
                label: "Moved a part".into(),
            };
            self.revision = store.save(Save { actor: Some(OWNER), project: self.project.clone(), request, now_ms: 0 }).await?.revision;
            saves += 1;
        }
        Ok((self, saves))
    }
}

/// Saves a second by the first so many clients, all at once.
async fn rate_of(store: &Arc<Store>, clients: &mut Vec<Client>, number: usize) -> Result<f64> {
    let began = Instant::now();
    let end = began + TURN;
    let mut busy = tokio::task::JoinSet::new();
    for client in clients.drain(..number) {
        busy.spawn(client.save_until(Arc::clone(store), end));
    }
    let mut total = 0;
    while let Some(done) = busy.join_next().await {
        let (client, saves) = done??;
        clients.push(client);
        total += saves;
    }
    Ok(f64::from(total) / began.elapsed().as_secs_f64())
}

/// What the simplest careful program does: one transaction, one wait for the disk, for each save.
fn plain_rate(path: &Path) -> Result<f64> {
    let connection = rusqlite::Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE head (id TEXT PRIMARY KEY, body TEXT); CREATE TABLE log (id TEXT, n INTEGER, body TEXT, PRIMARY KEY (id, n))",
    )?;
    let body = "x".repeat(400);
    let began = Instant::now();
    let mut saves = 0;
    while began.elapsed() < TURN {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection.execute("INSERT INTO head VALUES ('one', ?1) ON CONFLICT (id) DO UPDATE SET body = excluded.body", [&body])?;
        connection.execute("INSERT INTO log VALUES ('one', ?1, ?2)", rusqlite::params![saves, body])?;
        connection.execute_batch("COMMIT")?;
        saves += 1;
    }
    Ok(f64::from(saves) / began.elapsed().as_secs_f64())
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
