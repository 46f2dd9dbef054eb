//! Renaming an element, with everything that speaks of it. Must not check the new name: applying the Edit has.

use super::{
    Edit, EditError,
    apply::{free, take},
    diff::set,
};
use crate::{Design, decision, ids::ElementId, review::FindingKey};
use std::collections::BTreeMap;

impl Design {
    /// Gives an element a free id and returns the inverse. Links, the place, decisions and waivers follow the element.
    pub(super) fn rename(&mut self, from: ElementId, to: ElementId) -> Result<Edit, EditError> {
        // The usual case: nothing else speaks of either name, and the maps stay where they are.
        if !self.is_spoken_of(&from) && !self.is_spoken_of(&to) {
            self.rename_in_place(&from, &to)?;
            return Ok(Edit::RenameElement { from: to, to: from });
        }
        let waivers = renamed("waiver", &self.waivers, |key| rename_subject(key, from.as_str(), to.as_str()))?;
        let decisions = renamed("decision", &self.decisions, |topic| decision::renamed(topic, &from, &to))?;
        // A waiver or a decision may outlive its element. What spoke of the new id before must not follow the element back.
        let mut kept = Vec::new();
        let back = renamed("waiver", &waivers, |key| rename_subject(key, to.as_str(), from.as_str()))?;
        set(&mut kept, &back, &self.waivers, |finding, reason| Edit::SetWaiver { finding, reason });
        let back = renamed("decision", &decisions, |topic| decision::renamed(topic, &to, &from))?;
        set(&mut kept, &back, &self.decisions, |topic, decision| Edit::SetDecision { topic, decision });

        self.rename_in_place(&from, &to)?;
        (self.waivers, self.decisions) = (waivers, decisions);
        let back = Edit::RenameElement { from: to, to: from };
        Ok(if kept.is_empty() { back } else { Edit::batch([back].into_iter().chain(kept).collect()) })
    }

    /// Whether a waiver or a decision may name the element.
    fn is_spoken_of(&self, id: &ElementId) -> bool {
        self.waivers.keys().any(|key| key.subject().contains(id.as_str()))
            || self.decisions.keys().any(|topic| topic.as_str().ends_with(id.as_str()))
    }

    fn rename_in_place(&mut self, from: &ElementId, to: &ElementId) -> Result<(), EditError> {
        let element = take(&mut self.elements, "element", from)?;
        self.elements.insert(to.clone(), element);
        if let Some(placement) = self.layout.remove(from) {
            self.layout.insert(to.clone(), placement);
        }
        for link in self.links.values_mut() {
            for end in [&mut link.from, &mut link.to] {
                if end == from {
                    *end = to.clone();
                }
            }
        }
        Ok(())
    }
}

/// The entries under the keys they get; refused where two would get the same.
fn renamed<K: Ord + Clone + ToString, V: Clone>(
    kind: &'static str,
    map: &BTreeMap<K, V>,
    name: impl Fn(&K) -> Option<K>,
) -> Result<BTreeMap<K, V>, EditError> {
    let mut all = BTreeMap::new();
    for (key, value) in map {
        let key = name(key).unwrap_or_else(|| key.clone());
        free(&all, kind, &key)?;
        all.insert(key, value.clone());
    }
    Ok(all)
}

/// The key with one of its subjects renamed; nothing when it is not about that element, or when the new name leaves no room.
pub(super) fn rename_subject(key: &FindingKey, from: &str, to: &str) -> Option<FindingKey> {
    let subjects: Vec<&str> = key.subject().split('+').collect();
    if !subjects.contains(&from) {
        return None;
    }
    let renamed: Vec<&str> = subjects.into_iter().map(|subject| if subject == from { to } else { subject }).collect();
    FindingKey::try_from(format!("{}@{}", key.code(), renamed.join("+"))).ok()
}
