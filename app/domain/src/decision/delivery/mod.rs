//! How a change reaches its users.

pub(super) mod ci;
pub(super) mod infrastructure;
pub(super) mod release;
