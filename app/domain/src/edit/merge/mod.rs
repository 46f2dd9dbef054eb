//! Two who changed the same Design: what both did becomes one Design. What only one of them changed is taken as it is; new things
//! that ask for the same name both stay, one of them under another; and where both changed the same field, or one changed what
//! the other deleted, theirs stands and a [`Clash`] keeps mine until a person has chosen. Pure, and it never drops anything.

mod choice;
mod naming;
mod settle;
mod sides;
#[cfg(test)]
mod tests;
mod tree;
mod waiting;
mod words;

pub use choice::{Clash, Side};
pub use naming::{Names, Renamed};
pub use sides::Changed;
pub use waiting::still_waiting;
pub(in crate::edit) use words::title;

use super::EditError;
use crate::{
    Design,
    layout::{GRID, Rect, placements, rects},
};
use settle::Settling;
use std::collections::BTreeMap;

/// What became of the work of two.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// Their Design with everything of mine that does not clash. [`super::diff`] from theirs gives the edits.
    pub design: Design,
    /// What a person has to choose.
    pub clashes: Vec<Clash>,
    /// What of mine has another name now.
    pub names: Names,
}

/// Puts what one did on top of what another did, both from the same base.
///
/// # Errors
/// When an edit of either does not apply to the base.
pub fn merge(base: &Design, theirs: &[super::Edit], mine: &[super::Edit]) -> Result<Merge, EditError> {
    Ok(merge_changed(base, Changed::by(base, theirs)?, Changed::by(base, mine)?))
}

/// As [`merge`], of two Designs whose edits were applied before.
pub fn merge_changed(base: &Design, theirs: Changed, mine: Changed) -> Merge {
    let (base, theirs, mut mine, renaming) = sides::in_their_names(base, theirs, mine);
    let names = naming::part_ways(&base.design, &theirs, &mut mine, &base.new_of_mine);
    let base = with_places_seen(base.design, &theirs, &mine);
    let merged = tree::merge(&base, &theirs, &mine);
    let mut settling = Settling::new(merged, &base, &theirs, &mine);
    settling.settle();
    let (mut design, mut clashes) = settling.finish();
    let mut names = names;
    renaming.apply(&mut design, &mut clashes, &mut names);
    make_room(&mut design, &theirs, &base);
    Merge { design, clashes, names }
}

/// Whoever moves one part holds the others where they were seen. That is no wish to have them there, so that place counts as the
/// one they had before.
fn with_places_seen(mut base: Design, theirs: &Design, mine: &Design) -> Design {
    let held = |id: &&crate::ids::ElementId| theirs.layout.contains_key(*id) && mine.layout.contains_key(*id);
    if theirs.layout == mine.layout || !base.elements.keys().filter(held).any(|id| !base.layout.contains_key(id)) {
        return base;
    }
    let seen = placements(&base);
    let held: Vec<_> = base.elements.keys().filter(held).cloned().collect();
    for id in held {
        if let (None, Some(placement)) = (base.layout.get(&id), seen.get(&id)) {
            base.layout.insert(id, *placement);
        }
    }
    base
}

/// What I added does not cover what they added at the same place.
fn make_room(design: &mut Design, theirs: &Design, base: &Design) {
    let new = |id: &&crate::ids::ElementId| !base.elements.contains_key(*id);
    if !theirs.elements.keys().any(|id| new(&id)) {
        return;
    }
    let mine: Vec<_> = design
        .elements
        .keys()
        .filter(new)
        .filter(|id| !theirs.elements.contains_key(*id) && design.layout.contains_key(*id))
        .cloned()
        .collect();
    if mine.is_empty() {
        return;
    }
    let mut all: BTreeMap<_, Rect> = rects(design);
    let covers = |all: &BTreeMap<_, Rect>, rect: &Rect| {
        all.iter().any(|(id, other)| theirs.elements.contains_key(id) && !base.elements.contains_key(id) && other.overlaps(rect))
    };
    for id in mine {
        let Some(rect) = all.get(&id).copied() else { continue };
        let step = rect.height + 2 * GRID;
        let free = (0..).map(|n| rect.moved(0, n * step)).take(100).find(|rect| !covers(&all, rect)).unwrap_or(rect);
        if let Some(placement) = design.layout.get_mut(&id) {
            placement.y = free.y;
        }
        all.insert(id, free);
    }
}
