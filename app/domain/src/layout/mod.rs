//! Positions: kept beside the model, never read by rules or generators. Automatic layout, sizes and the frames of contexts.

mod arrange;
mod frames;
mod rect;
mod size;

pub use arrange::arrange;
pub use frames::{FRAME_BOTTOM, FRAME_SIDE, FRAME_TOP, frame_around, frames, frames_of};
pub use rect::Rect;
pub use size::{GRID, NAME_SIZE, caption, size_of, text_width};

use crate::{Design, ids::ElementId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an element is drawn: the top left corner, in pixels at 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    pub x: i32,
    pub y: i32,
    /// Width when it is not the kind's own: brokers span the parts they join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u16>,
    /// Stays where it is when the layout is tidied.
    #[serde(default, skip_serializing_if = "crate::design::is_false")]
    pub pinned: bool,
}

/// A placement for every element: the stored one, or where the automatic layout puts it beside those that are placed.
pub fn placements(design: &Design) -> BTreeMap<ElementId, Placement> {
    if design.elements.keys().all(|id| design.layout.contains_key(id)) {
        return design.layout.clone();
    }
    let mut held = design.clone();
    held.layout.values_mut().for_each(|placement| placement.pinned = true);
    let mut all = arrange(&held);
    all.extend(design.layout.iter().map(|(id, placement)| (id.clone(), *placement)));
    all
}

/// The rectangle of every element, by [`placements`] and [`size_of`].
pub fn rects(design: &Design) -> BTreeMap<ElementId, Rect> {
    let placements = placements(design);
    design
        .elements
        .iter()
        .filter_map(|(id, element)| {
            let placement = placements.get(id)?;
            let (width, height) = size_of(id, element, Some(placement));
            Some((id.clone(), Rect { x: placement.x, y: placement.y, width, height }))
        })
        .collect()
}
