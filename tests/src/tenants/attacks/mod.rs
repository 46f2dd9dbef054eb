//! The attacks, by name. Each goes on until it is told to end, and fails when the server answers it otherwise than it has to; what
//! becomes of everybody else is judged by whoever runs it.

mod abandoned;
mod bundles;
mod cache;
mod connections;
mod drawings;
mod floods;
mod history;
mod pages;
mod texts;
mod versions;

use super::{fuzz, guest::Guest, ledger::Ledger};
use anyhow::Result;
use std::{
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// One way to hurt a server.
#[derive(Debug, Clone, Copy)]
pub struct Attack {
    pub name: &'static str,
    run: fn(Scene) -> Running,
}

macro_rules! attacks {
    ($($constant:ident = $name:literal, $run:path;)+) => {
        $(pub const $constant: Attack = Attack { name: $name, run: |scene| Box::pin($run(scene)) };)+
        /// All of them.
        pub const ALL: &[Attack] = &[$($constant),+];
    };
}

attacks! {
    OVERLAPPING = "fourteen overlapping contexts", drawings::overlapping;
    EXTREMES = "extreme layouts", drawings::extremes;
    ONE_SPOT = "thousands of parts in one spot", drawings::one_spot;
    ABANDONED = "a hundred abandoned requests", abandoned::run;
    RENAMES = "a save of 41,458 renames", history::renames;
    CONFLICTS = "conflicts over a huge history", history::conflicts;
    VERSIONS = "old versions, replayed many at a time", versions::run;
    CACHE = "two hundred large projects", cache::run;
    PAGES = "pages of the largest design", pages::run;
    BUNDLES = "bundles of five thousand parts", bundles::run;
    DEAF = "forty who do not read", connections::deaf;
    DEAF_TO_SMALL = "forty who do not read small bundles", connections::deaf_to_small;
    UNENDED = "bodies without an end", connections::unended;
    SLOW = "slow and idle connections", connections::slow;
    FLOODS = "floods past the limits", floods::run;
    TEXTS = "bombs and hostile texts", texts::run;
    FUZZ = "requests at random", fuzz::run;
}

/// Where an attack takes place.
#[derive(Debug, Clone)]
pub struct Scene {
    pub server: SocketAddr,
    pub ledger: Arc<Ledger>,
    /// Attackers have addresses of this network: `127.0.N.*`.
    network: u8,
    pub until: Instant,
}

impl Scene {
    /// For so long from now on. Networks below 2 are not for attackers.
    pub fn new(server: SocketAddr, ledger: Arc<Ledger>, network: u8, time: Duration) -> Self {
        assert!(network > 1, "the neighbour lives there");
        Self { server, ledger, network, until: Instant::now() + time }
    }

    /// Somebody new from an address of the attackers, counted from 1.
    pub fn guest(&self, address: u8) -> Guest {
        Guest::new(self.server, Ipv4Addr::new(127, 0, self.network, address), self.ledger.clone())
    }

    pub fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// Waits, but not beyond the end.
    pub async fn pause(&self, time: Duration) {
        tokio::time::sleep(time.min(self.until.saturating_duration_since(Instant::now()))).await;
    }

    /// Stores a design for somebody, however often it has to be tried; nothing when time is up.
    pub async fn store(&self, guest: &Guest, design: &[u8]) -> Option<String> {
        while !self.is_over() {
            if let Some(id) = guest.create(design).await {
                return Some(id);
            }
            self.pause(Duration::from_millis(500)).await;
        }
        None
    }
}

/// Runs them side by side, each as a task of its own; the first fault ends all.
pub(super) async fn together(tasks: impl IntoIterator<Item = impl Future<Output = Result<()>> + Send + 'static>) -> Result<()> {
    let mut running: JoinSet<Result<()>> = tasks.into_iter().collect();
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(())
}

impl Attack {
    /// Runs it to the end of its time, or of what it does. Whatever it waits for then is abandoned.
    ///
    /// # Errors
    /// When the server answers it otherwise than it has to.
    pub async fn run(self, scene: Scene) -> Result<()> {
        let until = scene.until.into();
        tokio::time::timeout_at(until, (self.run)(scene)).await.unwrap_or(Ok(()))
    }
}
