//! What goes into one request: as much of the queue as the server takes at once.

use super::{Pending, SaveQueue, Sent};
use domain::{
    Design,
    edit::{
        cost::{MAX_SAVE_COST_NS, Meter},
        pieces,
    },
    protocol::{EditsRequest, MAX_LABEL_CHARS},
};

/// What one request holds at most: a part of what the server takes, which reckons with the design as it was before.
const MOST_NS: u64 = MAX_SAVE_COST_NS / 4;
/// Characters of its edits, written as JSON; the server takes two million bytes.
const MOST_CHARS: usize = 400_000;

impl SaveQueue {
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
    /// What the first edits of the queue are called together: one line, as long as the server takes.
    pub(super) fn label(&self, count: usize) -> String {
        match &self.pending[..count] {
            [only] => line(&only.label, ""),
            [first, .., last] if first.label == last.label => line(&last.label, ""),
            [.., last] => line(&last.label, &format!(" and {} more", count - 1)),
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
    pub(super) fn divide_first(&mut self) -> bool {
        let Some(first) = self.pending.first_mut() else { return false };
        let Some(two) = pieces::halves(&mut first.edit, first.inverse.as_mut()) else { return false };
        let later = Pending { edit: two.edit, label: first.label.clone(), inverse: two.inverse };
        self.pending.insert(1, later);
        true
    }
    /// The server will not take what was sent. When it was several edits, fewer go next, so that only the one that is refused is
    /// lost; says whether there were several.
    pub fn narrow(&mut self) -> bool {
        let several = self.sent.as_ref().is_some_and(|sent| sent.count.min(self.pending.len()) > 1);
        several && self.shrink(usize::MAX)
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
}

/// A text and its ending in one line of [`MAX_LABEL_CHARS`]. The text is shortened, the ending is not.
fn line(text: &str, ending: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let room = MAX_LABEL_CHARS.saturating_sub(ending.chars().count());
    if text.chars().count() <= room {
        return text.chars().map(plain).chain(ending.chars()).collect();
    }
    let start: String = text.chars().map(plain).take(room.saturating_sub(1)).collect();
    format!("{}…{ending}", start.trim_end())
}
