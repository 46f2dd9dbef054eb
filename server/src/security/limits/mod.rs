//! How often one address, and one browser, may ask for what costs something. What was asked for drains away steadily, so that a
//! minute's worth may come at once and then as much as drains. Replicas over one database tell each other about once a second.

mod levels;
pub mod settle;

use super::client::{self, Client, ClientAddress};
use crate::{
    cli::Allowances,
    error::{Kind, Problem},
    state::App,
    store::LimitLevel,
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use levels::{Allowance, Key, Levels, Refusal};
use sha2::{Digest, Sha256};
use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Stores something new.
    Create,
    Save,
    List,
    Read,
    Page,
    Diagram,
    Export,
    Proposal,
    Review,
    /// Writes to the log: a fault of the interface.
    Report,
    /// Kilobytes sent to be stored.
    Store,
}

const MINUTE_MS: f64 = 60_000.0;
const DAY_MS: f64 = 24.0 * 60.0 * MINUTE_MS;
const KB_PER_MB: f64 = 1_024.0;
/// A small save is a row all the same.
const LEAST_BYTES: usize = 1_024;

impl Limit {
    /// What one address may do, and in how long it drains, in milliseconds; nothing when there is no limit.
    fn allowance(self, allowances: &Allowances) -> Option<Allowance> {
        let &Allowances { creates, saves, lists, reads, pages, diagrams, exports, proposals, reviews, reports, stored_mb } = allowances;
        let (capacity, drains_in_ms) = match self {
            Self::Create => (f64::from(creates), MINUTE_MS),
            Self::Save => (f64::from(saves), MINUTE_MS),
            Self::List => (f64::from(lists), MINUTE_MS),
            Self::Read => (f64::from(reads), MINUTE_MS),
            Self::Page => (f64::from(pages), MINUTE_MS),
            Self::Diagram => (f64::from(diagrams), MINUTE_MS),
            Self::Export => (f64::from(exports), MINUTE_MS),
            Self::Proposal => (f64::from(proposals), MINUTE_MS),
            Self::Review => (f64::from(reviews), MINUTE_MS),
            Self::Report => (f64::from(reports), MINUTE_MS),
            Self::Store => (f64::from(stored_mb) * KB_PER_MB, DAY_MS),
        };
        (capacity > 0.0).then(|| Allowance { capacity, per_ms: capacity / drains_in_ms })
    }

    /// Its name in metrics, and what there is too much of.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Create => ("create", "new designs and share links"),
            Self::Save => ("save", "saves"),
            Self::List => ("list", "lists"),
            Self::Read => ("read", "reads"),
            Self::Page => ("page", "pages"),
            Self::Diagram => ("diagram", "pictures"),
            Self::Export => ("export", "exports"),
            Self::Proposal => ("proposal", "proposals"),
            Self::Review => ("review", "reviews"),
            Self::Report => ("report", "reported faults"),
            Self::Store => ("store", "bytes to be stored"),
        }
    }
}

/// Whose counter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Address(IpAddr),
    Browser([u8; 32]),
}

impl Counted {
    /// Replicas have to agree on it, and whoever reads the database is told no address.
    fn key(self, limit: Limit) -> Key {
        let mut hash = Sha256::new_with_prefix([limit as u8]);
        match self {
            Self::Address(IpAddr::V4(address)) => hash.update(address.octets()),
            Self::Address(IpAddr::V6(address)) => hash.update(address.octets()),
            Self::Browser(owner) => hash.update(owner),
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        key
    }
    const fn name(self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Browser(_) => "browser",
        }
    }
}

/// The limits of one server.
#[derive(Debug)]
pub struct Limits {
    allowances: Allowances,
    levels: Mutex<Levels>,
}

impl Limits {
    pub fn new(allowances: Allowances) -> Self {
        Self { allowances, levels: Mutex::default() }
    }

    /// Counts one request of a client, or says when to come back.
    pub fn count(&self, limit: Limit, client: Client) -> Result<(), Problem> {
        self.charge(limit, client, 1.0)
    }

    /// Counts bytes that a client wants stored.
    pub fn count_bytes(&self, client: Client, bytes: usize) -> Result<(), Problem> {
        self.charge(Limit::Store, client, bytes.max(LEAST_BYTES) as f64 / 1_024.0)
    }

    fn charge(&self, limit: Limit, client: Client, cost: f64) -> Result<(), Problem> {
        let Some(of_address) = limit.allowance(&self.allowances) else { return Ok(()) };
        let counted = [Some(Counted::Address(client.network)), client.owner.map(|owner| Counted::Browser(owner.0))];
        let counted: Vec<Counted> = counted.into_iter().flatten().collect();
        let wanted: Vec<_> = counted
            .iter()
            .map(|counted| match counted {
                Counted::Address(_) => (counted.key(limit), of_address),
                Counted::Browser(_) => (counted.key(limit), of_address.half()),
            })
            .collect();
        let taken = self.lock().take(&wanted, cost, Instant::now());
        taken.map_err(|Refusal { which, wait_s }| refuse(limit, counted[which], wanted[which].1.capacity, wait_s))
    }

