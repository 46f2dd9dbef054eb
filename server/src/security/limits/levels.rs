//! Counters that drain: like a bucket with a hole, each holds what was asked for lately. Their number is bounded. No clock here, and
//! no database: both are handed in.

use crate::store::LimitLevel;
use std::{collections::HashMap, time::Instant};

/// Counters at most; those that hold least are forgotten first.
const MAX_COUNTERS: usize = 50_000;
/// Counters told to the other replicas at a time; the rest follows a second later.
const MAX_TOLD: usize = 5_000;

/// What a counter is found by.
pub(super) type Key = [u8; 16];

/// How much a counter holds, and how fast it drains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Allowance {
    pub capacity: f64,
    pub per_ms: f64,
}

impl Allowance {
    /// For one browser of an address; never less than one.
    pub(super) fn half(self) -> Self {
        let capacity = (self.capacity / 2.0).max(1.0);
        Self { capacity, per_ms: self.per_ms * capacity / self.capacity }
    }
}

/// Which of the counters is full, and in how many seconds it no longer is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub which: usize,
    pub wait_s: u64,
}

#[derive(Debug)]
struct Level {
    allowance: Allowance,
    /// What it held at an instant, over all replicas as far as they told.
    held: f64,
    at: Instant,
    /// Of these, what the others have not been told yet.
    untold: f64,
    /// What they are being told.
    in_flight: f64,
}

impl Level {
    fn drained(&self, now: Instant) -> f64 {
        let ms = now.saturating_duration_since(self.at).as_secs_f64() * 1_000.0;
        (self.held - ms * self.allowance.per_ms).max(0.0)
    }

    /// How long until it takes so much more, in seconds; nothing when it does now. Every replica may have served as much as this one
    /// since they last told each other.
    fn wait_s(&self, cost: f64, replicas: f64, now: Instant) -> Option<u64> {
        let Allowance { capacity, per_ms } = self.allowance;
        let (held, cost) = (self.drained(now), cost.min(capacity));
        let untold = (self.untold + self.in_flight).min(held);
        if held - untold + replicas * (untold + cost) <= capacity {
            return None;
        }
        let excess = (held + cost - capacity).max(0.0);
        Some((excess / per_ms / 1_000.0).ceil().max(1.0) as u64)
    }
}

/// All counters of one server.
#[derive(Debug)]
pub(super) struct Levels {
    known: HashMap<Key, Level>,
    /// Servers over the same database, this one included.
    replicas: f64,
}

impl Default for Levels {
    fn default() -> Self {
        Self { known: HashMap::new(), replicas: 1.0 }
    }
}

impl Levels {
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Adds to all of these counters, or to none when one is full.
    pub(super) fn take(&mut self, wanted: &[(Key, Allowance)], cost: f64, now: Instant) -> Result<(), Refusal> {
        if self.known.len() + wanted.len() > MAX_COUNTERS {
            self.forget(now);
        }
        // Alone, a server may serve all; a counter that nobody asked for yet takes what it can hold.
        for (which, (key, allowance)) in wanted.iter().enumerate() {
            let level = self.known.entry(*key).or_insert_with(|| Level::empty(*allowance, now));
            if let Some(wait_s) = level.wait_s(cost, self.replicas, now) {
                return Err(Refusal { which, wait_s });
            }
        }
        for (key, allowance) in wanted {
            if let Some(level) = self.known.get_mut(key) {
                let cost = cost.min(allowance.capacity);
                level.held = level.drained(now) + cost;
                level.at = now;
                level.untold += cost;
            }
        }
        Ok(())
    }

    /// Forgets the drained counters, and of the others the half that holds least.
    fn forget(&mut self, now: Instant) {
        self.known.retain(|_, level| level.drained(now) > 0.0);
        if self.known.len() <= MAX_COUNTERS / 2 {
            return;
        }
        let share = |level: &Level| level.drained(now) / level.allowance.capacity;
        let mut shares: Vec<f64> = self.known.values().map(share).collect();
        let middle = shares.len() / 2;
        let (_, median, _) = shares.select_nth_unstable_by(middle, f64::total_cmp);
        let median = *median;
        // Where all hold the same, all are forgotten: nobody of them has asked for much.
        self.known.retain(|_, level| share(level) > median);
    }

    /// What the other replicas are to be told: what was added since they were told last.
    pub(super) fn take_untold(&mut self) -> Vec<LimitLevel> {
        let untold = self.known.iter_mut().filter(|(_, level)| level.untold > 0.0).take(MAX_TOLD);
        untold
            .map(|(key, level)| {
                level.in_flight = std::mem::take(&mut level.untold);
                let Allowance { capacity, per_ms } = level.allowance;
                LimitLevel { key: *key, held: level.in_flight, capacity, per_ms }
            })
            .collect()
    }

