//! What tells one revision from another of the same number. Numbers alone do not: after a failover, or when a backup was restored,
//! other saves reach them again.
//!
//! A chain begins with the design as it was when its first hash was needed: for a new project with the text of its first snapshot; for
//! one from before there were hashes, with the design that its next save was made on. From there each save adds its number and its
//! edits: `hash(previous, n, edits)`. Whoever keeps a design compares number and hash with the database's before trusting it.

use crate::hex;
use sha2::{Digest, Sha256};

/// The SHA-256 of everything that led to a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chain(pub(super) [u8; 32]);

impl Chain {
    /// The beginning: a whole design, as text.
    pub(super) fn begin(revision: u64, design: &[u8]) -> Self {
        Self::of(&[0; 32], revision, design)
    }
    /// What a save makes of it.
    pub(super) fn next(self, revision: u64, edits: &[u8]) -> Self {
        Self::of(&self.0, revision, edits)
    }
    fn of(previous: &[u8; 32], revision: u64, text: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(revision.to_be_bytes());
        hash.update(text);
        Self(hash.finalize().into())
    }
    /// As a database returns it: nothing for what has no hash, or none that could be one.
    pub(super) fn read(bytes: Option<&[u8]>) -> Option<Self> {
        bytes?.try_into().ok().map(Self)
    }
    /// As the API writes it: 64 hexadecimal digits.
    pub fn text(self) -> String {
        hex::encode(&self.0)
    }
}

/// One revision of a project: its number, and its chain where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub revision: u64,
    pub chain: Option<Chain>,
}

impl Mark {
    /// Whether a client that names this chain, or none, means this revision.
    pub(super) fn is_meant_by(self, revision: u64, chain: Option<&str>) -> bool {
        self.revision == revision && chain.is_none_or(|named| self.chain.is_some_and(|own| own.text() == named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_it_counts() {
        let begin = Chain::begin(1, b"{}");
        let all = [
            begin,
            Chain::begin(2, b"{}"),
            Chain::begin(1, b"{ }"),
            begin.next(2, b"[]"),
            begin.next(3, b"[]"),
            begin.next(2, b"[1]"),
            Chain::begin(1, b"{ }").next(2, b"[]"),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|other| other != one), "{i}");
        }
        assert_eq!(begin, Chain::begin(1, b"{}"));
    }

    #[test]
    fn a_client_that_names_no_chain_means_the_number() {
        let mark = Mark { revision: 3, chain: Some(Chain::begin(3, b"{}")) };
        let own = mark.chain.map(Chain::text);
        assert!(mark.is_meant_by(3, None) && mark.is_meant_by(3, own.as_deref()));
        assert!(!mark.is_meant_by(3, Some("other")) && !mark.is_meant_by(4, own.as_deref()));
        assert!(!Mark { chain: None, ..mark }.is_meant_by(3, own.as_deref()), "what has no chain is not what has one");
    }
}
