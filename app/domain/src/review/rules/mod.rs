//! One file a rule, one folder a group. A rule reads the graph and nothing else.

pub(super) mod communication;
pub(super) mod cost;
pub(super) mod data;
pub(super) mod operations;
pub(super) mod resilience;
pub(super) mod security;
pub(super) mod structure;
pub(super) mod team;
