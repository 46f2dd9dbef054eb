//! Edits on their way to the server: what waits, what is being sent, and what to do when somebody else saved first. Pure: it
//! neither sends nor stores anything itself.

use domain::{
    Design, Edit,
    edit::{
        EditError,
        cost::{MAX_SAVE_COST_NS, Meter},
        diff,
        merge::{Changed, Merge, merge_changed},
        pieces,
    },
    protocol::EditsRequest,
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

/// What somebody else did since the base of a queue.
#[derive(Debug, Clone)]
pub enum Others {
    Edits(Vec<Edit>),
    /// Where it led to. A part that was renamed then counts as deleted and added.
    Design(Box<Design>),
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
        let count = sent.count.min(self.pending.len());
        let edits = self.pending[..count].iter().map(|pending| pending.edit.clone()).collect();
        let (client_save, label) = (sent.client_save.clone(), self.label(count));
        Some(EditsRequest { base: self.base, chain: self.chain.clone(), client_save, edits, label })
    }
    /// What the first edits of the queue are called together.
    fn label(&self, count: usize) -> String {
        match &self.pending[..count] {
            [only] => only.label.clone(),
            [first, .., last] if first.label == last.label => last.label.clone(),
            [.., last] => format!("{} and {} more", last.label, count - 1),
            [] => String::new(),
        }
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
    fn a_conflict_puts_the_own_edits_on_top_of_theirs() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        let mut theirs = design.clone();
        act(&mut design, &mut queue, add("mine"), "Added mine");
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        queue.request(&design, name("s1"));
        let edits = [add("theirs"), Edit::SetSummary { summary: "Theirs".into() }];
        edits.iter().for_each(|edit| drop(theirs.apply(edit.clone()).unwrap()));
        let merge = queue.merge(&mut design, &Others::Edits(edits.to_vec()), 3, None).unwrap();
        assert!(merge.clashes.is_empty());
        assert_eq!(merge.design, design);
        assert!(design.elements.contains_key(&id("mine")) && design.elements.contains_key(&id("theirs")));
        assert_eq!((design.name.as_str(), design.summary.as_str()), ("Mine", "Theirs"));
        let again = queue.request(&design, name("s2")).unwrap();
        assert_eq!((again.base, again.client_save.as_str(), again.label.as_str()), (3, "s2", "Renamed and 1 more"));
        for edit in again.edits {
            theirs.apply(edit).unwrap();
        }
        assert_eq!(theirs, design, "what is sent leads to what is shown");
    }

    #[test]
    fn a_part_of_the_same_name_is_saved_under_another() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        act(&mut design, &mut queue, add("a"), "Added a");
        let merge = queue.merge(&mut design, &Others::Edits(vec![add("a")]), 2, None).unwrap();
        assert_eq!(merge.names.renamed.len(), 1);
        assert_eq!(design.elements.keys().map(ElementId::as_str).collect::<Vec<_>>(), ["a", "a-2"]);
        assert_eq!(queue.request(&design, name("s2")).unwrap().edits, [add("a-2")]);
    }

    #[test]
    fn a_field_that_both_changed_waits_for_an_answer_and_is_not_sent() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        let theirs = Design::new("Theirs");
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        let merge = queue.merge(&mut design, &Others::Design(theirs.into()), 2, None).unwrap();
        assert_eq!((merge.clashes.len(), design.name.as_str(), queue.is_empty(), queue.base()), (1, "Theirs", true, 2));
    }

    #[test]
    fn edits_that_do_not_fit_ask_for_a_fresh_design_and_change_nothing() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        let before = (design.clone(), queue.clone());
        let gone = Others::Edits(vec![Edit::RemoveElement { id: id("gone") }]);
        assert_eq!(queue.merge(&mut design, &gone, 2, None), None);
        assert_eq!((design, queue), before);
    }

    #[test]
    fn a_kept_queue_is_merged_from_its_own_base() {
        let (base, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
        let mut first = base.clone();
        act(&mut first, &mut queue, add("a"), "Added a");
        let mut kept: SaveQueue = serde_json::from_str(&serde_json::to_string(&queue).unwrap()).unwrap();
        let mut theirs = base.clone();
        theirs.apply(add("b")).unwrap();
        let merge = kept.merge_kept(&base, &Others::Design(theirs.into()), 4, None).unwrap();
        assert!(merge.clashes.is_empty() && merge.names.renamed.is_empty());
        assert_eq!(merge.design.elements.len(), 2);
        assert_eq!(kept.request(&merge.design, name("s2")).unwrap().edits, [add("a")]);
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
        queue.merge(&mut design, &Others::Edits(vec![rename("Theirs")]), 2, None).unwrap();
        queue.take_back(&mut design);
        assert_eq!(design, Design { name: "Theirs".into(), ..before });
    }

    #[test]
    fn a_design_of_another_history_brings_its_own_chain() {
        let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(5, Some("old".into())));
        act(&mut design, &mut queue, rename("Mine"), "Renamed");
        assert_eq!(queue.request(&design, name("s1")).unwrap().chain.as_deref(), Some("old"));
        let mut fresh = Design::new("Fresh");
        assert_eq!(queue.adopt(&mut fresh, 5, Some("new".into())), vec![]);
        assert_eq!(queue.request(&fresh, name("s2")).unwrap().chain.as_deref(), Some("new"));
    }
}
