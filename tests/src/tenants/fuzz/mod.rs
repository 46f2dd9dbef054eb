//! Requests at random: designs, edits, layouts, broken texts, and requests that no client would send. Every case comes from a seed;
//! whatever fails is told with its seed, and `HOSTILE_SEED` begins with that one.

mod requests;

use super::{
    attacks::{Scene, together},
    guest::{Guest, JSON},
    reply::Reply,
};
use crate::client::save;
use anyhow::{Result, ensure};
use domain::{
    Design, Edit,
    arbitrary::{Tape, designs, edit, tapes},
    layout::Placement,
    protocol::EditsResponse,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Where a failing seed is given back.
const VARIABLE: &str = "HOSTILE_SEED";
/// Cases at the same time.
const AT_ONCE: u8 = 2;
/// A request that was never ended is not waited for.
const MOST_WAIT: Duration = Duration::from_secs(2);

/// Cases until the end of the scene's time.
pub(super) async fn run(scene: Scene) -> Result<()> {
    let given = std::env::var(VARIABLE).ok().map(|text| text.parse::<u64>()).transpose()?;
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
    let next = Arc::new(AtomicU64::new(given.unwrap_or_else(now)));
    together((1..=AT_ONCE).map(|address| {
        let (scene, next) = (scene.clone(), next.clone());
        async move {
            while !scene.is_over() {
                Case::new(next.fetch_add(1, Ordering::Relaxed), scene.guest(address)).run().await?;
            }
            Ok(())
        }
    }))
    .await
}

/// Everything that one seed gives.
struct Case {
    seed: u64,
    guest: Guest,
    design: Design,
    tape: Tape,
}

impl Case {
    fn new(seed: u64, guest: Guest) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        let (design, tape) = (designs().new_tree(&mut runner), tapes().new_tree(&mut runner));
        Self { seed, guest, design: design.unwrap().current(), tape: tape.unwrap().current() }
    }

    async fn run(mut self) -> Result<()> {
        match self.seed % 4 {
            0 => self.looked_at().await,
            1 => self.edited().await,
            2 => self.broken().await,
            _ => self.raw().await,
        }
    }

    /// Whatever is asked: it is answered, or nobody was there to be answered.
    fn judge(&self, what: &str, reply: io::Result<Reply>) -> Result<Option<Reply>> {
        let Ok(reply) = reply else { return Ok(None) };
        let text = String::from_utf8_lossy(&reply.body[..reply.body.len().min(300)]).into_owned();
        ensure!(reply.is_permitted(), "{VARIABLE}={}: {what} was answered with {} {text}", self.seed, reply.status);
        Ok(Some(reply))
    }

    /// A design as it is, stored, drawn, reviewed, generated.
    async fn looked_at(&mut self) -> Result<()> {
        let text = serde_json::to_vec(&self.design)?;
        self.judge("a review", self.guest.post("/api/v1/reviews", JSON, &text).await)?;
        self.look(&text).await.map(drop)
    }

    /// Stores a design and opens it in every way; returns its address.
    async fn look(&self, design: &[u8]) -> Result<Option<String>> {
        let Some(id) = self.guest.create(design).await else { return Ok(None) };
        let project = format!("/api/v1/projects/{id}");
        for path in [format!("{project}/diagram.svg"), format!("/p/{id}/studio"), format!("/p/{id}/proposal"), format!("{project}/files")] {
            self.judge(&path, self.guest.get(&path).await)?;
        }
        Ok(Some(project))
    }

    /// Edits that fit and edits that do not, among them places at the ends of all space.
    async fn edited(&mut self) -> Result<()> {
        let text = serde_json::to_vec(&self.design)?;
        let Some(project) = self.look(&text).await? else { return Ok(()) };
        let mut revision = 1;
        for number in 0..6 {
            let mut edits = vec![edit(&mut self.tape, &self.design)];
            let ids: Vec<_> = self.design.elements.keys().cloned().collect();
            for id in ids.into_iter().take(self.tape.below(12)) {
                let mut far = || *self.tape.pick(&[0, 1, -1, 20_000, 999_999, -1_000_000, 1_000_000, i32::MAX, i32::MIN]);
                let placement = Some(Placement { x: far(), y: far(), width: Some(far() as u16), pinned: far() == 0 });
                edits.push(Edit::Place { id, placement });
            }
            let base = revision - u64::from(self.tape.once_in(5));
            let body = serde_json::to_vec(&save(base, &format!("f{number}"), edits))?;
            let reply = self.judge("a save", self.guest.post(&format!("{project}/edits"), JSON, &body).await)?;
            if let Some(reply) = reply.filter(Reply::is_success) {
                revision = serde_json::from_slice::<EditsResponse>(&reply.body)?.revision;
            }
        }
        for path in [format!("{project}/diagram.svg"), format!("{project}/revisions"), project] {
            self.judge(&path, self.guest.get(&path).await)?;
        }
        Ok(())
    }

    /// The text of a design with pieces of it changed, doubled or left out.
    async fn broken(&mut self) -> Result<()> {
        let mut text = serde_json::to_vec(&self.design)?;
        for _ in 0..=self.tape.below(8) {
            requests::break_up(&mut text, &mut self.tape);
        }
        for path in ["/api/v1/reviews", "/api/v1/bundles"] {
            let kind = *self.tape.pick(&[JSON, super::guest::YAML, "text/plain", "application/x-www-form-urlencoded", "x"]);
            self.judge(path, self.guest.post(path, kind, &text).await)?;
        }
        self.look(&text).await.map(drop)
    }

    /// Requests that no client would send.
    async fn raw(&mut self) -> Result<()> {
        for _ in 0..12 {
            let request = requests::raw(&mut self.tape);
            let asked = tokio::time::timeout(MOST_WAIT, self.guest.ask(&request)).await;
            let reply = asked.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            self.judge(&String::from_utf8_lossy(&request[..request.len().min(200)]), reply)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_case_again() {
        let guest = || Guest::new(([127, 0, 0, 1], 1).into(), [127, 0, 3, 1].into(), Arc::default());
        let case = |seed| {
            let mut case = Case::new(seed, guest());
            (serde_json::to_string(&case.design).unwrap(), requests::raw(&mut case.tape))
        };
        assert_eq!(case(7), case(7));
        assert_ne!(case(7), case(8));
    }
}