    /// What the counters hold over all replicas, this one's told share included.
    pub(super) fn settle(&mut self, replicas: u32, told: Vec<LimitLevel>, now: Instant) {
        self.replicas = f64::from(replicas.max(1));
        if self.known.len() + told.len() > MAX_COUNTERS {
            self.forget(now);
        }
        for LimitLevel { key, held, capacity, per_ms } in told {
            let level = self.known.entry(key).or_insert_with(|| Level::empty(Allowance { capacity, per_ms }, now));
            level.in_flight = 0.0;
            level.held = held + level.untold;
            level.at = now;
        }
    }

    /// Nobody was told: the next time they are.
    pub(super) fn take_back(&mut self) {
        for level in self.known.values_mut() {
            level.untold += std::mem::take(&mut level.in_flight);
        }
    }
}

impl Level {
    const fn empty(allowance: Allowance, now: Instant) -> Self {
        Self { allowance, held: 0.0, at: now, untold: 0.0, in_flight: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const SIXTY: Allowance = Allowance { capacity: 60.0, per_ms: 60.0 / 60_000.0 };

    fn served(levels: &mut Levels, key: u8, tries: usize, now: Instant) -> usize {
        (0..tries).filter(|_| levels.take(&[([key; 16], SIXTY)], 1.0, now).is_ok()).count()
    }

    #[test]
    fn a_minutes_worth_may_come_at_once_and_then_what_drains() {
        let (mut levels, start) = (Levels::default(), Instant::now());
        assert_eq!(served(&mut levels, 1, 100, start), 60);
        assert_eq!(levels.take(&[([1; 16], SIXTY)], 1.0, start), Err(Refusal { which: 0, wait_s: 1 }));
        assert_eq!(levels.take(&[([1; 16], SIXTY)], 20.0, start), Err(Refusal { which: 0, wait_s: 20 }));
        assert_eq!(served(&mut levels, 1, 100, start + Duration::from_secs(10)), 10);
    }

    #[test]
    fn a_refused_request_adds_to_no_counter() {
        let (mut levels, now) = (Levels::default(), Instant::now());
        assert_eq!(served(&mut levels, 2, 100, now), 60);
        let both = [([1; 16], SIXTY), ([2; 16], SIXTY)];
        assert_eq!(levels.take(&both, 1.0, now).unwrap_err().which, 1);
        assert_eq!(served(&mut levels, 1, 100, now), 60);
    }

    #[test]
    fn the_number_of_counters_is_bounded_and_the_fullest_are_kept() {
        let (mut levels, now) = (Levels::default(), Instant::now());
        served(&mut levels, 255, 60, now);
        for n in 0..200_000_u128 {
            levels.take(&[(n.to_be_bytes(), SIXTY)], 1.0, now).unwrap();
        }
        assert!(levels.len() <= MAX_COUNTERS, "{}", levels.len());
        assert_eq!(served(&mut levels, 255, 1, now), 0, "who asked for most is still known");
    }

    /// Replicas that tell each other through one table, as the database keeps it.
    struct Table(HashMap<Key, (f64, Instant)>);

    impl Table {
        fn settle(&mut self, levels: &mut Levels, replicas: u32, now: Instant) {
            for LimitLevel { key, held, per_ms, .. } in levels.take_untold() {
                let (before, at) = self.0.get(&key).copied().unwrap_or((0.0, now));
                let drained = (before - (now - at).as_secs_f64() * 1_000.0 * per_ms).max(0.0);
                self.0.insert(key, (drained + held, now));
            }
            let told = self.0.iter().map(|(key, (held, at))| {
                let drained = (held - (now - *at).as_secs_f64() * 1_000.0 * SIXTY.per_ms).max(0.0);
                LimitLevel { key: *key, held: drained, capacity: SIXTY.capacity, per_ms: SIXTY.per_ms }
            });
            levels.settle(replicas, told.collect(), now);
        }
    }

    #[test]
    fn three_replicas_together_serve_what_one_would() {
        let (mut table, mut replicas) = (Table(HashMap::new()), [Levels::default(), Levels::default(), Levels::default()]);
        let start = Instant::now();
        replicas.iter_mut().for_each(|levels| table.settle(levels, 3, start));
        let mut total = 0;
        for second in 0..60 {
            let now = start + Duration::from_secs(second);
            for levels in &mut replicas {
                total += served(levels, 1, 50, now);
                table.settle(levels, 3, now);
            }
        }
        // Sixty at once, and one a second.
        assert!((96..=144).contains(&total), "{total} of 120");
    }

    #[test]
    fn what_was_not_told_is_told_the_next_time() {
        let (mut levels, now) = (Levels::default(), Instant::now());
        served(&mut levels, 1, 7, now);
        assert_eq!(levels.take_untold()[0].held, 7.0);
        served(&mut levels, 1, 2, now);
        levels.take_back();
        assert_eq!(levels.take_untold()[0].held, 9.0);
        levels.settle(2, vec![LimitLevel { key: [1; 16], held: 30.0, capacity: 60.0, per_ms: SIXTY.per_ms }], now);
        assert!(levels.take_untold().is_empty());
        assert_eq!(served(&mut levels, 1, 100, now), 15, "half of what is left, as another may serve as much");
    }
}
