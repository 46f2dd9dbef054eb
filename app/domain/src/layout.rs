//! Positions: kept beside the model, never read by rules or generators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
