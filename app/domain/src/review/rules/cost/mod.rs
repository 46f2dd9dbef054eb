//! Rules about money that buys nothing.

pub(in crate::review) mod broker_for_one_event;
pub(in crate::review) mod heavy_observability;
pub(in crate::review) mod idle_replicas;
pub(in crate::review) mod over_budget;
pub(in crate::review) mod server_per_tiny_context;
