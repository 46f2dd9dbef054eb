//! Places for connections: a number in all, and of these a number for one address.

use crate::security::client::network;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Clients beyond their limit that are told so at a time, for one address; further ones are cut off without a word.
const MAX_TOLD: usize = 8;

/// All of them.
#[derive(Debug, Clone)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    /// For one address; 0 for no limit.
    max_of_address: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A place that no connection has yet.
#[derive(Debug)]
pub(super) struct Free {
    permit: OwnedSemaphorePermit,
    places: Places,
}

/// A place that a connection has; given up when dropped.
#[derive(Debug)]
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    places: Places,
    network: IpAddr,
    /// Connections of this address when this one came, itself included.
    count: usize,
}

impl Places {
    pub(super) fn new(max: usize, max_of_address: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(max)), max_of_address, taken: Arc::default() }
    }

    /// Waits until there is one.
    pub(super) async fn free(&self) -> Option<Free> {
        let permit = self.free.clone().acquire_owned().await.ok()?;
        Some(Free { permit, places: self.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Nothing in there panics half way.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Free {
    pub(super) fn taken_by(self, address: IpAddr) -> Place {
        let Self { permit, places } = self;
        let network = network(address);
        let count = {
            let mut taken = places.lock();
            let count = taken.entry(network).or_default();
            *count += 1;
            *count
        };
        metrics::gauge!("groundplan_http_connections").increment(1.0);
        Place { _permit: permit, places, network, count }
    }
}

impl Place {
    pub(super) const fn is_within_limit(&self) -> bool {
        self.places.max_of_address == 0 || self.count <= self.places.max_of_address
    }
    pub(super) const fn may_be_told(&self) -> bool {
        self.count <= self.places.max_of_address + MAX_TOLD
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::gauge!("groundplan_http_connections").decrement(1.0);
        let mut taken = self.places.lock();
        if let Some(count) = taken.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_has_so_many_and_others_have_theirs() {
        let places = Places::new(100, 2);
        let [one, other] = [1, 2].map(|n| IpAddr::from([192, 0, 2, n]));
        let take = async |address| places.free().await.unwrap().taken_by(address);
        let first = take(one).await;
        let second = take(one).await;
        assert!(first.is_within_limit() && second.is_within_limit());
        assert!(!take(one).await.is_within_limit());
        assert!(take(other).await.is_within_limit());
        drop(first);
        assert!(take(one).await.is_within_limit());
        drop(second);
        assert!(places.lock().is_empty(), "nobody is remembered");
    }
}
