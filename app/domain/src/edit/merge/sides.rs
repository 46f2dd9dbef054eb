//! The two sides of a merge under the same names: an element that one of them renamed is still the same element.

use super::{
    choice::{Clash, Take},
    naming::{Names, Renamed},
};
use crate::{
    Design, Edit,
    edit::EditError,
    ids::{ElementId, first_free},
};
use std::collections::{BTreeMap, BTreeSet};

/// A Design after somebody's edits, and what became of the names of the elements that were there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    design: Design,
    /// From the name in the base to the name now; without those that are gone.
    names: BTreeMap<ElementId, ElementId>,
}

impl Changed {
    /// The base after these edits.
    ///
    /// # Errors
    /// When one does not apply.
    pub fn by(base: &Design, edits: &[Edit]) -> Result<Self, EditError> {
        let mut design = base.clone();
        for edit in edits {
            design.apply(edit.clone())?;
        }
        Ok(Self::to(base, design, edits))
    }

    pub fn design(&self) -> &Design {
        &self.design
    }

    /// A Design that somebody's edits led to. Without the edits, an element that was renamed counts as deleted and added.
    pub fn to(base: &Design, design: Design, edits: &[Edit]) -> Self {
        let mut names: BTreeMap<ElementId, ElementId> = base.elements.keys().map(|id| (id.clone(), id.clone())).collect();
        edits.iter().for_each(|edit| follow(edit, &mut names));
        names.retain(|_, now| design.elements.contains_key(now));
        Self { design, names }
    }
}

fn follow(edit: &Edit, names: &mut BTreeMap<ElementId, ElementId>) {
    match edit {
        Edit::Batch { edits } => edits.iter().for_each(|edit| follow(edit, names)),
        Edit::RenameElement { from, to } => {
            // What had that name before is gone, or it would not have been free.
            names.retain(|_, now| now != to);
            names.values_mut().filter(|now| *now == from).for_each(|now| *now = to.clone());
        }
        _ => {}
    }
}

/// The base under the names that they use, and which elements are new on my side.
pub(super) struct Base {
    pub design: Design,
    pub new_of_mine: BTreeSet<ElementId>,
}

/// Names that I gave, to be given once everything else is merged: from theirs to mine.
#[derive(Debug, Default)]
pub(super) struct Renaming {
    mine: Vec<(ElementId, ElementId)>,
    /// New ones that stood in the way. They take their names last, when others have left them.
    aside: Vec<(ElementId, ElementId)>,
    /// They gave another.
    clashing: Vec<(ElementId, ElementId)>,
    /// Names that they gave, from what I know the element by.
    theirs: Vec<(ElementId, ElementId)>,
}

/// Base, theirs and mine with the names that they use.
pub(super) fn in_their_names(base: &Design, theirs: Changed, mine: Changed) -> (Base, Design, Design, Renaming) {
    let kept: BTreeSet<&ElementId> = mine.names.values().collect();
    let mut new_of_mine: BTreeSet<ElementId> = mine.design.elements.keys().filter(|id| !kept.contains(id)).cloned().collect();
    let (mut old, mut own) = (base.clone(), mine.design);
    let mut renaming = Renaming::default();
    for (before, their_name) in &theirs.names {
        let my_name = mine.names.get(before);
        if before != their_name && old.apply(Edit::RenameElement { from: before.clone(), to: their_name.clone() }).is_err() {
            continue; // Two have changed names with each other: it counts as another element.
        }
        let Some(my_name) = my_name.filter(|my_name| *my_name != their_name) else { continue };
        // A new one of mine may stand in the way.
        if new_of_mine.contains(their_name) {
            let free = free_name(their_name, &[base, &theirs.design, &own]);
            if own.apply(Edit::RenameElement { from: their_name.clone(), to: free.clone() }).is_ok() {
                new_of_mine.remove(their_name);
                new_of_mine.insert(free.clone());
                renaming.aside.push((free, their_name.clone()));
            }
        }
        if own.apply(Edit::RenameElement { from: my_name.clone(), to: their_name.clone() }).is_err() {
            continue;
        }
        if my_name != before {
            let pair = (their_name.clone(), my_name.clone());
            if their_name == before { renaming.mine.push(pair) } else { renaming.clashing.push(pair) }
        }
        if their_name != before {
            renaming.theirs.push((my_name.clone(), their_name.clone()));
        }
    }
    (Base { design: old, new_of_mine }, theirs.design, own, renaming)
}

/// A name for an element that none of these Designs has.
pub(super) fn free_name(wanted: &ElementId, designs: &[&Design]) -> ElementId {
    let taken = |name: &str| designs.iter().any(|design| design.elements.contains_key(name));
    // First_free gives what may be an id, as its own tests show.
    ElementId::new(first_free(wanted.as_str(), taken)).unwrap_or_else(|_| wanted.clone())
}

impl Renaming {
    /// Gives the names, or others where those are taken by now.
    pub(super) fn apply(self, design: &mut Design, clashes: &mut Vec<Clash>, names: &mut Names) {
        for (from, wanted) in self.mine.into_iter().chain(self.aside) {
            if !design.elements.contains_key(&from) {
                continue;
            }
            let to = free_name(&wanted, &[design]);
            if design.apply(Edit::RenameElement { from: from.clone(), to: to.clone() }).is_ok() {
                clashes.iter_mut().for_each(|clash| clash.follow(&from, &to));
                if to != wanted {
                    names.elements.insert(wanted.clone(), to.clone());
                    names.renamed.push(Renamed { from: wanted.to_string(), to: to.to_string() });
                }
            }
        }
        names.elements.extend(self.theirs);
        for (theirs, mine) in self.clashing {
            if design.elements.contains_key(&theirs) {
                let title = format!("Name of {theirs}");
                let (their_words, my_words) = (theirs.to_string(), mine.to_string());
                let path = format!("elements.{theirs}");
                clashes.push(Clash::new(path, title, their_words, my_words, Take::Rename { from: theirs, to: mine }));
            }
        }
    }
}
