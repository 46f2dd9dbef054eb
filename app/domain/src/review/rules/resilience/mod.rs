//! Rules about what happens when something fails.

pub(in crate::review) mod cache_needed;
pub(in crate::review) mod consumer_without_dead_letter;
pub(in crate::review) mod no_circuit_breaker;
pub(in crate::review) mod no_fallback;
pub(in crate::review) mod no_retry;
pub(in crate::review) mod no_timeout;
pub(in crate::review) mod retry_amplification;
pub(in crate::review) mod retry_without_idempotency;
pub(in crate::review) mod single_point_of_failure;
pub(in crate::review) mod timeout_shorter_than_callee;
pub(in crate::review) mod websocket_without_backplane;
