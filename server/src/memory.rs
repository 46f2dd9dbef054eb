//! Bytes that requests may hold in memory at a time: bodies that arrive and answers that wait for their readers. Whoever would go
//! beyond is told to come back, before the bytes are there.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A number of bytes that clients share. One address may hold as much as it leaves free: alone half of all, beside one who holds half a
/// quarter. So whoever comes next finds room, however many hold all that they may.
#[derive(Debug, Clone)]
pub struct Memory(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    total: u64,
    held: Mutex<Holders>,
}

#[derive(Debug, Default)]
struct Holders {
    all: u64,
    by_network: HashMap<IpAddr, u64>,
}

/// Bytes that somebody holds; given back when dropped.
#[derive(Debug)]
pub struct Held {
    memory: Memory,
    network: IpAddr,
    bytes: u64,
}

impl Memory {
    pub fn new(total: u64) -> Self {
        Self(Arc::new(Shared { total, held: Mutex::default() }))
    }

    /// Nothing yet, to [grow](Held::grow) as bytes arrive.
    pub fn holder(&self, network: IpAddr) -> Held {
        Held { memory: self.clone(), network, bytes: 0 }
    }

    /// Bytes held now.
    pub fn held(&self) -> u64 {
        self.lock().all
    }

    fn lock(&self) -> MutexGuard<'_, Holders> {
        // Nothing in there panics half way.
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// How many there are.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Holds so many bytes more, unless that is too much.
    #[must_use]
    pub fn grow(&mut self, more: u64) -> bool {
        let mut held = self.memory.lock();
        let all = held.all.saturating_add(more);
        let own = held.by_network.get(&self.network).copied().unwrap_or(0).saturating_add(more);
        if own > self.memory.0.total.saturating_sub(all) {
            return false;
        }
        held.all = all;
        held.by_network.insert(self.network, own);
        self.bytes += more;
        true
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        let mut held = self.memory.lock();
        held.all -= self.bytes;
        let own = held.by_network.get(&self.network).copied().unwrap_or(0).saturating_sub(self.bytes);
        if own == 0 {
            held.by_network.remove(&self.network);
        } else {
            held.by_network.insert(self.network, own);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn one_address_holds_at_most_half_and_gives_back_what_it_held() {
        let memory = Memory::new(100);
        let mut first = memory.holder(address(1));
        assert!(first.grow(30) && first.grow(20) && !first.grow(1));
        let mut second = memory.holder(address(2));
        assert!(second.grow(25) && !second.grow(1));
        drop(first);
        assert!(second.grow(25) && !second.grow(1));
        assert!(!memory.holder(address(2)).grow(u64::MAX));
        drop(second);
        assert_eq!(memory.held(), 0);
        assert!(memory.lock().by_network.is_empty());
    }

    #[test]
    fn who_comes_after_those_that_hold_all_they_may_finds_room() {
        let memory = Memory::new(128 << 20);
        let greedy: Vec<Held> = (1..=6)
            .map(|last| {
                let mut held = memory.holder(address(last));
                while held.grow(64 << 10) {}
                held
            })
            .collect();
        assert!(greedy.iter().all(|held| held.bytes() >= 2 << 20), "{greedy:?}");
        let mut saves: Vec<Held> = (10..20).map(|last| memory.holder(address(last))).collect();
        assert!(saves.iter_mut().all(|save| save.grow(64 << 10)));
    }
}
