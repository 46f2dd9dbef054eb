//! Who is next where there are fewer places than wishes. The fewer places a client has and the less time it had one lately, the sooner its
//! turn comes; addresses count first, and within one address its browsers. No threads here, so that the rules can be tested one by one.

use crate::security::client::Client;
use domain::work::Work;
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    net::IpAddr,
    time::{Duration, Instant},
};

/// How much may wait at most.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Over all clients.
    pub all: usize,
    /// Of these, of one address.
    pub of_address: usize,
    /// Of these, of one browser. Those without a cookie are all who come for the first time, and programs.
    pub of_browser: usize,
}

impl Room {
    /// For what may take seconds each.
    pub const FOR_WORK: Self = Self { all: 256, of_address: 96, of_browser: 48 };
    /// For what takes milliseconds each as a rule.
    pub const FOR_QUESTIONS: Self = Self { all: 1_024, of_address: 512, of_browser: 256 };
}

/// Time that somebody had a place counts half as much after this time.
const HALF_LIFE: Duration = Duration::from_secs(10);
/// Accounts at most; the idle ones go first.
const MAX_ACCOUNTS: usize = 4_096;

/// Somebody's wish for a place.
#[derive(Debug)]
pub(super) struct Job<T> {
    pub client: Client,
    /// The leave that the work has, by which it is known whether it goes on although nobody waits for it.
    pub work: Work,
    /// What is done with the place.
    pub task: T,
}

/// There is no place in the queue.
#[derive(Debug)]
pub(super) struct Refused;

/// Work that has a place in the queue now.
#[derive(Debug)]
pub(super) struct Pushed<T> {
    pub number: u64,
    /// The work that gave up its place, to be dropped outside the lock.
    pub displaced: Option<Job<T>>,
}

/// How it fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    pub places: usize,
    pub running: usize,
    pub waiting: usize,
    /// Work whose leave was taken back and that goes on all the same.
    pub overdue: usize,
}

/// What waits and what runs.
#[derive(Debug)]
pub(super) struct Queue<T> {
    places: usize,
    room: Room,
    /// By number, and so in the order of arrival.
    waiting: BTreeMap<u64, Job<T>>,
    running: BTreeMap<u64, Running>,
    accounts: HashMap<Account, Spent>,
    last: u64,
    closed: bool,
}

#[derive(Debug)]
struct Running {
    client: Client,
    work: Work,
    began: Instant,
}

/// Whose time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Account {
    Address(IpAddr),
    Client(Client),
}

fn accounts(client: Client) -> [Account; 2] {
    [Account::Address(client.network), Account::Client(client)]
}

/// What occurs most often, and how often.
fn most_frequent<K: Eq + Hash>(all: impl Iterator<Item = K>) -> Option<(K, usize)> {
    let mut times: HashMap<K, usize> = HashMap::new();
    for one in all {
        *times.entry(one).or_default() += 1;
    }
    times.into_iter().max_by_key(|(_, times)| *times)
}

/// Time computed lately, as it counted at an instant.
#[derive(Debug, Clone, Copy)]
struct Spent {
    seconds: f64,
    at: Instant,
}

impl Spent {
    fn at(self, now: Instant) -> f64 {
        let half_lives = now.saturating_duration_since(self.at).as_secs_f64() / HALF_LIFE.as_secs_f64();
        self.seconds * (-half_lives).exp2()
    }
}

impl<T> Queue<T> {
    pub(super) fn new(places: usize, room: Room) -> Self {
        Self { places, room, waiting: BTreeMap::new(), running: BTreeMap::new(), accounts: HashMap::new(), last: 0, closed: false }
    }

    /// Takes work in. A full queue still has room for whoever has less in it than another: the newest work of the one with most goes.
    pub(super) fn push(&mut self, job: Job<T>) -> Result<Pushed<T>, Refused> {
        let Client { network, .. } = job.client;
        let of_browser = self.waiting.values().filter(|other| other.client == job.client).count();
        let of_address = self.waiting.values().filter(|other| other.client.network == network).count();
        if self.closed || (job.client.owner.is_some() && of_browser >= self.room.of_browser) {
            return Err(Refused);
        }
        let mut displaced = None;
        if of_address >= self.room.of_address {
            let greediest = self.greediest_browser(network).filter(|(_, most)| *most > of_browser + 1);
            displaced = Some(self.displace(greediest)?);
        } else if self.waiting.len() >= self.room.all {
            let addresses = self.waiting.values().map(|other| other.client.network);
            let greediest = most_frequent(addresses).filter(|(_, most)| *most > of_address + 1);
            displaced = Some(self.displace(greediest.and_then(|(address, _)| self.greediest_browser(address)))?);
        }
        self.last += 1;
        self.waiting.insert(self.last, job);
        Ok(Pushed { number: self.last, displaced })
    }

