//! Rules about how parts talk.

pub(in crate::review) mod browser_speaks_grpc;
pub(in crate::review) mod chatty_pair;
pub(in crate::review) mod communication_not_built;
pub(in crate::review) mod deep_sync_chain;
pub(in crate::review) mod event_without_consumer;
pub(in crate::review) mod event_without_publisher;
pub(in crate::review) mod event_without_schema;
pub(in crate::review) mod gateway_bypassed;
pub(in crate::review) mod no_api_version;
pub(in crate::review) mod no_gateway;
pub(in crate::review) mod scattered_integration;
pub(in crate::review) mod sync_cycle;
pub(in crate::review) mod synchronous_everywhere;
pub(in crate::review) mod tight_coupling;
pub(in crate::review) mod unnamed_event;
