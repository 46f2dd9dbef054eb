//! Who may do what, and how that is proven.

pub(super) mod authentication;
pub(super) mod compliance;
pub(super) mod secrets;
pub(super) mod service_authentication;
