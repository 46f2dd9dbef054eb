//! Rules about what running it takes.

pub(in crate::review) mod blind_release;
pub(in crate::review) mod choice_without_answer;
pub(in crate::review) mod foreign_platform_choice;
pub(in crate::review) mod latest_tag;
pub(in crate::review) mod missing_limits;
pub(in crate::review) mod no_central_logs;
pub(in crate::review) mod no_correlation_ids;
pub(in crate::review) mod no_health_check;
pub(in crate::review) mod no_monitoring;
pub(in crate::review) mod no_tracing;
pub(in crate::review) mod operations_not_built;
