//! What was answered to somebody: statuses, times, and whatever nobody may be answered. It judges nothing else.

use super::reply::Reply;
use std::{
    collections::BTreeMap,
    fmt, io,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Faults that are told in full.
const TOLD_FAULTS: usize = 12;

/// Written by whoever asks, read by whoever judges.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<Tally>);

/// What was written.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Answers of 5xx by status and kind of problem.
    pub server_errors: BTreeMap<(u16, String), u64>,
    /// Requests without a whole answer.
    pub broken: u64,
    /// How long the answers took, in order of their arrival.
    pub times: Vec<Duration>,
    /// How long the slowest answer took, and what was asked.
    pub slowest: (Duration, String),
    /// Answers of at most 250 ms that were no 5xx.
    pub prompt: u64,
    /// What nobody may be answered, the first of them.
    pub faults: Vec<String>,
}

/// An answer that takes longer counts as none for whoever waits.
const PROMPT: Duration = Duration::from_millis(250);

impl Ledger {
    /// Writes down how a request ended.
    pub fn write(&self, what: &str, took: Duration, outcome: &io::Result<Reply>) {
        let mut tally = self.lock();
        match outcome {
            Ok(reply) => {
                *tally.statuses.entry(reply.status).or_default() += 1;
                tally.times.push(took);
                if took > tally.slowest.0 {
                    tally.slowest = (took, what.to_owned());
                }
                if reply.status >= 500 {
                    *tally.server_errors.entry((reply.status, reply.problem().to_owned())).or_default() += 1;
                } else if took <= PROMPT {
                    tally.prompt += 1;
                }
                if !reply.is_permitted() {
                    let text = String::from_utf8_lossy(&reply.body[..reply.body.len().min(300)]).into_owned();
                    tally.fault(format!("{what}: {} {text}", reply.status));
                }
            }
            Err(_) => tally.broken += 1,
        }
    }

    /// Writes down what else must not be.
    pub fn fault(&self, what: String) {
        self.lock().fault(what);
    }

    /// What was written since it was taken last.
    pub fn take(&self) -> Tally {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Tally> {
        // Nothing in there panics half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tally {
    /// Adds what was written later.
    pub fn add(&mut self, later: Self) {
        later.statuses.into_iter().for_each(|(status, count)| *self.statuses.entry(status).or_default() += count);
        later.server_errors.into_iter().for_each(|(kind, count)| *self.server_errors.entry(kind).or_default() += count);
        self.broken += later.broken;
        self.prompt += later.prompt;
        self.times.extend(later.times);
        if later.slowest.0 > self.slowest.0 {
            self.slowest = later.slowest;
        }
        later.faults.into_iter().for_each(|fault| self.fault(fault));
    }

    fn fault(&mut self, what: String) {
        if self.faults.len() < TOLD_FAULTS {
            self.faults.push(what);
        }
    }

    /// Requests that were answered.
    pub fn answers(&self) -> u64 {
        self.statuses.values().sum()
    }

    /// Answers of 2xx.
    pub fn successes(&self) -> u64 {
        self.statuses.range(200..300).map(|(_, count)| count).sum()
    }

    /// The time within which this share of the answers came.
    pub fn percentile(&self, share: f64) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        let at = (times.len() as f64 * share) as usize;
        times.get(at.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    /// The share of requests that counted as answered: no 5xx, and within 250 ms.
    pub fn availability(&self) -> f64 {
        self.prompt as f64 / (self.answers() + self.broken).max(1) as f64
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let (median, late, slowest) = (ms(self.percentile(0.5)), ms(self.percentile(0.99)), ms(self.slowest.0));
        write!(
            f,
            "{} answers {:?}, {} broken; p50 {median:.0} ms, p99 {late:.0} ms, slowest {slowest:.0} ms ({})",
            self.answers(),
            self.statuses,
            self.broken,
            self.slowest.1
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn answers_are_counted_and_faults_are_told() {
        let ledger = Ledger::default();
        for (text, ms) in [("200 OK", 10), ("200 OK", 300), ("503 x\r\nretry-after: 1", 10), ("500 x", 20)] {
            let text = format!("HTTP/1.1 {text}\r\n\r\n");
            ledger.write("GET /", Duration::from_millis(ms), &Reply::read(&mut text.as_bytes(), true).await);
        }
        ledger.write("GET /", Duration::ZERO, &Err(io::Error::other("gone")));
        let tally = ledger.take();
        assert_eq!((tally.answers(), tally.successes(), tally.broken, tally.prompt), (4, 2, 1, 1));
        assert_eq!(tally.faults, ["GET /: 500 "]);
        assert_eq!(tally.percentile(0.5), Duration::from_millis(20));
        assert_eq!(tally.percentile(0.99), Duration::from_millis(300));
        assert_eq!(tally.slowest, (Duration::from_millis(300), "GET /".to_owned()));
        assert!((tally.availability() - 0.2).abs() < 1e-9);
        assert_eq!(ledger.take().answers(), 0);
    }
}
