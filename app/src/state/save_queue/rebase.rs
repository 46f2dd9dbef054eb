//! Putting the queue on another design: somebody else saved first, the server refuses, or the page was opened anew.

use super::SaveQueue;
use domain::{
    Design, Edit,
    edit::{
        EditError, diff,
        merge::{Changed, Merge, merge_changed},
    },
};

/// An own edit that no longer applies after somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// What the person had done.
    pub label: String,
    pub error: EditError,
}

/// What somebody else did since the base of a queue.
#[derive(Debug, Clone)]
pub enum Others {
    Edits(Vec<Edit>),
    /// Where it led to. A part that was renamed then counts as deleted and added.
    Design(Box<Design>),
}

impl SaveQueue {
    /// The server will never take what was sent: takes it back in the design, together with what came after it and depends
    /// on it. Returns the labels of what was lost.
    pub fn refuse(&mut self, design: &mut Design) -> Vec<String> {
        let count = self.sent.take().map_or(0, |sent| sent.count.min(self.pending.len()));
        self.take_back(design);
        let refused: Vec<String> = self.pending.drain(..count).map(|pending| pending.label).collect();
        let dropped = self.apply_again(design);
        refused.into_iter().chain(dropped.into_iter().map(|dropped| dropped.label)).collect()
    }
    /// Somebody else saved first: puts the own edits on top of theirs. `design` is the one with the own edits; it becomes the merged
    /// one. Nothing, and nothing changed, when their edits do not fit; then their Design must be fetched.
    pub fn merge(&mut self, design: &mut Design, theirs: &Others, revision: u64, chain: Option<String>) -> Option<Merge> {
        let mut base = design.clone();
        self.clone().take_back(&mut base);
        self.merge_onto(&base, design, theirs, revision, chain)
    }
    /// As [`Self::merge`], for a queue that was kept on the device, from the Design that its edits were made on.
    pub fn merge_kept(&mut self, base: &Design, theirs: &Others, revision: u64, chain: Option<String>) -> Option<Merge> {
        let mut design = base.clone();
        // What does not apply to its own base never did.
        self.pending.retain(|pending| design.apply(pending.edit.clone()).is_ok());
        self.merge_onto(base, &mut design, theirs, revision, chain)
    }
    fn merge_onto(&mut self, base: &Design, design: &mut Design, theirs: &Others, revision: u64, chain: Option<String>) -> Option<Merge> {
        let theirs = match theirs {
            Others::Edits(edits) => Changed::by(base, edits).ok()?,
            Others::Design(design) => Changed::to(base, (**design).clone(), &[]),
        };
        let edits: Vec<Edit> = self.pending.iter().map(|pending| pending.edit.clone()).collect();
        let mut merged = theirs.design().clone();
        let merge = merge_changed(base, theirs, Changed::to(base, design.clone(), &edits));
        let label = self.label(self.pending.len());
        let edit = diff(&merged, &merge.design);
        (self.base, self.chain, self.sent, self.most) = (revision, chain, None, None);
        self.pending.clear();
        if edit.count() > 0
            && let Ok(inverse) = merged.apply(edit.clone())
        {
            self.push(edit, inverse, label);
        }
        *design = merged;
        Some(merge)
    }
    /// Adds what another queue still holds behind the own edits; both must then be put on a design with [`Self::adopt`].
    pub fn append(&mut self, other: SaveQueue) {
        self.pending.extend(other.pending);
    }
    /// Puts the own edits on top of a freshly fetched design.
    pub fn adopt(&mut self, design: &mut Design, revision: u64, chain: Option<String>) -> Vec<Dropped> {
        if self.base != revision || self.chain != chain {
            self.sent = None;
        }
        (self.base, self.chain) = (revision, chain);
        self.apply_again(design)
    }

    pub(super) fn take_back(&mut self, design: &mut Design) {
        for pending in self.pending.iter_mut().rev() {
            if let Some(inverse) = pending.inverse.take() {
                // The inverse of the newest edit always fits.
                let reverted = design.apply(inverse);
                debug_assert!(reverted.is_ok(), "an inverse must fit: {reverted:?}");
            }
        }
    }
    fn apply_again(&mut self, design: &mut Design) -> Vec<Dropped> {
        let mut dropped = Vec::new();
        self.pending.retain_mut(|pending| match design.apply(pending.edit.clone()) {
            Ok(inverse) => {
                pending.inverse = Some(inverse);
                true
            }
            Err(error) => {
                dropped.push(Dropped { label: pending.label.clone(), error });
                false
            }
        });
        if let Some(sent) = &self.sent
            && !dropped.is_empty()
        {
            // The batch is not what it was; it must go under a new name.
            debug_assert!(sent.count > 0);
            self.sent = None;
        }
        dropped
    }
}
