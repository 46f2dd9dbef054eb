//! Rules about how parts are cut.

pub(in crate::review) mod context_circle;
pub(in crate::review) mod god_service;
pub(in crate::review) mod nano_service;
pub(in crate::review) mod orphan_element;
pub(in crate::review) mod part_not_built;
pub(in crate::review) mod undescribed_part;
