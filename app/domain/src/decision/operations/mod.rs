//! Where it runs, and how it is looked after.

pub(super) mod configuration;
pub(super) mod correlation;
pub(super) mod deployment;
pub(super) mod logs;
pub(super) mod observability;
pub(super) mod sidecar;
pub(super) mod traces;
