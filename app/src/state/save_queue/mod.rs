//! Edits on their way to the server: what waits, what is being sent, and what to do when somebody else saved first. Pure: it
//! neither sends nor stores anything itself.
//!
//! | module | does |
//! |---|---|
//! | `requests` | what goes into one request |
//! | `rebase` | the queue on another design: somebody else saved first, or the page was opened anew |

mod rebase;
mod requests;

pub use rebase::{Dropped, Others};

use domain::Edit;
use serde::{Deserialize, Serialize};

/// One edit the server has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pending {
    edit: Edit,
    label: String,
    /// Takes it back. Not kept on the device: adopting a queue applies it anew.
    #[serde(skip)]
    inverse: Option<Edit>,
}

/// The edits that were sent together and wait for an answer: the first `count` of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sent {
    client_save: String,
    count: usize,
}

/// Edits in the order they were made, on top of a revision of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveQueue {
    base: u64,
    /// Tells the base from another revision of its number.
    #[serde(default)]
    chain: Option<String>,
    pending: Vec<Pending>,
    sent: Option<Sent>,
    /// The server said that more than this is too much.
    #[serde(skip)]
    most: Option<usize>,
}

impl SaveQueue {
    /// Nothing to save on top of a revision.
    pub fn new(base: u64, chain: Option<String>) -> Self {
        Self { base, chain, pending: Vec::new(), sent: None, most: None }
    }
    /// The last revision the server acknowledged.
    pub fn base(&self) -> u64 {
        self.base
    }
    /// Its edits were made on this revision, or on what it has saved as that.
    pub fn is_on(&self, revision: u64, chain: Option<&str>) -> bool {
        self.base == revision && self.chain.as_deref() == chain
    }
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }
    /// Something was sent, and nobody knows whether the server has it.
    pub fn awaits_answer(&self) -> bool {
        self.sent.is_some()
    }
    /// Edits the server has not acknowledged.
    pub fn len(&self) -> usize {
        self.pending.len()
    }
    /// Adds an edit that was just applied.
    pub fn push(&mut self, edit: Edit, inverse: Edit, label: String) {
        self.pending.push(Pending { edit, label, inverse: Some(inverse) });
    }
    /// The server has what was sent, as this revision.
    pub fn acknowledge(&mut self, revision: u64, chain: Option<String>) {
        if let Some(sent) = self.sent.take() {
            self.pending.drain(..sent.count.min(self.pending.len()));
        }
        if revision >= self.base {
            (self.base, self.chain) = (revision, chain);
        }
        self.most = None;
    }
}

#[cfg(test)]
mod tests;
