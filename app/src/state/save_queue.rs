//! Edits on their way to the server: what waits, what is being sent, and what to do when somebody else saved first. Pure: it
//! neither sends nor stores anything itself.

use domain::{
    Design, Edit,
    edit::EditError,
    protocol::{Conflict, EditsRequest},
};
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

/// An own edit that no longer applies after somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// What the person had done.
    pub label: String,
    pub error: EditError,
}

/// Edits in the order they were made, on top of a revision of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveQueue {
    base: u64,
    pending: Vec<Pending>,
    sent: Option<Sent>,
}

impl SaveQueue {
    /// Nothing to save on top of a revision.
    pub fn new(base: u64) -> Self {
        Self { base, pending: Vec::new(), sent: None }
    }
    /// The last revision the server acknowledged.
    pub fn base(&self) -> u64 {
        self.base
    }
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }
    /// Edits the server has not acknowledged.
    pub fn len(&self) -> usize {
        self.pending.len()
    }
    /// Adds an edit that was just applied.
    pub fn push(&mut self, edit: Edit, inverse: Edit, label: String) {
        self.pending.push(Pending { edit, label, inverse: Some(inverse) });
    }
    /// The request to send next. A request without an answer is repeated word for word, under the same name, so that the
    /// server can tell that it has it already.
    pub fn request(&mut self, client_save: impl FnOnce() -> String) -> Option<EditsRequest> {
        if self.pending.is_empty() {
            return None;
        }
        let count = self.pending.len();
        let sent = self.sent.get_or_insert_with(|| Sent { client_save: client_save(), count });
        let batch = &self.pending[..sent.count.min(count)];
        let label = match batch {
            [only] => only.label.clone(),
            [first, .., last] if first.label == last.label => last.label.clone(),
            [.., last] => format!("{} and {} more", last.label, batch.len() - 1),
            [] => String::new(),
        };
        let edits = batch.iter().map(|pending| pending.edit.clone()).collect();
        Some(EditsRequest { base: self.base, client_save: sent.client_save.clone(), edits, label })
    }
    /// The server has what was sent, as this revision.
    pub fn acknowledge(&mut self, revision: u64) {
        if let Some(sent) = self.sent.take() {
            self.pending.drain(..sent.count.min(self.pending.len()));
        }
        self.base = self.base.max(revision);
    }
    /// The server will never take what was sent: takes it back in the design, together with what came after it and depends
    /// on it. Returns the labels of what was lost.
    pub fn refuse(&mut self, design: &mut Design) -> Vec<String> {
        let count = self.sent.take().map_or(0, |sent| sent.count.min(self.pending.len()));
        self.take_back(design);
        let refused: Vec<String> = self.pending.drain(..count).map(|pending| pending.label).collect();
        let dropped = self.apply_again(design);
        refused.into_iter().chain(dropped.into_iter().map(|dropped| dropped.label)).collect()
    }
    /// Somebody else saved first: puts their edits below the own ones. Returns the own edits that no longer apply, or `None`
    /// when their edits do not fit and the project must be fetched anew (then [`Self::adopt`]).
    pub fn rebase(&mut self, design: &mut Design, conflict: &Conflict) -> Option<Vec<Dropped>> {
        self.sent = None;
        self.take_back(design);
        for saved in conflict.since.iter().filter(|saved| saved.revision > self.base) {
            design.apply(Edit::batch(saved.edits.clone())).ok()?;
        }
        self.base = conflict.revision;
        Some(self.apply_again(design))
    }
    /// Adds what another queue still holds behind the own edits; both must then be put on a design with [`Self::adopt`].
    pub fn append(&mut self, other: SaveQueue) {
        self.pending.extend(other.pending);
    }
    /// Puts the own edits on top of a freshly fetched design.
    pub fn adopt(&mut self, design: &mut Design, revision: u64) -> Vec<Dropped> {
        if self.base != revision {
            self.sent = None;
        }
        self.base = revision;
        self.apply_again(design)
    }

    fn take_back(&mut self, design: &mut Design) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        design::{Element, ElementKind},
        ids::ElementId,
        protocol::Saved,
    };

    fn id(text: &str) -> ElementId {
        ElementId::new(text).unwrap()
    }
    fn add(text: &str) -> Edit {
        Edit::add_element(id(text), Element::new(ElementKind::Service), None)
    }
    fn rename(name: &str) -> Edit {
        Edit::SetName { name: name.into() }
    }
    fn saved(revision: u64, edits: Vec<Edit>) -> Saved {
        Saved { revision, saved_ms: 0, label: String::new(), edits }
    }
    fn act(design: &mut Design, queue: &mut SaveQueue, edit: Edit, label: &str) {
        let inverse = design.apply(edit.clone()).unwrap();
        queue.push(edit, inverse, label.into());
    }
    fn name(text: &'static str) -> impl FnOnce() -> String {
        move || text.to_owned()
    }

    #[test]
    fn a_save_is_sent_once_and_its_edits_leave_when_it_is_acknowledged() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(4));
        act(&mut design, &mut queue, add("a"), "Added a");
        act(&mut design, &mut queue, add("b"), "Added b");
        let first = queue.request(name("s1")).unwrap();
        assert_eq!((first.base, first.client_save.as_str(), first.edits.len(), first.label.as_str()), (4, "s1", 2, "Added b and 1 more"));
        act(&mut design, &mut queue, add("c"), "Added c");
        assert_eq!(queue.request(name("s2")).unwrap(), first, "without an answer the same request goes again");
        queue.acknowledge(5);
        let second = queue.request(name("s2")).unwrap();
        assert_eq!((second.base, second.client_save.as_str(), second.edits), (5, "s2", vec![add("c")]));
        queue.acknowledge(6);
        assert!(queue.is_empty() && queue.request(name("s3")).is_none());
    }

    #[test]
    fn a_conflict_puts_their_edits_below_ours() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1));
        act(&mut design, &mut queue, add("mine"), "Added mine");
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        queue.request(name("s1"));
        let conflict = Conflict { revision: 3, since: vec![saved(2, vec![add("theirs")]), saved(3, vec![rename("Theirs")])] };
        assert_eq!(queue.rebase(&mut design, &conflict), Some(vec![]));
        assert!(design.elements.contains_key(&id("mine")) && design.elements.contains_key(&id("theirs")));
        assert_eq!(design.name, "Mine");
        let again = queue.request(name("s2")).unwrap();
        assert_eq!((again.base, again.client_save.as_str(), again.edits.len()), (3, "s2", 2));
    }

    #[test]
    fn an_own_edit_that_no_longer_applies_is_dropped_by_name() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1));
        act(&mut design, &mut queue, add("a"), "Added a");
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        let conflict = Conflict { revision: 2, since: vec![saved(2, vec![add("a")])] };
        let dropped = queue.rebase(&mut design, &conflict).unwrap();
        assert_eq!(dropped.iter().map(|d| d.label.as_str()).collect::<Vec<_>>(), ["Added a"]);
        assert_eq!((queue.len(), design.name.as_str()), (1, "Mine"));
    }

    #[test]
    fn edits_that_do_not_fit_at_all_ask_for_a_fresh_design() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1));
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        let conflict = Conflict { revision: 2, since: vec![saved(2, vec![Edit::RemoveElement { id: id("gone") }])] };
        assert_eq!(queue.rebase(&mut design, &conflict), None);
        let mut fresh = Design::new("Fresh");
        assert_eq!(queue.adopt(&mut fresh, 2), vec![]);
        assert_eq!((fresh.name.as_str(), queue.base()), ("Mine", 2));
    }

    #[test]
    fn a_queue_survives_a_reload() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(7));
        act(&mut design, &mut queue, add("a"), "Added a");
        let sent = queue.request(name("s1")).unwrap();
        let mut restored: SaveQueue = serde_json::from_str(&serde_json::to_string(&queue).unwrap()).unwrap();
        let mut fresh = Design::new("x");
        assert_eq!(restored.adopt(&mut fresh, 7), vec![]);
        assert!(fresh.elements.contains_key(&id("a")));
        assert_eq!(restored.request(name("s2")).unwrap(), sent, "the server may have it already");
    }

    #[test]
    fn what_the_server_refuses_is_taken_back() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1));
        act(&mut design, &mut queue, add("a"), "Added a");
        queue.request(name("s1"));
        act(&mut design, &mut queue, rename("Kept"), "Renamed");
        act(&mut design, &mut queue, Edit::RemoveElement { id: id("a") }, "Removed a");
        assert_eq!(queue.refuse(&mut design), ["Added a", "Removed a"]);
        assert!(design.elements.is_empty());
        assert_eq!((design.name.as_str(), queue.len()), ("Kept", 1));
    }
}
