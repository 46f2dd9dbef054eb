//! What is placed by hand, and what is not: the automatic layout arranges only what nobody has placed, beside what is placed. So one
//! part that is moved would make all others give way, unless they are held where they are seen.

use super::Edit;
use crate::{
    Design,
    ids::ElementId,
    layout::{Placement, placements},
};
use std::collections::BTreeMap;

/// The edit; when it places a part, and nobody has placed some of the others, with a place for each of those first.
pub fn holding_others(design: &Design, mut edit: Edit) -> Edit {
    let is_free = |id: &ElementId| !design.layout.contains_key(id);
    if !places(&edit) || !design.elements.keys().any(is_free) {
        return edit;
    }
    let mut seen = placements(design);
    seen.retain(|id, _| is_free(id));
    keep_widths(&mut edit, &seen);
    let held = seen.into_iter().map(|(id, placement)| Edit::Place { id, placement: Some(placement) });
    let own = match edit {
        Edit::Batch { edits } => edits,
        single => vec![single],
    };
    Edit::batch(held.chain(own).collect())
}

fn places(edit: &Edit) -> bool {
    match edit {
        Edit::Batch { edits } => edits.iter().any(places),
        Edit::Place { placement, .. } | Edit::AddElement { placement, .. } => placement.is_some(),
        _ => false,
    }
}

/// A broker is as wide as what it joins, wherever it is moved to.
fn keep_widths(edit: &mut Edit, seen: &BTreeMap<ElementId, Placement>) {
    match edit {
        Edit::Batch { edits } => edits.iter_mut().for_each(|edit| keep_widths(edit, seen)),
        Edit::Place { id, placement: Some(placement) } => {
            placement.width = placement.width.or_else(|| seen.get(id)?.width);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arbitrary::sized,
        design::{Element, ElementKind},
        layout::{Rect, rects},
    };

    fn place(id: &ElementId, x: i32, y: i32) -> Edit {
        Edit::Place { id: id.clone(), placement: Some(Placement { x, y, ..Placement::default() }) }
    }

    #[test]
    fn what_is_moved_by_hand_leaves_the_others_where_they_are_seen() {
        let unplaced = sized(5);
        assert!(unplaced.layout.is_empty());
        let before = rects(&unplaced);
        for (id, rect) in &before {
            let mut design = unplaced.clone();
            let moved = place(id, rect.x + 8, rect.y);
            let inverse = design.apply(holding_others(&design, moved.clone())).expect("placed");
            let expected: BTreeMap<&ElementId, Rect> =
                before.iter().map(|(other, rect)| (other, if other == id { rect.moved(8, 0) } else { *rect })).collect();
            assert_eq!(rects(&design).iter().map(|(id, rect)| (id, *rect)).collect::<BTreeMap<_, _>>(), expected);
            assert_eq!(holding_others(&design, moved.clone()), moved, "everything is placed now");
            design.apply(inverse).expect("undone");
            assert_eq!(design, unplaced);
        }
    }

    #[test]
    fn so_does_what_is_added_at_a_place_and_nothing_else_is_changed() {
        let mut design = sized(5);
        let before = rects(&design);
        let named = Edit::SetName { name: "Shop".into() };
        assert_eq!(holding_others(&design, named.clone()), named);
        let new = ElementId::new("new").expect("an id");
        let added =
            Edit::add_element(new.clone(), Element::new(ElementKind::Service), Some(Placement { x: 4_000, ..Placement::default() }));
        let gone = before.keys().find(|id| design.links.values().all(|link| link.from != **id && link.to != **id));
        let mut edits = vec![added];
        edits.extend(gone.map(|id| Edit::RemoveElement { id: id.clone() }));
        design.apply(holding_others(&design, Edit::batch(edits))).expect("added");
        let after = rects(&design);
        assert_eq!(after[&new].x, 4_000);
        assert!(before.iter().filter(|(id, _)| Some(*id) != gone).all(|(id, rect)| after[id] == *rect));
    }
}
