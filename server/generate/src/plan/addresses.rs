//! Addresses for the networks of one system: an engine that chooses them itself has room for some thirty networks on the whole machine.
//! Must not know what a network is for.

use std::ops::Range;

/// All of them: what the second half of an address can be.
const ALL: u32 = 1 << 16;
/// The fewest of one network.
const FEWEST: u32 = 64;
/// What an engine keeps of each: the address of the network, its way out, and the one for all.
const KEPT: u32 = 3;

#[derive(Debug, Default)]
pub(super) struct Addresses {
    taken: Vec<Range<u32>>,
}

impl Addresses {
    /// The second half of the addresses for so many containers: `3.64/26`. The place follows from the name as long as it is free, so that
    /// another network moves none that is there already. Nothing when there is no room.
    pub(super) fn take(&mut self, name: &str, containers: u32) -> Option<String> {
        let size = (containers + KEPT).max(FEWEST).next_power_of_two();
        let places = ALL / size;
        let wanted = spread(name);
        let free = |first: &u32| self.taken.iter().all(|taken| taken.end <= *first || first + size <= taken.start);
        let first = (0..places).map(|step| wanted.wrapping_add(step) % places * size).find(free)?;
        self.taken.push(first..first + size);
        Some(format!("{}.{}/{}", first >> 8, first & 255, 32 - size.ilog2()))
    }
}

/// The first half of all addresses of a system: two on one machine hardly ever get the same.
pub(crate) fn first_half(slug: &str) -> String {
    format!("10.{}", 160 + spread(slug) % 64)
}

/// A number that follows from a text alone (FNV-1a).
pub(crate) fn spread(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |number, byte| (number ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_networks_share_an_address() {
        let mut addresses = Addresses::default();
        let taken = (0..400).filter_map(|n| addresses.take(&format!("a{n}.b"), if n % 10 == 0 { 200 } else { 2 })).count();
        assert_eq!(taken, 400);
        let mut ranges = addresses.taken;
        ranges.sort_by_key(|range| range.start);
        assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start));
        assert!(ranges.iter().all(|range| range.end <= ALL && range.start % (range.end - range.start) == 0));
    }

    #[test]
    fn another_network_leaves_the_others_where_they_are() {
        let places = |names: &[&str]| -> Vec<Option<String>> {
            let mut addresses = Addresses::default();
            names.iter().map(|name| addresses.take(name, 2)).collect()
        };
        let (before, after) = (places(&["orders.stock", "web.orders"]), places(&["orders.mail", "orders.stock", "web.orders"]));
        assert_eq!(before, after[1..]);
    }

    #[test]
    fn a_network_is_as_large_as_it_has_to_be_and_no_larger_than_there_is() {
        let size = |containers| Addresses::default().take("a", containers).map(|range| range.split_once('/').unwrap().1.to_owned());
        assert_eq!([2, 61, 62, 1_000].map(size), ["26", "26", "25", "22"].map(|prefix| Some(prefix.to_owned())));
        assert_eq!(size(70_000), None);
        let mut addresses = Addresses::default();
        assert_eq!((0..2_000).filter_map(|n| addresses.take(&n.to_string(), 1)).count(), 1_024);
    }
}
