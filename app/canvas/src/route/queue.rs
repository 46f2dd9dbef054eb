//! The queue of the search: by small numbers first, which hardly ever fall behind what was taken last. Takes no more room than what
//! is in it, whatever the numbers are.

use std::{cmp::Reverse, collections::BinaryHeap};

/// Numbers below this have a slot each, which takes half the time of a heap; the others are in a heap.
const SLOTS: usize = 1 << 15;
const NONE: u32 = u32::MAX;

/// What is queued: what the way has cost so far, and the state it has reached.
pub type Entry = (u32, u32);

/// Of the entries with the least number the newest comes first: it is the furthest along.
#[derive(Default)]
pub struct Queue {
    /// For each number the newest entry, as a place in `entries`.
    slots: Vec<u32>,
    /// Entries, and the one that is next in the same slot.
    entries: Vec<(Entry, u32)>,
    /// Places in `entries` that are free again.
    free: Vec<u32>,
    least: usize,
    far: BinaryHeap<(Reverse<u32>, u64, Entry)>,
    pushed: u64,
}

impl Queue {
    pub fn push(&mut self, number: u32, entry: Entry) {
        let slot = number as usize;
        if slot >= SLOTS {
            self.pushed += 1;
            self.far.push((Reverse(number), self.pushed, entry));
            return;
        }
        if slot >= self.slots.len() {
            self.slots.resize(slot + 1, NONE);
        }
        let item = (entry, self.slots[slot]);
        self.slots[slot] = match self.free.pop() {
            Some(place) => {
                self.entries[place as usize] = item;
                place
            }
            None => {
                self.entries.push(item);
                self.entries.len() as u32 - 1
            }
        };
        self.least = self.least.min(slot);
    }

    pub fn pop(&mut self) -> Option<Entry> {
        while let Some(place) = self.slots.get(self.least).copied() {
            if place != NONE {
                let (entry, next) = self.entries[place as usize];
                self.slots[self.least] = next;
                self.free.push(place);
                return Some(entry);
            }
            self.least += 1;
        }
        self.far.pop().map(|(_, _, entry)| entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_number_comes_first_and_of_equal_ones_the_newest() {
        let mut queue = Queue::default();
        for (entry, number) in [5, 3, u32::MAX, 3, 70_000, 70_000, 0].into_iter().enumerate() {
            queue.push(number, (0, entry as u32));
        }
        assert_eq!(queue.pop(), Some((0, 6)));
        queue.push(1, (0, 7));
        let rest: Vec<u32> = std::iter::from_fn(|| queue.pop()).map(|(_, state)| state).collect();
        assert_eq!(rest, [7, 3, 1, 0, 5, 4, 2]);
    }

    #[test]
    fn a_number_that_falls_behind_what_was_taken_comes_first() {
        let mut queue = Queue::default();
        queue.push(40_000, (0, 1));
        queue.push(50_000, (0, 2));
        assert_eq!(queue.pop(), Some((0, 1)));
        queue.push(7, (0, 3));
        assert_eq!((queue.pop(), queue.pop(), queue.pop()), (Some((0, 3)), Some((0, 2)), None));
    }
}