    fn displace(&mut self, found: Option<(u64, usize)>) -> Result<Job<T>, Refused> {
        found.and_then(|(number, _)| self.waiting.remove(&number)).ok_or(Refused)
    }

    /// The browser at an address that has most work waiting: its newest, and how much there is.
    fn greediest_browser(&self, network: IpAddr) -> Option<(u64, usize)> {
        let of_address = self.waiting.values().map(|job| job.client).filter(|client| client.network == network);
        let (greediest, most) = most_frequent(of_address)?;
        self.waiting.iter().rev().find_map(|(number, job)| (job.client == greediest).then_some((*number, most)))
    }

    /// The work whose turn it is, if any may run now: an address has at most half of the places, a browser at most half of those.
    pub(super) fn take(&mut self) -> Option<(u64, Job<T>)> {
        if self.running.len() >= self.places {
            return None;
        }
        let now = Instant::now();
        let spent = |account| self.accounts.get(&account).map_or(0.0, |spent: &Spent| spent.at(now));
        // In milliseconds: less is no difference, and then the first to come is first.
        let milliseconds = |account| (spent(account) * 1_000.0) as u64;
        let (most, most_of_browser) = ((self.places / 2).max(1), (self.places / 4).max(1));
        let turn = |(number, job): (&u64, &Job<T>)| {
            let client = job.client;
            let of_address = self.running.values().filter(|running| running.client.network == client.network).count();
            let of_browser = self.running.values().filter(|running| running.client == client).count();
            let [address, browser] = accounts(client).map(milliseconds);
            (of_address < most && of_browser < most_of_browser).then_some((of_address, address, of_browser, browser, *number))
        };
        let (.., number) = self.waiting.iter().filter_map(turn).min()?;
        let job = self.waiting.remove(&number)?;
        self.running.insert(number, Running { client: job.client, work: job.work.clone(), began: now });
        Some((number, job))
    }

    /// Gives up the place of work that has ended, and counts its time.
    pub(super) fn finish(&mut self, number: u64) {
        let Some(Running { client, began, .. }) = self.running.remove(&number) else { return };
        let now = Instant::now();
        let took = (now - began).as_secs_f64();
        for account in accounts(client) {
            let spent = self.accounts.entry(account).or_insert(Spent { seconds: 0.0, at: now });
            *spent = Spent { seconds: spent.at(now) + took, at: now };
        }
        if self.accounts.len() > MAX_ACCOUNTS {
            self.forget_the_idle(now);
        }
    }

    /// Keeps the half of the accounts that computed most.
    fn forget_the_idle(&mut self, now: Instant) {
        let mut all: Vec<f64> = self.accounts.values().map(|spent| spent.at(now)).collect();
        let middle = all.len() / 2;
        let (_, median, _) = all.select_nth_unstable_by(middle, f64::total_cmp);
        let median = *median;
        self.accounts.retain(|_, spent| spent.at(now) > median);
    }

    /// Takes work out that waits; nothing when it runs or has run.
    pub(super) fn strike(&mut self, number: u64) -> Option<Job<T>> {
        self.waiting.remove(&number)
    }

    /// Drops what waits. What runs goes on until it asks for its leave.
    pub(super) fn close(&mut self) {
        self.closed = true;
        self.waiting.clear();
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.closed
    }

