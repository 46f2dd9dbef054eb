//! How parts find, ask and tell each other.

pub(super) mod broker;
pub(super) mod discovery;
pub(super) mod gateway;
pub(super) mod messaging;
pub(super) mod protocol;
pub(super) mod resilience;
pub(super) mod style;
pub(super) mod versioning;
