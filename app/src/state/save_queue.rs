//! Edits on their way to the server: what waits, what is being sent, and what to do when somebody else saved first. Pure: it
//! neither sends nor stores anything itself.

use domain::{
    Design, Edit,
    edit::{
        EditError,
        cost::{MAX_SAVE_COST_NS, Meter},
        pieces,
    },
    protocol::{Conflict, EditsRequest},
};
use serde::{Deserialize, Serialize};

/// What one request holds at most: a part of what the server takes, which reckons with the design as it was before.
const MOST_NS: u64 = MAX_SAVE_COST_NS / 4;
/// Characters of its edits, written as JSON; the server takes two million bytes.
const MOST_CHARS: usize = 400_000;

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
    /// The request to send next, as much as fits into one. A request without an answer is repeated word for word, under the same name,
    /// so that the server can tell that it has it already. `design` holds every edit of the queue.
    pub fn request(&mut self, design: &Design, client_save: impl FnOnce() -> String) -> Option<EditsRequest> {
        if self.pending.is_empty() {
            return None;
        }
        if self.sent.is_none() {
            let count = self.fitting(design);
            self.sent = Some(Sent { client_save: client_save(), count });
        }
        let sent = self.sent.as_ref()?;
        let batch = &self.pending[..sent.count.min(self.pending.len())];
        let label = match batch {
            [only] => only.label.clone(),
            [first, .., last] if first.label == last.label => last.label.clone(),
            [.., last] => format!("{} and {} more", last.label, batch.len() - 1),
            [] => String::new(),
        };
        let edits = batch.iter().map(|pending| pending.edit.clone()).collect();
        Some(EditsRequest { base: self.base, chain: self.chain.clone(), client_save: sent.client_save.clone(), edits, label })
    }
    /// How many edits go into one request, at least one. A first one that is too large by itself is divided.
    fn fitting(&mut self, design: &Design) -> usize {
        let most = self.most.unwrap_or(usize::MAX);
        let (mut meter, mut chars, mut count) = (Meter::new(design), 0, 0);
        while count < most.min(self.pending.len()) {
            let edit = &self.pending[count].edit;
            let length = serde_json::to_string(edit).map_or(0, |text| text.len());
            let fits = meter.add(edit) <= MOST_NS && chars + length <= MOST_CHARS;
            if !fits && count == 0 && self.divide_first() {
                meter = Meter::new(design);
                continue;
            }
            if !fits && count > 0 {
                break;
            }
            chars += length;
            count += 1;
        }
        count.max(1)
    }
    /// Makes two edits of the first one, which hold the same; says whether it can be.
    fn divide_first(&mut self) -> bool {
        let Some(first) = self.pending.first_mut() else { return false };
        let Some(two) = pieces::halves(&mut first.edit, first.inverse.as_mut()) else { return false };
        let later = Pending { edit: two.edit, label: first.label.clone(), inverse: two.inverse };
        self.pending.insert(1, later);
        true
    }
    /// The server said that what was sent is too much, and how much is not. Says whether less can be sent.
    pub fn shrink(&mut self, fits: usize) -> bool {
        let Some(sent) = self.sent.take() else { return false };
        if sent.count > 1 {
            self.most = Some(fits.min(sent.count / 2).max(1));
            return true;
        }
        self.divide_first()
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
    /// when their edits do not fit or are not all told, and the project must be fetched anew (then [`Self::adopt`]).
    pub fn rebase(&mut self, design: &mut Design, conflict: &Conflict) -> Option<Vec<Dropped>> {
        self.sent = None;
        if conflict.anew || conflict.more {
            return None;
        }
        self.take_back(design);
        for saved in conflict.since.iter().filter(|saved| saved.revision > self.base) {
            design.apply(Edit::batch(saved.edits.clone())).ok()?;
        }
        (self.base, self.chain) = (conflict.revision, conflict.chain.clone());
        Some(self.apply_again(design))
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
        arbitrary::sized,
        design::{Element, ElementKind},
        edit::{ElementField, cost},
        ids::ElementId,
        layout::Placement,
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
    fn conflict(revision: u64, since: Vec<Saved>) -> Conflict {
        Conflict { revision, chain: None, since, more: false, anew: false }
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
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(4, None));
        act(&mut design, &mut queue, add("a"), "Added a");
        act(&mut design, &mut queue, add("b"), "Added b");
        let first = queue.request(&design, name("s1")).unwrap();
        assert_eq!((first.base, first.client_save.as_str(), first.edits.len(), first.label.as_str()), (4, "s1", 2, "Added b and 1 more"));
        act(&mut design, &mut queue, add("c"), "Added c");
        assert_eq!(queue.request(&design, name("s2")).unwrap(), first, "without an answer the same request goes again");
        queue.acknowledge(5, None);
        let second = queue.request(&design, name("s2")).unwrap();
        assert_eq!((second.base, second.client_save.as_str(), second.edits), (5, "s2", vec![add("c")]));
        queue.acknowledge(6, None);
        assert!(queue.is_empty() && queue.request(&design, name("s3")).is_none());
    }

    #[test]
    fn a_conflict_puts_their_edits_below_ours() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        act(&mut design, &mut queue, add("mine"), "Added mine");
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        queue.request(&design, name("s1"));
        let conflict = conflict(3, vec![saved(2, vec![add("theirs")]), saved(3, vec![rename("Theirs")])]);
        assert_eq!(queue.rebase(&mut design, &conflict), Some(vec![]));
        assert!(design.elements.contains_key(&id("mine")) && design.elements.contains_key(&id("theirs")));
        assert_eq!(design.name, "Mine");
        let again = queue.request(&design, name("s2")).unwrap();
        assert_eq!((again.base, again.client_save.as_str(), again.edits.len()), (3, "s2", 2));
    }

    #[test]
    fn an_own_edit_that_no_longer_applies_is_dropped_by_name() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        act(&mut design, &mut queue, add("a"), "Added a");
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        let conflict = conflict(2, vec![saved(2, vec![add("a")])]);
        let dropped = queue.rebase(&mut design, &conflict).unwrap();
        assert_eq!(dropped.iter().map(|d| d.label.as_str()).collect::<Vec<_>>(), ["Added a"]);
        assert_eq!((queue.len(), design.name.as_str()), (1, "Mine"));
    }

    #[test]
    fn edits_that_do_not_fit_at_all_ask_for_a_fresh_design() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        let conflict = conflict(2, vec![saved(2, vec![Edit::RemoveElement { id: id("gone") }])]);
        assert_eq!(queue.rebase(&mut design, &conflict), None);
        let mut fresh = Design::new("Fresh");
        assert_eq!(queue.adopt(&mut fresh, 2, None), vec![]);
        assert_eq!((fresh.name.as_str(), queue.base()), ("Mine", 2));
    }

    #[test]
    fn a_queue_survives_a_reload() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(7, None));
        act(&mut design, &mut queue, add("a"), "Added a");
        let sent = queue.request(&design, name("s1")).unwrap();
        let mut restored: SaveQueue = serde_json::from_str(&serde_json::to_string(&queue).unwrap()).unwrap();
        let mut fresh = Design::new("x");
        assert_eq!(restored.adopt(&mut fresh, 7, None), vec![]);
        assert!(fresh.elements.contains_key(&id("a")));
        assert_eq!(restored.request(&fresh, name("s2")).unwrap(), sent, "the server may have it already");
    }

    #[test]
    fn what_the_server_refuses_is_taken_back() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        act(&mut design, &mut queue, add("a"), "Added a");
        queue.request(&design, name("s1"));
        act(&mut design, &mut queue, rename("Kept"), "Renamed");
        act(&mut design, &mut queue, Edit::RemoveElement { id: id("a") }, "Removed a");
        assert_eq!(queue.refuse(&mut design), ["Added a", "Removed a"]);
        assert!(design.elements.is_empty());
        assert_eq!((design.name.as_str(), queue.len()), ("Kept", 1));
    }

    /// Sends everything, as the page does, to a server that refuses what is too much; returns how many requests it took.
    fn save_all(queue: &mut SaveQueue, design: &Design, stored: &mut Design) -> usize {
        let mut requests = 0;
        while let Some(request) = queue.request(design, || requests.to_string()) {
            requests += 1;
            assert!(serde_json::to_string(&request).unwrap().len() < 2_000_000);
            let fits = cost::fitting(stored, &request.edits, MAX_SAVE_COST_NS);
            if fits < request.edits.len() {
                assert!(queue.shrink(fits), "a single edit is too much");
                continue;
            }
            stored.apply(Edit::Batch { edits: request.edits }).unwrap();
            queue.acknowledge(request.base + 1, None);
        }
        requests
    }

    #[test]
    fn a_day_without_a_connection_is_saved_in_several_requests() {
        let mut design = sized(500);
        let mut stored = design.clone();
        let mut queue = SaveQueue::new(1, None);
        let services: Vec<ElementId> = design.elements.keys().cloned().collect();
        for n in 0..6_000 {
            let part = services[n % services.len()].clone();
            let description = format!("{n}: {}", "what it does, in a few words ".repeat(8));
            let edit = match n % 3 {
                0 => Edit::Place { id: part, placement: Some(Placement { x: i32::try_from(n).unwrap(), ..Placement::default() }) },
                1 => Edit::ChangeElement { id: part, change: ElementField::Description(description) },
                _ => add(&format!("added-{n}")),
            };
            act(&mut design, &mut queue, edit, "Edited");
        }
        let requests = save_all(&mut queue, &design, &mut stored);
        assert!((2..40).contains(&requests), "{requests}");
        assert_eq!(stored, design);
    }

    #[test]
    fn renames_without_end_are_saved_too() {
        let mut design = sized(2_400);
        let mut stored = design.clone();
        let mut queue = SaveQueue::new(1, None);
        for n in 0..1_000 {
            let (from, to) = if n % 2 == 0 { ("web", "net") } else { ("net", "web") };
            act(&mut design, &mut queue, Edit::RenameElement { from: id(from), to: id(to) }, "Renamed");
        }
        assert!(save_all(&mut queue, &design, &mut stored) > 1);
        assert_eq!(stored, design);
    }

    #[test]
    fn one_edit_that_is_too_long_is_divided() {
        let mut design = sized(1_500);
        for element in design.elements.values_mut() {
            element.description = "what it does ".repeat(60);
        }
        let full = design.clone();
        let mut stored = design.clone();
        let mut queue = SaveQueue::new(1, None);
        let all = design.removal_of_elements(&design.elements.keys().cloned().collect());
        let back = design.apply(all.clone()).unwrap();
        queue.push(all, back.clone(), "Removed everything".into());
        act(&mut design, &mut queue, back, "Undid: Removed everything");
        assert!(save_all(&mut queue, &design, &mut stored) > 3);
        assert_eq!((&stored, &design), (&full, &full));
    }

    #[test]
    fn what_is_divided_can_still_be_taken_back() {
        let mut design = sized(3);
        let before = design.clone();
        let mut queue = SaveQueue::new(1, None);
        let all = design.removal_of_elements(&design.elements.keys().cloned().collect());
        act(&mut design, &mut queue, all, "Removed everything");
        while queue.divide_first() {}
        queue.request(&design, name("s1"));
        assert_eq!(queue.rebase(&mut design, &conflict(2, vec![saved(2, vec![rename("Theirs")])])), Some(vec![]));
        queue.take_back(&mut design);
        assert_eq!(design, Design { name: "Theirs".into(), ..before });
    }

    #[test]
    fn a_base_of_another_history_asks_for_a_fresh_design() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(5, Some("old".into())));
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        assert_eq!(queue.request(&design, name("s1")).unwrap().chain.as_deref(), Some("old"));
        assert_eq!(queue.rebase(&mut design, &Conflict { anew: true, ..conflict(5, vec![]) }), None);
        let mut fresh = Design::new("Fresh");
        assert_eq!(queue.adopt(&mut fresh, 5, Some("new".into())), vec![]);
        assert_eq!(queue.request(&fresh, name("s2")).unwrap().chain.as_deref(), Some("new"));
    }
}
