//! Places for what waits for something: for a database, or for a thread of the store. They are given out by the rules of the pool, so that
//! one address has at most half of them. Computes nothing.

use super::queue::{Job, Pushed, Queue, Refused, Room};
use crate::security::client;
use domain::work::Work;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::oneshot, time::timeout};

/// Longest wait for a place. The store answers within five seconds: whoever gets none by then hears that too much is going on, and not that
/// the database is silent.
const MAX_WAIT: Duration = Duration::from_secs(3);

/// The places, and who waits for one. Clones share them.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Mutex<Queue<oneshot::Sender<Turn>>>>);

/// A place that somebody has; given back when dropped.
#[derive(Debug)]
pub struct Turn {
    turns: Turns,
    number: u64,
}

impl Turns {
    pub fn new(places: usize, room: Room) -> Self {
        Self(Arc::new(Mutex::new(Queue::new(places, room))))
    }

    /// Waits for a place for the client of the present request; nothing when too many wait already, or this one for too long. Whoever
    /// no longer asks loses its place among those who wait.
    pub async fn take(&self) -> Option<Turn> {
        let (sender, receiver) = oneshot::channel();
        let job = Job { client: client::current(), work: Work::unlimited(), task: sender };
        let pushed = self.lock().push(job);
        let Pushed { number, displaced } = pushed.map_err(|Refused| ()).ok()?;
        // Whoever waits for that one is told that there is no place.
        drop(displaced);
        let _waiting = Waiting { turns: self, number };
        self.give_out();
        timeout(MAX_WAIT, receiver).await.ok()?.ok()
    }

    /// Gives the places that are free to those whose turn it is.
    fn give_out(&self) {
        loop {
            let next = self.lock().take();
            let Some((number, job)) = next else { return };
            // Whoever has left meanwhile gives it back by that.
            drop(job.task.send(Turn { turns: self.clone(), number }));
        }
    }

    /// Nobody is given a place any more.
    pub fn close(&self) {
        self.lock().close();
    }

    pub fn is_closed(&self) -> bool {
        self.lock().is_closed()
    }

    fn lock(&self) -> MutexGuard<'_, Queue<oneshot::Sender<Turn>>> {
        // Nothing in there panics half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.lock().finish(self.number);
        self.turns.give_out();
    }
}

/// Somebody waits. When not any more, the wish is struck, unless it was granted.
struct Waiting<'a> {
    turns: &'a Turns,
    number: u64,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        // What it holds is freed outside the lock.
        let struck = self.turns.lock().strike(self.number);
        drop(struck);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        security::client::{Client, acting_for},
        store::Hashed,
    };
    use std::net::IpAddr;

    fn client(network: u8, owner: u8) -> Client {
        Client { network: IpAddr::from([192, 0, 2, network]), owner: Some(Hashed([owner; 32])) }
    }
    async fn is_waiting(asked: &mut (impl Future<Output = Option<Turn>> + Unpin)) -> bool {
        timeout(Duration::from_millis(50), asked).await.is_err()
    }

    #[tokio::test]
    async fn one_address_has_half_of_the_places_and_its_next_waits_for_one_of_its_own() {
        let turns = Turns::new(4, Room::FOR_WORK);
        let take = |network, owner| Box::pin(acting_for(client(network, owner), turns.take()));
        let (first, _second) = (take(1, 1).await.unwrap(), take(1, 2).await.unwrap());
        let mut third = take(1, 3);
        assert!(is_waiting(&mut third).await);
        let _others = (take(2, 1).await.unwrap(), take(3, 1).await.unwrap());
        let mut fourth = take(4, 1);
        assert!(is_waiting(&mut fourth).await, "all are taken");
        drop(first);
        assert!(is_waiting(&mut third).await, "whoever has none goes before whoever has one");
        assert!(fourth.await.is_some());
        assert!(third.await.is_some());
    }

    #[tokio::test]
    async fn whoever_leaves_holds_nothing_and_too_many_are_turned_away() {
        let turns = Turns::new(1, Room { all: 4, of_address: 2, of_browser: 1 });
        let held = turns.take().await.unwrap();
        let (mut one, mut other) = (Box::pin(turns.take()), Box::pin(turns.take()));
        assert!(is_waiting(&mut one).await && is_waiting(&mut other).await);
        assert!(turns.take().await.is_none(), "two of an address wait already");
        drop(one);
        drop(held);
        assert!(other.await.is_some());
        assert!(turns.take().await.is_some());
        turns.close();
        assert!(turns.take().await.is_none() && turns.is_closed());
    }
}
