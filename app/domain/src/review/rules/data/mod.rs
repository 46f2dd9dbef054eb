//! Rules about who owns which data.

pub(in crate::review) mod data_choice_not_built;
pub(in crate::review) mod dual_write;
pub(in crate::review) mod edge_reaches_data;
pub(in crate::review) mod entity_owned_twice;
pub(in crate::review) mod reaching_into_data;
pub(in crate::review) mod shared_database;
pub(in crate::review) mod unbounded_growth;
pub(in crate::review) mod unowned_data;
pub(in crate::review) mod write_without_saga;
