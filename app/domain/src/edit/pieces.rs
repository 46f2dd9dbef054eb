//! Dividing an edit that is too large for one request. Both parts hold what the whole held, one after the other.

use super::Edit;
use crate::ids::{ElementId, LinkId};

/// The later part of an edit.
#[derive(Debug)]
pub struct Later {
    pub edit: Edit,
    /// Takes it back, when that was known of the whole.
    pub inverse: Option<Edit>,
}

/// Takes the later half of a batch out of it, and out of its inverse. Never between two changes of one thing: some only make sense
/// together. Nothing for an edit that cannot be divided.
pub fn halves(edit: &mut Edit, inverse: Option<&mut Edit>) -> Option<Later> {
    let Edit::Batch { edits } = edit else { return None };
    let count = edits.len();
    let at = (1..count).filter(|at| subject(&edits[at - 1]) != subject(&edits[*at]) || subject(&edits[*at]).is_none());
    let at = at.min_by_key(|at| at.abs_diff(count / 2));
    let Some(at) = at else {
        // A batch of one batch.
        let [only] = edits.as_mut_slice() else { return None };
        let within = match inverse {
            Some(Edit::Batch { edits }) => Some(edits.first_mut()?),
            Some(single) => Some(single),
            None => None,
        };
        return halves(only, within);
    };
    let inverse = match inverse {
        // What undoes the last comes first.
        Some(Edit::Batch { edits: back }) if back.len() == count => {
            let earlier = back.split_off(count - at);
            Some(Edit::Batch { edits: std::mem::replace(back, earlier) })
        }
        Some(_) => return None,
        None => None,
    };
    Some(Later { edit: Edit::Batch { edits: edits.split_off(at) }, inverse })
}

/// What an edit changes a field of.
#[derive(PartialEq)]
enum Subject<'a> {
    Element(&'a ElementId),
    Link(&'a LinkId),
}

fn subject(edit: &Edit) -> Option<Subject<'_>> {
    match edit {
        Edit::ChangeElement { id, .. } => Some(Subject::Element(id)),
        Edit::ChangeLink { id, .. } => Some(Subject::Link(id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Design, arbitrary::sized};

    #[test]
    fn both_parts_do_what_the_whole_did_and_undo_it() {
        let before = sized(4);
        let mut whole = before.removal_of_elements(&before.elements.keys().cloned().collect());
        let mut after = before.clone();
        let mut back = after.apply(whole.clone()).unwrap();
        let later = halves(&mut whole, Some(&mut back)).unwrap();
        let mut design = before.clone();
        design.apply(whole).unwrap();
        design.apply(later.edit).unwrap();
        assert_eq!(design, after);
        design.apply(later.inverse.unwrap()).unwrap();
        design.apply(back).unwrap();
        assert_eq!(design, before);
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let mut design = Design::new("x");
        let single = Edit::SetName { name: "y".into() };
        assert!(halves(&mut single.clone(), None).is_none());
        let id = ElementId::new("a").unwrap();
        let field = |replicas| Edit::ChangeElement { id: id.clone(), change: super::super::ElementField::Replicas(Some(replicas)) };
        let mut pair = Edit::Batch { edits: vec![field(1), field(2)] };
        assert!(halves(&mut pair, None).is_none());
        let mut nested = Edit::Batch { edits: vec![Edit::Batch { edits: vec![single.clone(), single] }] };
        assert!(halves(&mut nested, None).is_some());
        design.apply(nested).unwrap();
    }
}