    /// Counters that are known now.
    pub fn counters(&self) -> usize {
        self.lock().len()
    }

    fn take_untold(&self) -> Vec<LimitLevel> {
        self.lock().take_untold()
    }

    fn lock(&self) -> MutexGuard<'_, Levels> {
        // Nothing in there panics half way.
        self.levels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refuse(limit: Limit, counted: Counted, capacity: f64, wait_s: u64) -> Problem {
    let (name, what) = limit.names();
    metrics::counter!("groundplan_limit_refusals_total", "limit" => name, "by" => counted.name()).increment(1);
    let whom = match counted {
        Counted::Address(_) => "your address",
        Counted::Browser(_) => "this browser",
    };
    let most = match limit {
        Limit::Store => format!("{:.0} MB a day are taken", capacity / KB_PER_MB),
        _ => format!("{capacity:.0} a minute are served"),
    };
    Problem::new(Kind::TOO_MANY, format!("Too many {what} from {whom}: {most}. Please try again in {wait_s} s.")).with_retry_after(wait_s)
}

/// Around a route: counts its requests.
pub async fn within(State((app, limit)): State<(App, Limit)>, request: Request, next: Next) -> Response {
    // What a page asks for while it is rendered is counted as the page.
    let is_part_of_a_page = request.extensions().get::<ClientAddress>().is_some();
    if !is_part_of_a_page && let Err(problem) = app.limits.count(limit, client::current()) {
        return problem.into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Hashed;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    fn client(owner: Option<u8>) -> Client {
        Client { network: HOME, owner: owner.map(|n| Hashed([n; 32])) }
    }

    #[test]
    fn beyond_the_limit_the_client_hears_when_to_come_back() {
        let limits = Limits::new(Allowances { creates: 2, ..Allowances::default() });
        assert!(limits.count(Limit::Create, client(None)).is_ok() && limits.count(Limit::Create, client(None)).is_ok());
        let refused = limits.count(Limit::Create, client(None)).unwrap_err().into_response();
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.headers()["retry-after"], "30");
        let other = Client { network: IpAddr::from([192, 0, 2, 2]), owner: None };
        assert!(limits.count(Limit::Create, other).is_ok(), "others go on");
        assert!((0..1_000).all(|_| limits.count(Limit::Export, client(None)).is_ok()), "zero means no limit");
    }

    #[test]
    fn a_browser_has_half_of_its_address_and_takes_it_along() {
        let limits = Limits::new(Allowances { saves: 10, ..Allowances::default() });
        assert_eq!((0..10).filter(|_| limits.count(Limit::Save, client(Some(1))).is_ok()).count(), 5);
        assert_eq!((0..10).filter(|_| limits.count(Limit::Save, client(Some(2))).is_ok()).count(), 5, "so has the next");
        assert!(limits.count(Limit::Save, client(Some(3))).is_err(), "the address has no more");
        let elsewhere = Client { network: IpAddr::from([192, 0, 2, 2]), owner: Some(Hashed([1; 32])) };
        assert!(limits.count(Limit::Save, elsewhere).is_err(), "the browser has had its share");
    }

    /// A busy minute of fifty people behind one address, at once, and with them a script that asks five times a second for the same.
    #[test]
    fn fifty_people_and_a_script_are_left_alone() {
        use clap::Parser;
        let crate::cli::Command::Serve(serve) = crate::cli::Cli::parse_from(["groundplan", "serve"]).command else { unreachable!() };
        const A_MINUTE: [(Limit, usize); 9] = [
            (Limit::Page, 12),
            (Limit::List, 6),
            (Limit::Read, 40),
            (Limit::Create, 2),
            (Limit::Save, 60),
            (Limit::Proposal, 20),
            (Limit::Diagram, 4),
            (Limit::Export, 6),
            (Limit::Review, 4),
        ];
        for (limit, times) in A_MINUTE {
            for script in [client(None), client(Some(200))] {
                let limits = Limits::new(serve.allowances);
                for person in 0..50 {
                    for _ in 0..times {
                        limits.count(limit, client(Some(person))).unwrap();
                    }
                }
                (0..300).for_each(|_| limits.count(limit, script).unwrap());
            }
        }
        let limits = Limits::new(serve.allowances);
        for person in 0..50 {
            (0..500).for_each(|_| limits.count_bytes(client(Some(person)), 20_000).unwrap());
        }
    }

    #[test]
    fn bytes_are_counted_for_a_day() {
        let limits = Limits::new(Allowances { stored_mb: 4, ..Allowances::default() });
        assert!(limits.count_bytes(client(None), 3 << 20).is_ok());
        let refused = limits.count_bytes(client(None), 2 << 20).unwrap_err().document();
        assert!(refused.detail.contains("4 MB a day"), "{}", refused.detail);
        assert!(limits.count_bytes(client(None), 10).is_ok(), "what still fits");
    }
}
