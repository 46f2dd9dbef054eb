//! The frames of bounded contexts. A frame follows from its members: it has no place of its own.

use super::{Rect, rects};
use crate::{
    Design,
    ids::{ContextId, ElementId},
};
use std::collections::BTreeMap;

/// Room above the members: the head with the context's name.
pub const FRAME_TOP: i32 = 32;
/// Room left and right of the members.
pub const FRAME_SIDE: i32 = 12;
/// Room below the members; a worker's second sheet needs some of it.
pub const FRAME_BOTTOM: i32 = 16;

/// The frame of every context that has members.
pub fn frames(design: &Design) -> BTreeMap<ContextId, Rect> {
    frames_of(design, &rects(design))
}

/// The same for elements that are drawn elsewhere than the design says: while they are dragged.
pub fn frames_of(design: &Design, rects: &BTreeMap<ElementId, Rect>) -> BTreeMap<ContextId, Rect> {
    let mut frames: BTreeMap<ContextId, Rect> = BTreeMap::new();
    for (id, element) in &design.elements {
        if let (Some(context), Some(rect)) = (&element.context, rects.get(id)) {
            frames.entry(context.clone()).and_modify(|frame| *frame = frame.union(rect)).or_insert(*rect);
        }
    }
    for frame in frames.values_mut() {
        *frame = frame_around(frame);
    }
    frames
}

/// The frame around the bounding box of its members.
pub fn frame_around(members: &Rect) -> Rect {
    Rect {
        x: members.x.saturating_sub(FRAME_SIDE),
        y: members.y.saturating_sub(FRAME_TOP),
        width: members.width.saturating_add(2 * FRAME_SIDE),
        height: members.height.saturating_add(FRAME_TOP + FRAME_BOTTOM),
    }
}