    pub(super) fn figures(&self) -> Figures {
        let overdue = self.running.values().filter(|running| running.work.is_stopped()).count();
        Figures { places: self.places, running: self.running.len(), waiting: self.waiting.len(), overdue }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room::FOR_WORK;

    fn queue_of(places: usize) -> Queue<()> {
        Queue::new(places, ROOM)
    }

    fn job(network: u8, owner: Option<u8>) -> Job<()> {
        let client = Client { network: IpAddr::from([192, 0, 2, network]), owner: owner.map(|n| crate::store::Hashed([n; 32])) };
        Job { client, work: Work::unlimited(), task: () }
    }

    /// The last number of the address and the owner of whoever's turn it is.
    fn next(queue: &mut Queue<()>) -> Option<(u64, u8, Option<u8>)> {
        let (number, job) = queue.take()?;
        let IpAddr::V4(address) = job.client.network else { unreachable!() };
        Some((number, address.octets()[3], job.client.owner.map(|hash| hash.0[0])))
    }

    #[test]
    fn one_address_has_at_most_half_of_the_places_and_one_browser_half_of_those() {
        let mut queue = queue_of(8);
        for _ in 0..20 {
            queue.push(job(1, Some(1))).unwrap();
        }
        for owner in 2..20 {
            queue.push(job(1, Some(owner))).unwrap();
        }
        let turns: Vec<_> = std::iter::from_fn(|| next(&mut queue)).map(|(_, _, owner)| owner).collect();
        assert_eq!(turns, [Some(1), Some(2), Some(3), Some(4)], "four of eight");
        queue.push(job(2, None)).unwrap();
        assert_eq!(next(&mut queue).map(|turn| turn.1), Some(2), "others find a place");
        let mut alone = queue_of(8);
        for _ in 0..20 {
            alone.push(job(1, Some(1))).unwrap();
        }
        assert_eq!(std::iter::from_fn(|| next(&mut alone)).count(), 2, "a quarter for one browser");
    }

    #[test]
    fn who_comes_with_little_goes_before_who_has_computed_a_lot() {
        let mut queue = queue_of(2);
        queue.push(job(1, None)).unwrap();
        let (number, ..) = next(&mut queue).unwrap();
        queue.running.get_mut(&number).unwrap().began -= Duration::from_secs(3);
        queue.push(job(1, None)).unwrap();
        queue.push(job(2, None)).unwrap();
        queue.finish(number);
        assert_eq!(next(&mut queue).map(|turn| turn.1), Some(2));
        assert_eq!(next(&mut queue).map(|turn| turn.1), Some(1));
    }

    #[test]
    fn the_first_to_come_is_first_among_equals() {
        let mut queue = queue_of(8);
        for network in [3, 1, 2] {
            queue.push(job(network, None)).unwrap();
        }
        let turns: Vec<_> = std::iter::from_fn(|| next(&mut queue)).map(|turn| turn.1).collect();
        assert_eq!(turns, [3, 1, 2]);
    }

    #[test]
    fn one_address_cannot_fill_the_queue() {
        let mut queue = queue_of(2);
        let accepted = (0..200).filter(|n| queue.push(job(1, Some(*n as u8))).is_ok()).count();
        assert_eq!(accepted, ROOM.of_address);
        assert!(queue.push(job(2, None)).is_ok());
        let mut queue = queue_of(2);
        assert_eq!((0..200).filter(|_| queue.push(job(1, Some(1))).is_ok()).count(), ROOM.of_browser);
        let mut queue = queue_of(2);
        assert_eq!((0..200).filter(|_| queue.push(job(1, None)).is_ok()).count(), ROOM.of_address);
        assert!(queue.push(job(1, Some(1))).is_ok(), "who has a cookie makes one of them go");
    }

    #[test]
    fn a_full_queue_has_room_for_who_has_less_in_it() {
        let mut queue = queue_of(2);
        let of = |queue: &Queue<()>, network: u8| {
            queue.waiting.values().filter(|job| job.client.network == IpAddr::from([192, 0, 2, network])).count()
        };
        for network in 1..=3 {
            // The last of them find it full, and no other with more than one in excess of theirs.
            (0..86).for_each(|n| drop(queue.push(job(network, Some(n)))));
        }
        assert_eq!(queue.waiting.len(), ROOM.all);
        let found = (0..100).filter(|n| queue.push(job(4, Some(*n))).is_ok_and(|pushed| pushed.displaced.is_some())).count();
        assert_eq!((found, [1, 2, 3, 4].map(|network| of(&queue, network))), (64, [64; 4]), "until it has as much as the others");
        assert!(queue.push(job(5, None)).is_ok());
    }

    #[test]
    fn at_one_address_a_browser_with_less_makes_the_one_with_most_go() {
        let mut queue = queue_of(2);
        for browser in [1, 2] {
            (0..ROOM.of_browser).for_each(|_| assert!(queue.push(job(1, Some(browser))).is_ok()));
        }
        let pushed = queue.push(job(1, Some(3))).unwrap();
        assert!(pushed.displaced.is_some_and(|gone| gone.client.owner.is_some_and(|owner| owner.0[0] < 3)));
        assert!(queue.push(job(1, Some(3))).is_ok());
        assert_eq!(queue.waiting.len(), ROOM.of_address);
    }

    #[test]
    fn what_was_struck_does_not_run() {
        let mut queue = queue_of(2);
        let number = queue.push(job(1, None)).unwrap().number;
        assert!(queue.strike(number).is_some());
        assert!(next(&mut queue).is_none());
        assert_eq!(queue.figures(), Figures { places: 2, running: 0, waiting: 0, overdue: 0 });
    }

    #[test]
    fn accounts_do_not_grow_without_end() {
        let mut queue = queue_of(2);
        for n in 0..10_000_u32 {
            let mut one = job(1, None);
            one.client.network = IpAddr::from(n.to_be_bytes());
            queue.push(one).unwrap();
            let (number, ..) = queue.take().unwrap();
            queue.finish(number);
        }
        assert!(queue.accounts.len() <= MAX_ACCOUNTS);
    }
}
