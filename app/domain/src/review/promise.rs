//! Fixes that only promise: an Edit that sets what the bundle does not hold would close a finding by a word.

use crate::edit::{Edit, ElementField, LinkField};

/// Whether an Edit sets a value that the bundle does not hold.
pub(super) fn is_promise(edit: &Edit) -> bool {
    match edit {
        Edit::Batch { edits } => edits.iter().any(is_promise),
        Edit::ChangePlatform { change } => change.standing().is_some_and(|standing| standing.gap().is_some()),
        Edit::ChangeElement { change: ElementField::Encrypted(on), .. } | Edit::ChangeLink { change: LinkField::Outbox(on), .. } => *on,
        Edit::ChangeLink { change: LinkField::Kind(kind), .. } => kind.standing().gap().is_some(),
        Edit::AddLink { link, .. } => link.kind.standing().gap().is_some(),
        _ => false,
    }
}
